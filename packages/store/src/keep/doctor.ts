import { openState } from '../open-state.ts';
import { openDatabase } from '../open-store.ts';
import { recounted } from '../recount.ts';
import type { OpenOptions, StoreLocation } from '../store.ts';
import { requireStore } from './existing.ts';

export interface Diagnosis {
  /** Sentences, each with what was found; empty: all is well. */
  readonly findings: readonly string[];
  readonly resources: number;
  readonly sequence: number;
}

/**
 * Looks a store over while nobody uses it: whether the file is whole, and whether every count equals a recount of the rows.
 *
 * @throws {OperationError} as `openStore` does, and where there is no store
 */
export async function doctor(location: StoreLocation, options: OpenOptions): Promise<Diagnosis> {
  requireStore(location);
  const database = await openDatabase(location);
  try {
    const state = await openState(database, options);
    const whole = await database.integrity();
    const counted = await recounted(state);
    const resources = [...state.mirror.types.values()].reduce(
      (sum, types) => sum + [...types.values()].reduce((all, one) => all + one, 0),
      0,
    );
    return { findings: [...whole, ...counted], resources, sequence: state.mirror.sequence };
  } finally {
    await database.close();
  }
}
