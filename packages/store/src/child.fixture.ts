// Starts fixtures as processes of their own: bundled first, because plain node reads no TypeScript.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const cache = fileURLToPath(new URL('../node_modules/.cache/plumbline-store/', import.meta.url));

export async function bundled(name: string): Promise<string> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL(`./${name}`, import.meta.url)),
    platform: 'node',
    external: ['@photostructure/sqlite', 'pg', 'fast-check'],
    resolve: { conditionNames: ['plumbline-source', 'node', 'import', 'default'] },
    logLevel: 'silent',
  });
  const file = `${cache}${name.replace('.ts', '.mjs')}`;
  await bundle.write({ file, codeSplitting: false });
  await bundle.close();
  return file;
}

export interface Child {
  readonly process: ChildProcess;
  /** What it has printed so far, by line. */
  readonly lines: readonly string[];
  /** When a line came. */
  readonly msOf: (line: string) => number;
  readonly errors: () => string;
  readonly gone: Promise<void>;
}

export function started(file: string, parameters: readonly string[]): Child {
  const child = spawn(process.execPath, [file, ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const msByLine = new Map<string, number>();
  let rest = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) msByLine.set(line, performance.now());
    lines.push(...parts);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  // `close` comes when everything it had printed has been read.
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  return { process: child, lines, msOf: (line) => msByLine.get(line) ?? Number.NaN, errors: () => errors, gone };
}
