import type { CatalogueItem } from '@plumbline/catalogue';
import { itemNamed } from '../changes.ts';
import { OperationError } from '../operation-error.ts';
import type { Setup } from '../setup.ts';

/**
 * @param name a name or a key; undefined where nobody asked for one.
 * @throws {OperationError} unknown-recommendation.
 */
export function wantedItem(setup: Setup, name: string | undefined): CatalogueItem | undefined {
  const item = name === undefined ? undefined : itemNamed(setup, name);
  if (name === undefined || item !== undefined) return item;
  throw new OperationError('unknown-recommendation', `There is no recommendation ${JSON.stringify(name)}.`, {
    hint: 'List the names with: plumbline recommendations',
  });
}

/** The store's number of an item of the catalogue. */
export function ordinalOf({ catalogue, ordinals }: Setup, item: CatalogueItem): number {
  return ordinals.ofIndex(catalogue.items.indexOf(item));
}
