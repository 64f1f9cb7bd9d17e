import { count } from './drawing/number.ts';
import type { Terminal } from './terminal.ts';

/** Milliseconds of work before the line first appears, and between two of its states. */
const quietMs = 500;
const intervalMs = 100;

/** Passes batches through and keeps a line on standard error about them, if that is a terminal; takes it away at the end. */
export async function* withProgress<T>(
  batches: AsyncIterable<readonly T[]>,
  terminal: Terminal,
  options: { readonly quiet: boolean },
): AsyncIterable<readonly T[]> {
  if (options.quiet || !terminal.stderr.isTTY) {
    yield* batches;
    return;
  }
  const started = terminal.now().getTime();
  let next = started + quietMs;
  let read = 0;
  let shown = false;
  try {
    for await (const batch of batches) {
      read += batch.length;
      const now = terminal.now().getTime();
      if (now >= next) {
        next = now + intervalMs;
        shown = true;
        await terminal.stderr.write(`\r\u001B[KReading: ${count(read)} things in ${Math.round((now - started) / 1000)} s`);
      }
      yield batch;
    }
  } finally {
    if (shown) await terminal.stderr.write('\r\u001B[K');
  }
}
