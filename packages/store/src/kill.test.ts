import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { killAgainAndAgain } from './kill.fixture.ts';
import { startCluster, withPostgres } from './postgres.fixture.ts';

/** A few in the tests; `npm run soak` asks for hundreds. */
const times = Number(process.env['PLUMBLINE_KILLS'] ?? 4);
const limitMs = 60_000 + times * 15_000;

describe('a process killed while it takes in changes', () => {
  it(
    'leaves every acknowledged batch on SQLite, and none half',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'plumbline-kill-'));
      await killAgainAndAgain({ kind: 'sqlite', folder }, times, undefined);
      rmSync(folder, { recursive: true });
    },
    limitMs,
  );

  it.runIf(withPostgres())(
    'leaves every acknowledged batch on PostgreSQL, also when that is killed, and none half',
    async () => {
      const cluster = await startCluster();
      try {
        await killAgainAndAgain({ kind: 'postgres', url: cluster.url }, times, cluster);
      } finally {
        await cluster.stop();
      }
    },
    limitMs,
  );
});
