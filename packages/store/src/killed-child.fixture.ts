// Runs as a process of its own, to be killed: takes in batches as fast as it can and prints the key of each that was acknowledged.
import { writeSync } from 'node:fs';
import type { JsonObject } from '@plumbline/policy';
import { catalogue, start } from './estate.fixture.ts';
import { openStore } from './open-store.ts';
import type { StoreLocation } from './store.ts';

export const batchSize = 20;

/** The resources of a batch: those of every second one replace those of the one before, with another verdict. */
export function resourcesOf(run: string, batch: number): readonly JsonObject[] {
  return Array.from({ length: batchSize }, (_, index) => ({
    id: `/subscriptions/s${index % 3}/resourceGroups/${run}/providers/Test.Things/boxes/b${batch - (batch % 2)}-${index}`,
    type: 'Test.Things/boxes',
    tags: { kind: batch % 2 === 0 ? 'bad' : 'good', batch: `${batch}` },
    properties: {},
  }));
}

const [place, run] = process.argv.slice(2);
if (place !== undefined && run !== undefined) {
  const store = await openStore(JSON.parse(place) as StoreLocation, { catalogue, now: () => new Date(start).toISOString() });
  writeSync(1, 'ready\n');
  for (let batch = 0; ; batch += 1) {
    const changes = resourcesOf(run, batch).map((resource) => ({ op: 'put', resource }) as const);
    await store.apply({ key: `${run}-${batch}`, changes, at: new Date(start + batch).toISOString() });
    writeSync(1, `${batch}\n`);
  }
}
