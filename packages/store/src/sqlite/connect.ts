import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';

/** Bytes of the log at which it is moved into the database. */
export const longLog = 16 << 20;

export interface Connections {
  readonly writing: DatabaseSyncInstance;
  readonly reading: DatabaseSyncInstance;
}

export function connect(file: string): DatabaseSyncInstance {
  const connection = new DatabaseSync(file);
  // A power cut must lose nothing that was acknowledged: FULL syncs the log at every commit.
  connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY');
  connection.exec(`PRAGMA cache_size = -32000; PRAGMA mmap_size = 268435456; PRAGMA wal_autocheckpoint = 100000`);
  // A log that begins anew is cut to this, so that its length tells how much there is to move.
  connection.exec(`PRAGMA journal_size_limit = ${longLog / 4}`);
  return connection;
}

export function connectReading(file: string): DatabaseSyncInstance {
  const connection = connect(file);
  connection.exec('PRAGMA query_only = ON');
  return connection;
}
