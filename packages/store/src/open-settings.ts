import { openDatabase } from './open-store.ts';
import { settingsOf } from './settings.ts';
import type { Settings, StoreLocation } from './store.ts';

/**
 * Opens the settings of a store alone, for commands that need nothing else: no catalogue is named, so nothing is judged again.
 *
 * @throws {OperationError} as `openStore` does
 */
export async function openSettings(location: StoreLocation): Promise<{ readonly settings: Settings; close(): Promise<void> }> {
  const database = await openDatabase(location);
  return { settings: settingsOf({ database }), close: () => database.close() };
}
