import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface AzInstalled {
  readonly program: string;
  readonly version: string;
  /** The Python that it runs in. */
  readonly python: string;
}

/** @returns what is installed, or why there is nothing to run. */
export function installedAz(): AzInstalled | { readonly missing: string } {
  const program = spawnSync('sh', ['-c', 'command -v az'], { encoding: 'utf8' }).stdout.trim();
  if (program === '') return { missing: 'az is not installed (Debian: apt-get install azure-cli)' };
  const [first = ''] = readFileSync(realpathSync(program), 'utf8').split('\n');
  const python = first.replace(/^#!\s*/, '').trim();
  const answer = spawnSync(python, ['-c', 'from azure.cli.core import __version__; print(__version__)'], { encoding: 'utf8' });
  if (!existsSync(python) || answer.status !== 0)
    return { missing: `az is installed as ${program}, but not as a program of Python that others can run` };
  return { program, python, version: answer.stdout.trim() };
}

/** Nothing leaves the machine: whatever is not on loopback runs against a proxy that is not there. */
export function azEnvironment(folder: string, bundle: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: folder,
    AZURE_CONFIG_DIR: `${folder}/az`,
    AZURE_CORE_COLLECT_TELEMETRY: 'false',
    AZURE_CORE_NO_COLOR: 'true',
    REQUESTS_CA_BUNDLE: bundle,
    HTTPS_PROXY: 'http://127.0.0.1:9',
    HTTP_PROXY: 'http://127.0.0.1:9',
    NO_PROXY: 'localhost,127.0.0.1',
  };
}

export interface AzResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Commands of az one after the other in one process. */
export interface AzBatch {
  run(command: string): Promise<AzResult>;
  end(): void;
}

export function azBatch({ python }: AzInstalled, env: NodeJS.ProcessEnv): AzBatch {
  const child: ChildProcessWithoutNullStreams = spawn(python, [fileURLToPath(new URL('./az-batch.py', import.meta.url))], { env });
  const waiting: ((result: AzResult) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(JSON.parse(line)));
  child.on('exit', (code) => {
    for (const resolve of waiting.splice(0)) resolve({ code: code ?? 1, out: '', err: 'az ended.' });
  });
  return {
    run: (command) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        child.stdin.write(`${JSON.stringify(wordsOf(command).slice(1))}\n`);
      }),
    end: () => void child.kill(),
  };
}

/** As a shell would cut it, as far as the cases use one. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
