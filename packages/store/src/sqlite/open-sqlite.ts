import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Database, Transaction } from '../database.ts';
import { migrateWithin } from '../migrate.ts';
import { taskQueue } from '../task-queue.ts';
import { asideReads } from './aside.ts';
import { checkpointer } from './checkpointer.ts';
import { sqliteFault } from './fault.ts';
import { lockFolder } from './folder-lock.ts';
import { statementsOf } from './statements.ts';

export const databaseFile = 'plumbline.sqlite';

/**
 * Opens (or begins) the database in a folder, brought to the newest version.
 *
 * @throws {OperationError} folder-locked, folder-unusable, store-newer, store-damaged, disk-full
 */
export async function openSqlite(folder: string): Promise<Database> {
  const unlock = lockFolder(folder);
  const file = join(folder, databaseFile);
  let writing: DatabaseSyncInstance | undefined;
  let reading: DatabaseSyncInstance | undefined;
  try {
    writing = connect(file);
    const migrating = statementsOf(writing);
    migrating.execute('BEGIN IMMEDIATE');
    await migrateWithin('sqlite', migrating, async (sql) => migrating.execute(sql));
    migrating.execute('COMMIT');
    reading = connect(file);
    reading.exec('PRAGMA query_only = ON');
  } catch (error) {
    reading?.close();
    writing?.close();
    unlock();
    throw sqliteFault(error);
  }
  return databaseOver(file, writing, reading, unlock);
}

function connect(file: string): DatabaseSyncInstance {
  const connection = new DatabaseSync(file);
  // A power cut must lose nothing that was acknowledged: FULL syncs the log at every commit.
  connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY');
  connection.exec(
    'PRAGMA cache_size = -32000; PRAGMA mmap_size = 268435456; PRAGMA wal_autocheckpoint = 100000; PRAGMA journal_size_limit = 67108864',
  );
  return connection;
}

function databaseOver(file: string, writing: DatabaseSyncInstance, reading: DatabaseSyncInstance, unlock: () => void): Database {
  const writer = statementsOf(writing);
  const reader = statementsOf(reading);
  const writes = taskQueue();
  const snapshots = taskQueue();
  const log = checkpointer(file, () => writes.add(async () => void writer.query('PRAGMA wal_checkpoint(PASSIVE)')).catch(() => {}));
  const aside = asideReads(file);
  const transaction: Transaction = {
    ...writer,
    // One process, one writer: the queue is the lock.
    lock: async () => {},
    notify: async () => {},
  };
  return {
    kind: 'sqlite',
    get waiting() {
      return writes.waiting;
    },
    write: (work) =>
      writes.add(async () => {
        writer.execute('BEGIN IMMEDIATE');
        try {
          const result = await work(transaction);
          writer.execute('COMMIT');
          log.committed();
          return result;
        } catch (error) {
          if (writing.isTransaction) writing.exec('ROLLBACK');
          throw error;
        }
      }),
    snapshot: (work) =>
      snapshots.add(async () => {
        reader.execute('BEGIN');
        try {
          return await work(reader);
        } finally {
          reader.execute('COMMIT');
        }
      }),
    aside: (work) => aside.snapshot(work),
    onCommit() {},
    bytes: async () => ['', '-wal'].reduce((sum, suffix) => sum + sizeOf(file + suffix), 0),
    integrity: async () => {
      const rows = await reader.query('PRAGMA integrity_check');
      return rows.map((row) => String(row['integrity_check'])).filter((found) => found !== 'ok');
    },
    async close() {
      if (!writing.isOpen) return;
      await writes.end();
      await snapshots.end();
      await aside.close();
      await log.close();
      reading.close();
      try {
        writing.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } catch {
        // A full disk: the log stays, whole, and is read at the next start. Whoever met the fault first tells of it.
      }
      writing.close();
      unlock();
    },
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
