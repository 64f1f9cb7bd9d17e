import { expect, test } from 'vitest';
import { progressOn } from './progress.ts';
import { fakeTerminal } from './terminal.fixture.ts';

function after(ms: number, options: { readonly isTTY: boolean; readonly quiet: boolean }) {
  let now = 0;
  const terminal = fakeTerminal({ isTTY: options.isTTY, now: () => new Date(now) });
  const progress = progressOn(terminal, options);
  now = ms;
  progress.update(5_000_000, 20_000_000, 1234);
  const shown = terminal.written.err;
  progress.end();
  return { shown, all: terminal.written.err };
}

test('long work on a terminal is told, and the line taken away', () => {
  const { shown, all } = after(600, { isTTY: true, quiet: false });
  expect(shown).toBe('\r\u001B[KReading: 25%, 5 MB, 1,234 things');
  expect(all).toBe(`${shown}\r\u001B[K`);
});

test.each([
  ['short work', 100, { isTTY: true, quiet: false }],
  ['a pipe', 5000, { isTTY: false, quiet: false }],
  ['quiet', 5000, { isTTY: true, quiet: true }],
] as const)('nothing for %s', (_name, ms, options) => {
  expect(after(ms, options).all).toBe('');
});
