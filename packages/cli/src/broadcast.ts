/**
 * Gives one stream to several readers, each value once to each. A reader that runs ahead waits for the others, so that nothing piles up;
 * one that stops early is not waited for any more.
 *
 * @param count readers; all of them have to be read at the same time
 */
export function broadcast<T>(source: AsyncIterable<T>, count: number): readonly AsyncIterable<T>[] {
  const iterator = source[Symbol.asyncIterator]();
  let reading: Promise<IteratorResult<T>> | undefined;
  let left = count;
  let waiting: (() => void)[] = [];
  let active = count;

  const release = () => {
    reading = undefined;
    left = active;
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };
  const took = () => {
    left -= 1;
    if (left <= 0) release();
  };
  return Array.from({ length: count }, () => ({
    async *[Symbol.asyncIterator]() {
      try {
        while (true) {
          reading ??= iterator.next();
          const next = await reading;
          if (next.done === true) return;
          yield next.value;
          const turn = new Promise<void>((wake) => waiting.push(wake));
          took();
          await turn;
        }
      } finally {
        active -= 1;
        took();
      }
    },
  }));
}
