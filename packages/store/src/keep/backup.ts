// Copies of an embedded store. A PostgreSQL database is backed up with its own tools (pg_dump, a base backup with its log).
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { makeFolder } from '@plumbline/inventory/node';
import { OperationError } from '../operation-error.ts';
import { sqliteFault } from '../sqlite/fault.ts';
import { lockFolder } from '../sqlite/folder-lock.ts';
import { databaseFile } from '../sqlite/open-sqlite.ts';
import { requireStore } from './existing.ts';

/**
 * Writes a copy of the database of a data folder into one file, as of one moment; a server may go on using the folder meanwhile.
 *
 * @returns its size in bytes
 * @throws {OperationError} folder-unusable, store-damaged, disk-full
 */
export function backup(folder: string, file: string): number {
  const source = join(folder, databaseFile);
  requireStore({ kind: 'sqlite', folder });
  if (existsSync(file)) {
    throw new OperationError('folder-unusable', `${file} exists already.`, {
      hint: 'Name a new file for each backup; nothing is overwritten.',
    });
  }
  const partial = `${file}.part`;
  try {
    makeFolder(dirname(file));
    rmSync(partial, { force: true });
    const connection = new DatabaseSync(source, { readOnly: true });
    try {
      // Reads in one transaction and writes a compact file: what is committed meanwhile is not in it.
      connection.prepare('VACUUM INTO ?').run(partial);
    } finally {
      connection.close();
    }
    checkWhole(partial);
    synced(partial);
    renameSync(partial, file);
    synced(dirname(file));
    return statSync(file).size;
  } catch (error) {
    rmSync(partial, { force: true });
    throw sqliteFault(error);
  }
}

/**
 * Puts a backup into a data folder that holds no store yet.
 *
 * @throws {OperationError} folder-locked, folder-unusable, store-damaged, disk-full
 */
export function restore(file: string, folder: string): void {
  if (!existsSync(file)) {
    throw new OperationError('folder-unusable', `There is no backup ${file}.`, { hint: 'Check the path.' });
  }
  checkWhole(file);
  const unlock = lockFolder(folder);
  const target = join(folder, databaseFile);
  const partial = `${target}.part`;
  try {
    if (existsSync(target)) {
      throw new OperationError('folder-unusable', `The data folder ${folder} holds a store already.`, {
        hint: 'Restore into a new folder, or move the old one away first; nothing is overwritten.',
      });
    }
    rmSync(partial, { force: true });
    const connection = new DatabaseSync(file, { readOnly: true });
    try {
      connection.prepare('VACUUM INTO ?').run(partial);
    } finally {
      connection.close();
    }
    synced(partial);
    renameSync(partial, target);
    synced(folder);
  } catch (error) {
    rmSync(partial, { force: true });
    throw sqliteFault(error);
  } finally {
    unlock();
  }
}

function checkWhole(file: string): void {
  let found: string;
  try {
    const connection = new DatabaseSync(file, { readOnly: true });
    try {
      found = Object.values(connection.prepare('PRAGMA quick_check').get() as Readonly<Record<string, unknown>>).join('; ');
    } finally {
      connection.close();
    }
  } catch (error) {
    throw damaged(file, error instanceof Error ? error.message : String(error));
  }
  if (found !== 'ok') throw damaged(file, found);
}

function damaged(file: string, found: string): OperationError {
  return new OperationError('store-damaged', `${file} is not a whole database: ${found}.`, { hint: 'Use another backup.' });
}

function synced(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
