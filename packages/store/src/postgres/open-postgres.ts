import pg from 'pg';
import type { Database, Transaction } from '../database.ts';
import { migrateWithin } from '../migrate.ts';
import { OperationError } from '../operation-error.ts';
import { taskQueue } from '../task-queue.ts';
import { isRepeatable, postgresFault } from './fault.ts';
import { fillOver } from './fill.ts';
import { listening } from './listening.ts';
import { readerOver, transactionOver } from './transaction.ts';

const oldestVersion = 140_000;
const mostRepeats = 20;
const readers = 8;

/**
 * Opens (or begins) a store in a schema of a PostgreSQL database, brought to the newest version.
 *
 * @param fillScript of the thread that makes the rows of a first import; without it they are made in this one
 * @throws {OperationError} database-unreachable, database-refused, store-newer, bad-request
 */
export async function openPostgres(url: string, schema = 'plumbline', fillScript?: URL): Promise<Database> {
  if (!/^[a-z_][a-z0-9_]{0,40}$/.test(schema)) {
    throw new OperationError('bad-request', `${JSON.stringify(schema)} cannot be the name of a schema.`, {
      hint: 'Use small letters, digits and _.',
    });
  }
  const where = placeIn(url);
  const settings = {
    connectionString: url,
    application_name: 'plumbline',
    connectionTimeoutMillis: 10_000,
    // Counts and numbers stay below 2^53, so they need no BigInt; dates are never asked for.
    types: { getTypeParser: (oid: number) => (oid === int8 || oid === int4 ? Number : (text: string) => text) } as pg.CustomTypesConfig,
    options: `-c search_path=${schema}`,
  };
  const pool = new pg.Pool({ ...settings, max: readers });
  // A broken idle connection is replaced at the next use, which tells its caller if it cannot be.
  pool.on('error', () => {});
  try {
    await begin(pool, schema);
    return await databaseOver(pool, { settings, schema, where, fillScript });
  } catch (error) {
    await pool.end();
    throw postgresFault(error, where);
  }
}

const int8 = 20;
const int4 = 23;

async function begin(pool: pg.Pool, schema: string): Promise<void> {
  await inTransaction(pool, schema, 'BEGIN', async (transaction, client) => {
    const [row] = await transaction.query("SELECT current_setting('server_version_num')::bigint AS version");
    const version = Number(row?.['version'] ?? 0);
    if (version < oldestVersion) {
      throw new OperationError('database-refused', `PostgreSQL ${Math.floor(version / 10_000)} is too old; 14 is the oldest that works.`, {
        hint: 'Use PostgreSQL 14 or later.',
      });
    }
    await transaction.lock(['migration'], 'exclusive');
    const [known] = await transaction.query('SELECT 1 AS found FROM pg_namespace WHERE nspname = $1', [schema]);
    if (known === undefined) await client.query(`CREATE SCHEMA ${schema}`);
    await migrateWithin('postgres', transaction, async (sql) => void (await client.query(sql)));
  });
}

async function databaseOver(
  pool: pg.Pool,
  given: { readonly settings: pg.ClientConfig; readonly schema: string; readonly where: string; readonly fillScript: URL | undefined },
): Promise<Database> {
  const { schema, where, fillScript } = given;
  const writes = taskQueue();
  const reads = new Set<Promise<unknown>>();
  const listeners = new Set<() => void>();
  const ears = await listening(given.settings, schema, () => {
    for (const listener of listeners) listener();
  });
  const guarded = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw postgresFault(error, where);
    }
  };
  const snapshot: Database['snapshot'] = async (work) => {
    const read = guarded(
      inTransaction(pool, schema, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', (_transaction, client) => work(readerOver(client))),
    );
    const settled = read.catch(() => {});
    reads.add(settled);
    try {
      return await read;
    } finally {
      reads.delete(settled);
    }
  };
  const written = <T>(work: (transaction: Transaction, client: pg.PoolClient) => Promise<T>): Promise<T> =>
    writes.add(async () => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await inTransaction(pool, schema, 'BEGIN', work);
        } catch (error) {
          if (!isRepeatable(error) || attempt >= mostRepeats) throw postgresFault(error, where);
        }
      }
    });
  return {
    kind: 'postgres',
    get waiting() {
      return writes.waiting;
    },
    write: (work) => written((transaction) => work(transaction)),
    fill: (work) =>
      written(async (transaction, client) => {
        const fill = fillOver(client, fillScript);
        try {
          return await work({ ...transaction, fill });
        } catch (error) {
          throw fill.failure ?? error;
        } finally {
          // Before the transaction ends, so that nothing is copied outside of it.
          await fill.close();
        }
      }),
    snapshot,
    // Its queries run elsewhere anyway.
    aside: snapshot,
    onCommit: (listener) => void listeners.add(listener),
    bytes: () =>
      guarded(
        inTransaction(pool, schema, 'BEGIN READ ONLY', async (transaction) => {
          const [row] = await transaction.query(
            "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint AS bytes FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r'",
            [schema],
          );
          return Number(row?.['bytes'] ?? 0);
        }),
      ),
    integrity: async () => [],
    async close() {
      if (pool.ended) return;
      await writes.end();
      await Promise.all(reads);
      await ears.close();
      await pool.end();
    },
  };
}

async function inTransaction<T>(
  pool: pg.Pool,
  space: string,
  begin: string,
  work: (transaction: Transaction, client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  // While it is lent out nobody else listens, and an error without a listener ends the process; the query that fails tells of it.
  const ignore = () => {};
  client.on('error', ignore);
  let isBroken = false;
  try {
    await client.query(begin);
    try {
      const result = await work(transactionOver(client, space), client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {
        isBroken = true;
      });
      throw error;
    }
  } catch (error) {
    if (!(error instanceof OperationError)) isBroken = isBroken || !isRepeatable(error);
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(isBroken);
  }
}

/** Where a URL leads, without what is secret in it. */
function placeIn(url: string): string {
  return url.replace(/^(\w+:\/\/)[^@/]*@/, '$1').replace(/([?&][^=&]*password=)[^&]*/gi, '$1…');
}
