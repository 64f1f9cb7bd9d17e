// A PostgreSQL cluster of its own for a test run: in a temporary folder, on a socket in it, with everything synced as in earnest.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface Cluster {
  readonly url: string;
  /** Kills it as a crash would, or brings it back. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** @returns why there is no PostgreSQL here; undefined when there is. */
export function missingPostgres(): string | undefined {
  return binaries() === undefined
    ? 'No PostgreSQL here (initdb and postgres): its tests are left out. Debian has it as postgresql.'
    : undefined;
}

/** Whether tests of PostgreSQL run; prints why not, and fails where they must. */
export function withPostgres(): boolean {
  const missing = missingPostgres();
  if (missing === undefined) return true;
  if (process.env['PLUMBLINE_REQUIRE_POSTGRES'] === '1') throw new Error(missing);
  process.stderr.write(`${missing}\n`);
  return false;
}

export async function startCluster(): Promise<Cluster> {
  const bin = binaries();
  if (bin === undefined) throw new Error(missingPostgres());
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-pg-'));
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? userNamed('postgres') : undefined;
  const identity = user === undefined ? {} : { uid: user.uid, gid: user.gid };
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const url = `postgres://plumbline@/postgres?host=${encodeURIComponent(folder)}`;
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'plumbline', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-instructions'], {
    ...identity,
    cwd: folder,
    stdio: 'ignore',
  });
  const run = async () => {
    const server = spawn(join(bin, 'postgres'), ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'max_connections=60'], {
      ...identity,
      cwd: folder,
      stdio: 'ignore',
    });
    const gone = new Promise<void>((resolve) => {
      server.once('exit', () => resolve());
    });
    // After a crash it recovers first, for as long as a busy machine takes.
    while (!(await answers(url))) {
      if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode} instead of starting.`);
      await pause(50);
    }
    return { server, gone };
  };
  let running = await run();
  const end = async (signal: NodeJS.Signals) => {
    running.server.kill(signal);
    await running.gone;
  };
  return {
    url,
    async kill() {
      // Immediate shutdown: no checkpoint, no goodbye; its children go too, as they do not when only the parent is killed.
      await end('SIGQUIT');
    },
    async start() {
      running = await run();
    },
    async stop() {
      // At once: what a checkpoint would save is removed with the folder.
      await end('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

function binaries(): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(delimiter);
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [...versions.map((version) => join(debian, version, 'bin')), ...onPath].find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
}

function userNamed(name: string): { readonly uid: number; readonly gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
