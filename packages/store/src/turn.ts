/** Lets requests be answered while long work runs. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

const longestMs = 5;
let lastMs = 0;

/**
 * A turn where the last one is a while ago: for loops over what may be a million, every few dozen rounds.
 * @returns undefined where there was one just now; awaiting that would cost more than the work
 */
export function turnIfDue(): Promise<void> | undefined {
  if (performance.now() - lastMs < longestMs) return undefined;
  return turn().then(() => {
    lastMs = performance.now();
  });
}
