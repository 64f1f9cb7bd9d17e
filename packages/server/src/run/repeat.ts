import { setTimeout as sleep } from 'node:timers/promises';

export interface RepeatOptions {
  /** Milliseconds until the next time. */
  readonly waitMs: () => number;
  readonly signal: AbortSignal;
  readonly onError: (error: unknown) => void;
}

/** Does something now and then until it is told to stop; one failure does not end it. */
export async function repeat(work: () => Promise<void>, { waitMs, signal, onError }: RepeatOptions): Promise<void> {
  while (!signal.aborted) {
    const isOver = await sleep(waitMs(), false, { signal }).catch(() => true);
    if (isOver) return;
    try {
      await work();
    } catch (error) {
      if (!signal.aborted) onError(error);
    }
  }
}
