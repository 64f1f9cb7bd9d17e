import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OperationError } from '../operation-error.ts';
import { databaseFile } from '../sqlite/open-sqlite.ts';
import type { StoreLocation } from '../store.ts';

/**
 * For commands that look after data that are there: opening makes a new store, which a misspelled folder would pass for a healthy one.
 *
 * @throws {OperationError} folder-unusable
 */
export function requireStore(location: StoreLocation): void {
  if (location.kind !== 'sqlite' || existsSync(join(location.folder, databaseFile))) return;
  throw new OperationError('folder-unusable', `The folder ${location.folder} holds no store.`, {
    hint: 'Name the folder that was given to --data.',
  });
}
