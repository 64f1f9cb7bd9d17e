import { setTimeout as sleep } from 'node:timers/promises';
import { differences, type Stamps, stampsOf } from './stamps.ts';

export interface WatchOptions {
  readonly inputs: readonly string[];
  /** Milliseconds between looks; 2 s. Looking works on every kind of disk, where notifications do not. */
  readonly intervalMs?: number;
  readonly signal: AbortSignal;
  /** What the inputs looked like when they were read. */
  readonly read: Stamps;
  /** Called one at a time with what is new or changed, and rests since the last look. A failure is told, and tried again when the files change again. */
  readonly onChange: (changed: readonly string[], gone: readonly string[]) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Takes in files as they appear. A file that is still being written is left until it rests for one interval. */
export async function watch({ inputs, intervalMs = 2_000, signal, read, onChange, onError }: WatchOptions): Promise<void> {
  let taken = read;
  let last = read;
  while (!signal.aborted) {
    const isOver = await sleep(intervalMs, false, { signal }).catch(() => true);
    if (isOver) return;
    const now = await stampsOf(inputs);
    const isResting = differences(last, now).changed.length === 0 && last.size === now.size;
    last = now;
    const { changed, gone } = differences(taken, now);
    if (!isResting || changed.length + gone.length === 0) continue;
    taken = now;
    try {
      await onChange(changed, gone);
    } catch (error) {
      if (!signal.aborted) onError(error);
    }
  }
}
