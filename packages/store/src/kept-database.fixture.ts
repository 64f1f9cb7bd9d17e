import type { JsonObject } from '@plumbline/policy';
import { catalogue, start } from './estate.fixture.ts';
import { openStore } from './open-store.ts';
import type { Batch } from './store.ts';

const box = '/subscriptions/s1/resourceGroups/kept/providers/Test.Things/boxes/b0-1';

/** The resources of a batch: those of every second one replace those of the one before, with another verdict. */
function resourcesOf(run: string, batch: number): readonly JsonObject[] {
  return Array.from({ length: 20 }, (_, index) => ({
    id: `/subscriptions/s${index % 3}/resourceGroups/${run}/providers/Test.Things/boxes/b${batch - (batch % 2)}-${index}`,
    type: 'Test.Things/boxes',
    tags: { kind: batch % 2 === 0 ? 'bad' : 'good', batch: `${batch}` },
    properties: {},
  }));
}

/** A little of everything: resources, assessments, an exemption, two days. */
export const keptBatches: readonly Batch[] = [0, 2, 3].map((batch) => ({
  key: `kept-${batch}`,
  changes: [
    ...resourcesOf('kept', batch)
      .slice(0, 15)
      .map((resource) => ({ op: 'put', resource }) as const),
    { op: 'assess', assessment: { resource: box, recommendation: 'scanned', status: batch === 0 ? 'Healthy' : 'Unhealthy' } },
    {
      op: 'exempt',
      exemption: {
        scope: box,
        recommendations: ['policy-plain'],
        category: 'Waiver',
        reason: 'Agreed.',
        name: 'kept',
        expiresOn: '2030-01-01T00:00:00.000Z',
      },
    },
  ],
  at: new Date(start + batch * 43_200_000).toISOString(),
}));

/** Called by scripts/keep-database.mjs. @public */
export async function fill(folder: string): Promise<void> {
  const store = await openStore({ kind: 'sqlite', folder }, { catalogue, now: () => new Date(start).toISOString() });
  for (const batch of keptBatches) await store.apply(batch);
  await store.close();
}
