// An empty store is filled in a file beside it, which takes its place once it is whole. Measured: a log that could undo or repeat what is
// written costs as much again as writing it, and neither is wanted of a file that is thrown away when anything goes wrong.
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Transaction } from '../database.ts';
import type { FillThread } from '../fill-thread.ts';
import { type Connections, connect, connectReading } from './connect.ts';
import { sqliteFault } from './fault.ts';
import { fillingOf, pageMakingIn } from './pages/filling.ts';
import type { PageTask } from './pages/page-maker.ts';
import { type Statements, statementsOf, transactionOver } from './statements.ts';

/** Kibibytes; several megabytes are written at once from it, in their order. */
const cacheSize = 131_072;

const besideOf = (file: string) => `${file}.filling`;

/** Removes what a process left that was killed meanwhile, and what a filling leaves that is given up: its log goes as late as its last statement. */
export function forgetBeside(file: string): void {
  for (const suffix of ['', '-journal']) rmSync(besideOf(file) + suffix, { force: true });
}

/** Runs work on a copy of a database that holds hardly anything; the copy is whole and on disk when it returns. */
export async function filledBeside<T>(
  { file, writer, pageScript }: { readonly file: string; readonly writer: Statements; readonly pageScript: URL | undefined },
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const beside = besideOf(file);
  forgetBeside(file);
  try {
    await writer.run('VACUUM INTO $1', [beside]);
    const connection = new DatabaseSync(beside);
    const early = await earlySync(beside);
    let started: FillThread<PageTask> | undefined;
    const making = () => {
      started ??= pageMakingIn(pageScript);
      return started;
    };
    try {
      connection.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY');
      connection.exec(`PRAGMA cache_size = -${cacheSize}`);
      const statements = statementsOf(connection);
      statements.execute('BEGIN IMMEDIATE');
      const result = await work({
        ...transactionOver(statements),
        fill: {
          filling: (clock) => {
            const filling = fillingOf(statements, making(), { path: beside, clock });
            // Then the large tables do not pass through it.
            if (filling !== undefined) connection.exec(`PRAGMA cache_size = -${cacheSize / 8}`);
            return filling;
          },
        },
      });
      statements.execute('COMMIT');
      return result;
    } finally {
      await started?.close();
      await early.close();
      // Closing waits for the last statement, and would then take away the log of whatever is filled here next.
      if (connection.isTransaction) connection.exec('ROLLBACK');
      connection.close();
      sync(beside);
    }
  } catch (error) {
    forgetBeside(file);
    throw sqliteFault(error);
  }
}

/**
 * Puts the filled file in the place of the other, of which nobody in this process reads any more. SQLite leaves a log alone whose file
 * was replaced, however late the last statement on the old one is given up.
 */
export function exchanged(file: string, { writing, reading }: Connections): Connections {
  reading.close();
  writing.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  writing.close();
  // Another process that looks at the old file keeps it open, log and all; the new one must not be taken for what that log belongs to.
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
  renameSync(besideOf(file), file);
  sync(dirname(file));
  return { writing: connect(file), reading: connectReading(file) };
}

const earlySyncMs = 200;

/** Puts on the disk what is written, while more of it is made: little is left to wait for in the end. */
async function earlySync(path: string): Promise<{ close(): Promise<void> }> {
  const file = await open(path, 'r');
  let syncing: Promise<void> | undefined;
  const timer = setInterval(() => {
    // What goes wrong is told by the sync at the end.
    syncing ??= file
      .datasync()
      .catch(() => {})
      .finally(() => {
        syncing = undefined;
      });
  }, earlySyncMs);
  return {
    async close() {
      clearInterval(timer);
      await syncing;
      await file.close();
    },
  };
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
