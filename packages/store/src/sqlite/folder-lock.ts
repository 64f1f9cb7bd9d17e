import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { makeFolder } from '@plumbline/inventory/node';
import { OperationError } from '../operation-error.ts';
import { sqliteFault } from './fault.ts';

/**
 * Keeps other processes off a data folder. The lock is the operating system's, on a file of its own, so it ends with the process
 * however that ends, and holds between containers too, where a process id says nothing.
 *
 * @returns a function that gives the folder back
 * @throws {OperationError} folder-locked, or folder-unusable
 */
export function lockFolder(folder: string): () => void {
  const ownerFile = join(folder, 'owner.json');
  let lock: DatabaseSyncInstance | undefined;
  try {
    makeFolder(folder);
    lock = new DatabaseSync(join(folder, 'lock.sqlite'), { timeout: 0 });
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    writeFileSync(ownerFile, JSON.stringify({ pid: process.pid, since: new Date().toISOString() }));
  } catch (error) {
    lock?.close();
    if (error instanceof Error && /locked|busy/i.test(error.message)) {
      throw new OperationError('folder-locked', `Another process uses the data folder ${folder}${ownerIn(ownerFile)}.`, {
        hint: 'Stop that process, or give this one another folder with --data. To share data between processes use --database (PostgreSQL).',
        cause: error,
      });
    }
    const fault = sqliteFault(error);
    if (fault instanceof OperationError && fault.code === 'disk-full') throw fault;
    throw new OperationError('folder-unusable', `The data folder ${folder} cannot be used: ${messageOf(error)}.`, {
      hint: 'Name a folder on a local disk with space on it that this user may write to.',
      cause: error,
    });
  }
  return () => lock.close();
}

function ownerIn(file: string): string {
  try {
    const owner: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof owner !== 'object' || owner === null || !('pid' in owner) || !('since' in owner)) return '';
    return ` (process ${String(owner.pid)}, since ${String(owner.since)})`;
  } catch {
    return '';
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
