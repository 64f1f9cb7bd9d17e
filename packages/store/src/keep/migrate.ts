import { openDatabase } from '../open-store.ts';
import type { StoreLocation } from '../store.ts';
import { requireStore } from './existing.ts';

/**
 * Brings a store to the newest version without opening it for use; opening does the same.
 *
 * @returns the version it has now
 * @throws {OperationError} as `openStore` does, and where there is no store
 */
export async function migrate(location: StoreLocation): Promise<number> {
  requireStore(location);
  const database = await openDatabase(location);
  try {
    return await database.snapshot(async (reader) => {
      const [row] = await reader.query('SELECT max(version) AS version FROM migration');
      return Number(row?.['version'] ?? 0);
    });
  } finally {
    await database.close();
  }
}
