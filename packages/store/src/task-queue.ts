import { OperationError } from './operation-error.ts';

/** Runs tasks one after the other, in the order in which they came. */
export interface TaskQueue {
  add<T>(task: () => Promise<T>): Promise<T>;
  readonly waiting: number;
  /** Takes no more, and waits for those that are in. */
  end(): Promise<void>;
}

export function taskQueue(): TaskQueue {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let ended = false;
  return {
    add(task) {
      if (ended) return Promise.reject(new OperationError('closed', 'The store is closed.', { hint: 'Start the server again.' }));
      waiting += 1;
      const result = last.then(() => task()).finally(() => (waiting -= 1));
      // A failed task fails its own caller only.
      last = result.catch(() => {});
      return result;
    },
    get waiting() {
      return waiting;
    },
    async end() {
      ended = true;
      await last;
    },
  };
}
