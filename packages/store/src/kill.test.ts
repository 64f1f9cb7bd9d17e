import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { type Crash, type Killed, killAgainAndAgain, killImports } from './kill.fixture.ts';
import { startCluster, withPostgres } from './postgres.fixture.ts';

/** A few in the tests; `npm run soak` asks for hundreds. */
const times = Number(process.env['PLUMBLINE_KILLS'] ?? 3);
const isSoak = process.env['PLUMBLINE_KILLS'] !== undefined;
const limitMs = 60_000 + times * 30_000;

const tell = (what: string, killed: Killed) => {
  if (isSoak) process.stderr.write(`${what}: ${JSON.stringify(killed)}\n`);
};
const newFolder = () => mkdtempSync(join(tmpdir(), 'plumbline-kill-'));

describe('a process killed while it takes in changes, or judges by another catalogue', () => {
  it(
    'leaves every acknowledged batch on SQLite, and none half',
    async () => {
      const folder = newFolder();
      tell('SQLite', await killAgainAndAgain({ kind: 'sqlite', folder }, times));
      rmSync(folder, { recursive: true });
    },
    limitMs,
  );

  it.runIf(withPostgres())(
    'leaves every acknowledged batch on PostgreSQL, also when that is killed, and none half',
    () => withCluster(async (url, crash) => tell('PostgreSQL', await killAgainAndAgain({ kind: 'postgres', url }, times, crash))),
    limitMs,
  );
});

describe('a process killed during its first import', () => {
  it(
    'leaves nothing or everything on SQLite',
    async () => {
      const place = async () => {
        const folder = newFolder();
        return { location: { kind: 'sqlite', folder } as const, remove: async () => rmSync(folder, { recursive: true }) };
      };
      tell('SQLite, first imports', await killImports(place, times));
    },
    limitMs,
  );

  it.runIf(withPostgres())(
    'leaves nothing or everything on PostgreSQL, also when that is killed',
    () =>
      withCluster(async (url, crash) => {
        let places = 0;
        const place = async () => {
          places += 1;
          return { location: { kind: 'postgres', url, schema: `import_${places}` } as const, remove: async () => {} };
        };
        tell('PostgreSQL, first imports', await killImports(place, times, crash));
      }),
    limitMs,
  );
});

async function withCluster(work: (url: string, crash: Crash) => Promise<void>): Promise<void> {
  const cluster = await startCluster();
  try {
    await work(cluster.url, cluster);
  } finally {
    await cluster.stop();
  }
}
