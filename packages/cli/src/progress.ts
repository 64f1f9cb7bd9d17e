import { count } from './drawing/number.ts';
import type { Terminal } from './terminal.ts';

/** Milliseconds of work before the line first appears, and between two of its states. */
const quietMs = 500;
const intervalMs = 100;

/** A line on standard error about long work; none in a pipe, none when quiet. */
export interface Progress {
  /** @param totalBytes undefined where nobody knows it, as with standard input. */
  readonly update: (bytes: number, totalBytes: number | undefined, entries: number) => void;
  /** Takes the line away. */
  readonly end: () => void;
}

export function progressOn(terminal: Terminal, { quiet }: { readonly quiet: boolean }): Progress {
  if (quiet || !terminal.stderr.isTTY) return { update: () => {}, end: () => {} };
  let next = terminal.now().getTime() + quietMs;
  let isShown = false;
  // Nobody waits for this line, and its loss loses nothing.
  const write = (text: string) => void terminal.stderr.write(`\r\u001B[K${text}`).catch(() => false);
  return {
    update(bytes, totalBytes, entries) {
      const now = terminal.now().getTime();
      if (now < next) return;
      next = now + intervalMs;
      isShown = true;
      const share = totalBytes === undefined || totalBytes === 0 ? '' : `${Math.min(99, Math.floor((100 * bytes) / totalBytes))}%, `;
      write(`Reading: ${share}${count(Math.floor(bytes / 1_000_000))} MB, ${count(entries)} things`);
    },
    end() {
      if (isShown) write('');
      isShown = false;
    },
  };
}
