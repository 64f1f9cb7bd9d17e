// A first import into an embedded store: rows of an empty table come faster when its indexes are made afterwards, from sorted rows.
import type { Transaction, Value } from '../database.ts';
import { hash53 } from '../hash.ts';
import { tables } from '../tables.ts';

/** As the migrations make them, with what the planner is told of each. */
const indexes = {
  resource_by_key: {
    table: 'resource',
    sql: 'CREATE UNIQUE INDEX resource_by_key ON resource (subscription, key)',
    stat: '1000000 2500 1',
  },
  resource_by_type: {
    table: 'resource',
    sql: 'CREATE INDEX resource_by_type ON resource (subscription, type, key)',
    stat: '1000000 2500 100 1',
  },
  assessment_by_status: {
    table: 'assessment',
    sql: 'CREATE INDEX assessment_by_status ON assessment (recommendation, status, subscription, rid)',
    stat: '5000000 50000 20000 60 1',
  },
} as const;

/** By the first bits of the look-up: rows of a bucket lie close together in the table, whose key begins with it. */
const buckets = 4096;
const bucketOf = (lookup: number) => Math.floor(lookup / 2 ** 41) % buckets;
const mostDependencies = 2_000_000;

export interface BulkLoad {
  /** Which of these keys may be there already; asks the table only for them. Makes the index of keys when there are any. */
  known(keys: readonly string[]): Promise<readonly string[]>;
  /** Everything is read: resources are looked up from here on. */
  endReading(): Promise<void>;
  /** All that is missing. */
  makeIndexes(): Promise<void>;
  addDependencies(rows: readonly (readonly Value[])[]): Promise<void>;
  end(): Promise<void>;
}

export async function bulkLoad(transaction: Transaction): Promise<BulkLoad> {
  const missing = new Set<keyof typeof indexes>(['resource_by_key', 'resource_by_type', 'assessment_by_status']);
  const seen = new Set<number>();
  let held: (readonly Value[])[][] = [];
  let count = 0;
  for (const name of missing) await transaction.run(`DROP INDEX ${name}`);
  const make = async (name: keyof typeof indexes) => {
    if (!missing.delete(name)) return;
    const { table, sql, stat } = indexes[name];
    await transaction.run(sql);
    // Dropping it has dropped this too.
    await transaction.run('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ($1, $2, $3)', [table, name, stat]);
  };
  const writeDependencies = async () => {
    for (const bucket of held) if (bucket !== undefined) await transaction.insert('dependency', tables.dependency, bucket);
    held = [];
    count = 0;
  };
  return {
    async known(keys) {
      const repeated: string[] = [];
      for (const key of keys) {
        const hash = hash53(key);
        if (seen.has(hash)) repeated.push(key);
        else seen.add(hash);
      }
      if (repeated.length > 0) await make('resource_by_key');
      return repeated;
    },
    async endReading() {
      seen.clear();
      await make('resource_by_key');
      await make('resource_by_type');
      await transaction.run('ANALYZE sqlite_schema');
    },
    async makeIndexes() {
      for (const name of missing) await make(name);
      await transaction.run('ANALYZE sqlite_schema');
    },
    async addDependencies(rows) {
      for (const row of rows) (held[bucketOf(Number(row[0]))] ??= []).push(row);
      count += rows.length;
      if (count >= mostDependencies) await writeDependencies();
    },
    async end() {
      await writeDependencies();
      for (const name of missing) await make(name);
      await transaction.run('ANALYZE sqlite_schema');
    },
  };
}
