import type { Transaction } from './database.ts';
import { numberAt } from './database.ts';
import { type Migration, migrations } from './migrations.generated.ts';
import { OperationError } from './operation-error.ts';

/**
 * Brings a database to the newest version, forward only, in the transaction given.
 *
 * @param execute runs a file of several statements
 * @returns the versions that were applied
 * @throws {OperationError} store-newer, when a later program wrote it
 */
export async function migrateWithin(
  kind: 'sqlite' | 'postgres',
  transaction: Pick<Transaction, 'query' | 'run'>,
  execute: (sql: string) => Promise<void>,
  list: readonly Migration[] = migrations[kind],
): Promise<readonly number[]> {
  await execute('CREATE TABLE IF NOT EXISTS migration (version bigint NOT NULL PRIMARY KEY, name text NOT NULL)');
  const rows = await transaction.query('SELECT version FROM migration ORDER BY version');
  const done = rows.map((row) => numberAt(row, 'version'));
  const newest = list.at(-1)?.version ?? 0;
  const found = done.at(-1) ?? 0;
  if (found > newest) {
    throw new OperationError('store-newer', `The data have version ${found}; this program knows versions up to ${newest}.`, {
      hint: 'Run the newer program that wrote them, or restore a backup from before its first start.',
    });
  }
  const applied: number[] = [];
  for (const migration of list) {
    if (done.includes(migration.version)) continue;
    await execute(migration.sql);
    await transaction.run('INSERT INTO migration (version, name) VALUES ($1, $2)', [migration.version, migration.name]);
    applied.push(migration.version);
  }
  return applied;
}
