// Runs as a process of its own, to be killed: takes in batches as fast as it can and prints the number of each that was acknowledged.
import { writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { JsonObject } from '@plumbline/policy';
import fc from 'fast-check';
import { put, streamOf } from './backend.fixture.ts';
import { catalogue, otherCatalogue, type Step, start, step } from './estate.fixture.ts';
import { openStore } from './open-store.ts';
import type { Change, StoreLocation } from './store.ts';

const batchSize = 20;
/** More than a child takes in before it is killed. */
const mostBatches = 200;
export const importedCount = 3000;

/** What a child is told: to take in batches, to judge everything again by another catalogue, or to fill an empty store. */
export type Task =
  | { readonly kind: 'batches'; readonly run: number; readonly clock: number }
  | { readonly kind: 'catalogue' }
  | { readonly kind: 'import'; readonly script?: string };

/**
 * The batches of a run, the same each time: any changes that there are, and boxes of which those of every second batch
 * replace those of the one before, with another verdict. So each of them makes a moment.
 */
export function batchesOf(run: number): readonly Step[] {
  return fc.sample(step, { seed: run, numRuns: mostBatches }).map(({ changes, afterMs }, batch) => ({
    changes: [...changes, ...boxesOf(run, batch)],
    afterMs,
  }));
}

function boxesOf(run: number, batch: number): readonly Change[] {
  return Array.from({ length: batchSize }, (_, index) =>
    put({
      // The same few again and again, so that hundreds of runs leave no large estate behind.
      id: `/subscriptions/k${index % 3}/resourceGroups/g${run % 5}/providers/Test.Things/boxes/b${(batch - (batch % 2)) % 40}-${index}`,
      type: 'Test.Things/boxes',
      tags: { kind: batch % 2 === 0 ? 'bad' : 'good', batch: `${run} ${batch}` },
      properties: {},
    }),
  );
}

/** What a first import holds. */
export function importedResources(): readonly JsonObject[] {
  return Array.from({ length: importedCount }, (_, index) => ({
    id: `/subscriptions/i${index % 7}/resourceGroups/g/providers/Test.Things/boxes/b${index}`,
    type: 'Test.Things/boxes',
    tags: { kind: index % 3 === 0 ? 'bad' : 'good' },
    properties: {},
  }));
}

const [place, told] = process.argv.slice(2);
if (place !== undefined && told !== undefined) {
  const task = JSON.parse(told) as Task;
  // Made up beforehand: making them up takes longer than taking them in.
  const batches = task.kind === 'batches' ? batchesOf(task.run) : [];
  writeSync(1, 'begun\n');
  const store = await openStore(JSON.parse(place) as StoreLocation, {
    catalogue: task.kind === 'catalogue' ? otherCatalogue : catalogue,
    now: () => new Date(start).toISOString(),
    ...(task.kind === 'import' && task.script !== undefined ? { fillScript: pathToFileURL(task.script) } : {}),
  });
  writeSync(1, 'ready\n');
  if (task.kind === 'import') {
    await store.importEstate(streamOf(importedResources()), { at: new Date(start).toISOString() });
    writeSync(1, 'imported\n');
  }
  if (task.kind === 'batches') {
    let { clock } = task;
    let batch = 0;
    for (const { changes, afterMs } of batches) {
      await store.apply({ key: `${task.run}-${batch}`, changes, at: new Date(clock + afterMs).toISOString() });
      clock = Math.max(clock, clock + afterMs);
      writeSync(1, `${batch}\n`);
      batch += 1;
    }
  }
  // Waits to be killed.
  setInterval(() => {}, 1000);
}
