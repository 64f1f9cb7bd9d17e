import { Readable } from 'node:stream';
import type { Output, Terminal } from './terminal.ts';

export interface FakeTerminal extends Terminal {
  readonly written: { out: string; err: string };
}

/** A terminal that keeps what is written to it. Its clock stands still. */
export function fakeTerminal(changes: Partial<Terminal> & { readonly isTTY?: boolean; readonly input?: string } = {}): FakeTerminal {
  const written = { out: '', err: '' };
  const { isTTY = false, input = '', ...others } = changes;
  const output = (name: 'out' | 'err'): Output => ({
    isTTY,
    columns: 80,
    write: async (text) => {
      written[name] += text;
      return true;
    },
  });
  return {
    stdin: Readable.from([Buffer.from(input)]),
    stdout: output('out'),
    stderr: output('err'),
    env: {},
    cwd: process.cwd(),
    now: () => new Date('2026-11-24T02:18:00Z'),
    signal: new AbortController().signal,
    ...others,
    written,
  };
}
