import { Readable } from 'node:stream';
import { run } from '../packages/cli/src/program.ts';
import type { Output } from '../packages/cli/src/terminal.ts';

export interface RunResult {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program in this process, on texts instead of a terminal, at a fixed time. */
export async function runPlumbline(
  args: readonly string[],
  { cwd, stdin = '', now = '2026-01-01T00:00:00.000Z' }: { readonly cwd: string; readonly stdin?: string | Buffer; readonly now?: string },
): Promise<RunResult> {
  const stdout = collector();
  const stderr = collector();
  const exit = await run(args, {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout,
    stderr,
    env: {},
    cwd,
    now: () => new Date(now),
    signal: new AbortController().signal,
  });
  return { exit, stdout: stdout.text(), stderr: stderr.text() };
}

function collector(): Output & { text(): string } {
  const pieces: string[] = [];
  return {
    isTTY: false,
    columns: undefined,
    async write(text) {
      pieces.push(text);
      return true;
    },
    text: () => pieces.join(''),
  };
}
