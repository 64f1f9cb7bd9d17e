import { loadCatalogue } from '@plumbline/catalogue';
import { describe, expect, test } from 'vitest';
import { assess } from './assess.ts';
import { entryOf, streamOf } from './test-entries.ts';
import { tracerOf } from './trace.ts';

const { catalogue } = loadCatalogue();
const now = '2026-01-01T00:00:00Z';

describe('a trace comes to the verdict of the run', () => {
  const cases = catalogue.items.flatMap((item) => {
    const { examples, kind, name } = item.recommendation;
    if (kind === 'imported') return [];
    return [...examples.healthy, ...examples.unhealthy].map((example) => [`${name}: ${example.name}`, item, example] as const);
  });

  test.each(cases)('%s', async (_name, item, example) => {
    const resources = [...(example.estate ?? []), example.resource];
    const run = await assess(streamOf(resources), { catalogue: { ...catalogue, items: [item] }, now });
    const key = String(example.resource['id']).toLowerCase();
    const tracer = tracerOf(catalogue, item, key);
    for (const resource of resources) tracer.add(entryOf(resource));
    const { verdict, lookUps } = tracer.finish({ now, collected: [], hierarchy: run.hierarchy });
    const judged = [...run.assessments()].find(({ resource }) => resource.toLowerCase() === key);
    expect(verdict?.status).toBe(judged?.status);
    const ids = new Set(resources.map(({ id }) => String(id)));
    expect(lookUps.flatMap(({ found }) => found).filter((id) => !ids.has(id))).toEqual([]);
  });
});

test('a recommendation of another type has no verdict', () => {
  const item = catalogue.items.find(({ recommendation: { name } }) => name === 'redis-secure-connections');
  if (item === undefined) throw new Error('the catalogue has it');
  const key = '/subscriptions/00000000-0000-4000-8000-000000000001';
  const { verdict, resource } = tracerOf(catalogue, item, key).finish({
    now,
    collected: [],
    hierarchy: { managementGroupsOf: () => [], displayNameOf: (id) => id, groupNameOf: (id) => id, isGroup: () => false, cycles: [] },
  });
  expect([verdict, resource]).toEqual([undefined, undefined]);
});
