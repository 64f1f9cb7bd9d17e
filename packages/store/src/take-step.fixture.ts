import { expect } from 'vitest';
import type { plainEstate, Step } from './estate.fixture.ts';
import type { Store } from './store.ts';

/** Takes a step in a store and in an estate kept the plain way. */
export async function takeStep(store: Store, plain: ReturnType<typeof plainEstate>, { changes, afterMs }: Step): Promise<void> {
  const { sequence } = await store.head();
  const before = plain.now();
  const at = plain.goOn(afterMs);
  for (const change of changes) plain.take(change);
  const result = await store.apply({ changes, at });
  expect(result.refused).toEqual([]);
  // What changes nothing makes no moment: time has not gone on.
  if (result.sequence === sequence) plain.goBackTo(before);
}
