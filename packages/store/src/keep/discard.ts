import { readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { lockFolder } from '../sqlite/folder-lock.ts';
import { databaseFile } from '../sqlite/open-sqlite.ts';
import { requireStore } from './existing.ts';

/**
 * Takes away a store that was begun for nothing: one in which nothing was ever kept. What else lies in the folder stays.
 *
 * @param isFolderOurs whether the folder was made for the store; then it goes too, when nothing is left in it
 * @throws {OperationError} folder-locked, folder-unusable
 */
export function discardEmpty(folder: string, isFolderOurs: boolean): void {
  requireStore({ kind: 'sqlite', folder });
  const unlock = lockFolder(folder);
  const file = join(folder, databaseFile);
  try {
    if (!isEmpty(file)) return;
    // The lock goes with it while it is still held: nobody else can be inside.
    for (const name of [file, `${file}-wal`, `${file}-shm`, join(folder, 'owner.json'), join(folder, 'lock.sqlite')])
      rmSync(name, { force: true });
  } finally {
    unlock();
  }
  if (isFolderOurs && readdirSync(folder).length === 0) rmdirSync(folder);
}

function isEmpty(file: string): boolean {
  const connection = new DatabaseSync(file);
  try {
    // A store begins with the moment of its catalogue.
    const kept = "SELECT 1 FROM moment WHERE kind <> 'catalogue' UNION ALL SELECT 1 FROM batch UNION ALL SELECT 1 FROM setting LIMIT 1";
    return connection.prepare(kept).get() === undefined;
  } finally {
    connection.close();
  }
}
