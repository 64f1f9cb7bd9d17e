import { ArmError } from './error.ts';

/** So many run at once; others wait their turn, and are told to come again when it takes too long. */
export interface Slots {
  /** @throws {ArmError} RateLimiting; what the signal was aborted with */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export interface SlotsOptions {
  readonly most: number;
  readonly mostWaiting: number;
  readonly waitMs: number;
}

export function slotsOf({ most, mostWaiting, waitMs }: SlotsOptions): Slots {
  let running = 0;
  const waiting: (() => void)[] = [];
  const turn = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const leave = (error: unknown) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', left);
        const at = waiting.indexOf(begin);
        if (at >= 0) waiting.splice(at, 1);
        reject(error instanceof Error ? error : new Error('The client left.', { cause: error }));
      };
      const left = () => leave(signal.reason);
      const timer = setTimeout(() => leave(busy()), waitMs);
      const begin = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', left);
        resolve();
      };
      signal.addEventListener('abort', left, { once: true });
      waiting.push(begin);
    });
  return {
    async run(work, signal) {
      signal.throwIfAborted();
      if (running < most) running += 1;
      else if (waiting.length >= mostWaiting) throw busy();
      // Whoever ends hands the place on, so that it is never free in between.
      else await turn(signal);
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}

function busy(): ArmError {
  return new ArmError(429, 'RateLimiting', 'Too many queries run or wait already. Try again when some have ended.', {
    headers: { 'retry-after': '5' },
  });
}
