import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Database } from '../database.ts';
import { migrateWithin } from '../migrate.ts';
import { taskQueue } from '../task-queue.ts';
import { asideReads } from './aside.ts';
import { checkpointer } from './checkpointer.ts';
import { type Connections, connect, connectReading } from './connect.ts';
import { sqliteFault } from './fault.ts';
import { exchanged, filledBeside, forgetBeside } from './fill.ts';
import { lockFolder } from './folder-lock.ts';
import { statementsOf, transactionOver } from './statements.ts';

export const databaseFile = 'plumbline.sqlite';

/**
 * Opens (or begins) the database in a folder, brought to the newest version.
 *
 * @param pageScript of the thread that makes the pages of a first import; without it they are made in this one
 * @throws {OperationError} folder-locked, folder-unusable, store-newer, store-damaged, disk-full
 */
export async function openSqlite(folder: string, pageScript?: URL): Promise<Database> {
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
    reading = connectReading(file);
    forgetBeside(file);
  } catch (error) {
    reading?.close();
    writing?.close();
    unlock();
    throw sqliteFault(error);
  }
  return databaseOver({ file, pageScript }, { writing, reading }, unlock);
}

function databaseOver(
  { file, pageScript }: { readonly file: string; readonly pageScript: URL | undefined },
  given: Connections,
  unlock: () => void,
): Database {
  let connections = given;
  let writer = statementsOf(given.writing);
  let reader = statementsOf(given.reading);
  const writes = taskQueue();
  const snapshots = taskQueue();
  const between = (work: () => Promise<void>) => writes.add(work).catch(() => {});
  let log = checkpointer(file, between);
  let aside = asideReads(file);
  let exchanging: Promise<void> = Promise.resolve();
  const write: Database['write'] = (work) =>
    writes.add(async () => {
      writer.execute('BEGIN IMMEDIATE');
      try {
        const result = await work(transactionOver(writer));
        writer.execute('COMMIT');
        log.committed();
        return result;
      } catch (error) {
        if (connections.writing.isTransaction) connections.writing.exec('ROLLBACK');
        throw error;
      }
    });
  return {
    kind: 'sqlite',
    get waiting() {
      return writes.waiting;
    },
    write,
    // An open file cannot be replaced there.
    fill:
      process.platform === 'win32'
        ? write
        : (work) =>
            writes.add(async () => {
              const filled = await filledBeside({ file, writer, pageScript }, work);
              exchanging = snapshots.add(async () => {
                await aside.close();
                await log.close();
                connections = exchanged(file, connections);
                writer = statementsOf(connections.writing);
                reader = statementsOf(connections.reading);
                log = checkpointer(file, between);
                aside = asideReads(file);
              });
              await exchanging;
              return filled;
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
    async aside(work) {
      await exchanging;
      return aside.snapshot(work);
    },
    onCommit() {},
    bytes: async () => ['', '-wal'].reduce((sum, suffix) => sum + sizeOf(file + suffix), 0),
    integrity: async () => {
      const rows = await reader.query('PRAGMA integrity_check');
      return rows.map((row) => String(row['integrity_check'])).filter((found) => found !== 'ok');
    },
    async close() {
      if (!connections.writing.isOpen) return;
      await writes.end();
      await snapshots.end();
      await aside.close();
      await log.close();
      closed(connections);
      unlock();
    },
  };
}

/** The log is moved into the database, so that the file alone is everything. */
function closed({ writing, reading }: Connections): void {
  reading.close();
  try {
    writing.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // A full disk: the log stays, whole, and is read at the next start. Whoever met the fault first tells of it.
  }
  writing.close();
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
