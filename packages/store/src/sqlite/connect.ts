import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';

export interface Connections {
  readonly writing: DatabaseSyncInstance;
  readonly reading: DatabaseSyncInstance;
}

export function connect(file: string): DatabaseSyncInstance {
  const connection = new DatabaseSync(file);
  // A power cut must lose nothing that was acknowledged: FULL syncs the log at every commit.
  connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY');
  connection.exec(
    'PRAGMA cache_size = -32000; PRAGMA mmap_size = 268435456; PRAGMA wal_autocheckpoint = 100000; PRAGMA journal_size_limit = 67108864',
  );
  return connection;
}

export function connectReading(file: string): DatabaseSyncInstance {
  const connection = connect(file);
  connection.exec('PRAGMA query_only = ON');
  return connection;
}
