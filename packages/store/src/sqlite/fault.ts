import { OperationError } from '../operation-error.ts';

/** SQLite's messages in words, with what to do; our own mistakes pass through as they are. */
export function sqliteFault(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof OperationError) return error;
  const text = error.message;
  if (/disk is full|disk full|disk I\/O error|SQLITE_FULL|SQLITE_IOERR|ENOSPC/i.test(text)) {
    return new OperationError('disk-full', `The data folder's disk does not take any more: ${text}.`, {
      hint: 'Free some space on that disk, then try again; what was acknowledged before is safe.',
      cause: error,
    });
  }
  if (/malformed|not a database|SQLITE_CORRUPT|SQLITE_NOTADB/i.test(text)) {
    return new OperationError('store-damaged', `The database file is damaged: ${text}.`, {
      hint: 'Restore the latest backup with: plumbline restore',
      cause: error,
    });
  }
  if (/readonly|read-only/i.test(text)) {
    return new OperationError('folder-unusable', `The database file cannot be written: ${text}.`, {
      hint: 'Give this user the right to write to the data folder and the files in it.',
      cause: error,
    });
  }
  return error;
}
