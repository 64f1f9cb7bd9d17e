// Rules that ask what only the subscription or the resource group says, such as its tags: every backend judges them as a scan of the same
// estate does, at every moment, also after a first import, and judges again whoever lies in a place that changes.
import { placesIn, reportOf } from '@plumbline/assess';
import { loadPolicies, type NamedDocument } from '@plumbline/catalogue';
import type { JsonObject } from '@plumbline/policy';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Backend, box, group, models, now, put, streamOf, withStore } from './backend.fixture.ts';
import { catalogue, plainEstate, step } from './estate.fixture.ts';
import type { CatalogueFor, Change } from './store.ts';
import { takeStep } from './take-step.fixture.ts';

const definitionOf = (name: string, displayName: string, condition: JsonObject): NamedDocument => ({
  file: `${name}.json`,
  json: {
    id: `/providers/Microsoft.Authorization/policyDefinitions/${name}`,
    name,
    properties: { displayName, mode: 'All', policyRule: { if: condition, then: { effect: 'Audit' } } },
  },
});
const isBox = { field: 'type', equals: 'Test.Things/boxes' };
const definitions = [
  definitionOf('of-group', 'Boxes should be of the kind that their group says', {
    allOf: [isBox, { value: "[resourceGroup().tags['kind']]", notEquals: "[field('tags.kind')]" }],
  }),
  definitionOf('of-whole-group', 'Boxes should lie where their group does', {
    allOf: [isBox, { value: "[resourceGroup()['location']]", equals: 'westeurope' }],
  }),
  definitionOf('managed', 'Boxes should lie in groups that nobody manages', {
    allOf: [isBox, { value: '[resourceGroup().managedBy]', exists: true }],
  }),
  // Of whatever type, places included.
  definitionOf('of-subscription', 'Subscriptions should have tags', { value: '[length(subscription().tags)]', equals: 0 }),
  definitionOf('named', 'Groups should have short names', { value: '[length(resourceGroup().name)]', greater: 2 }),
];

const catalogueWith: CatalogueFor = () => {
  const { items, summary } = loadPolicies({ definitions, initiatives: [], library: [], assignments: [], tree: () => [] });
  return { catalogue: { ...catalogue, items: [...catalogue.items, ...items] }, policies: '', summary };
};
const { catalogue: withPolicies } = catalogueWith({ definitions: [], assignments: [], managementGroupsOf: () => [] });

const tags = fc.constantFrom<(JsonObject | null)[]>({}, { kind: 'good' }, { kind: 'bad' }, null);
const place: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .record({
        subscription: fc.constantFrom('s1', 's2'),
        name: fc.constantFrom('r1', 'R2'),
        tags,
        managed: fc.boolean(),
        at: fc.boolean(),
      })
      .map(({ subscription, name, tags: own, managed, at }) =>
        put({
          id: `/subscriptions/${subscription}/resourceGroups/${name}`,
          type: 'Microsoft.Resources/subscriptions/resourceGroups',
          name,
          ...(at ? { location: 'westeurope' } : {}),
          ...(own === null ? {} : { tags: own }),
          ...(managed ? { managedBy: '/subscriptions/s1' } : {}),
        }),
      ),
  },
  fc
    .constantFrom('/subscriptions/s1/resourceGroups/r1', '/subscriptions/s2/resourceGroups/R2', '/subscriptions/s1')
    .map((id): Change => ({ op: 'delete', id })),
  fc.tuple(fc.constantFrom('s1', 's2'), tags).map(([id, own]) =>
    put({
      id: `/subscriptions/${id}`,
      type: 'Microsoft.Resources/subscriptions',
      name: id,
      properties: { displayName: `Sub ${id}` },
      // Azure's own API says null where there are none.
      ...(own === undefined ? {} : { tags: own }),
    }),
  ),
);

export function policiesOfPlaces(backend: Backend): void {
  it(
    'judges by what is known of places as a scan does',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(place, { maxLength: 4 }),
          fc.array(fc.oneof(step, place), { minLength: 2, maxLength: 8 }),
          fc.boolean(),
          (before, steps, isImported) =>
            withStore(
              backend,
              async ({ store }) => {
                const plain = plainEstate();
                const expectSame = async () => {
                  const run = await plain.run([], { ...withPolicies, places: placesIn(plain.entries.values()) });
                  for (const options of models) {
                    const { value, at } = await store.report({}, options);
                    expect({ ...value, policies: undefined }).toEqual({ ...reportOf(run, options), generatedAt: at, policies: undefined });
                  }
                };
                const first = [...before, ...steps.flatMap((given) => ('changes' in given ? given.changes : []))];
                const resources = first.flatMap((change) => (change.op === 'put' ? [change.resource] : []));
                if (isImported) {
                  for (const resource of resources) plain.take(put(resource));
                  await store.importEstate(streamOf(resources), { at: plain.now() });
                  await expectSame();
                }
                for (const given of steps) {
                  const { changes, afterMs } = 'changes' in given ? given : { changes: [given], afterMs: 0 };
                  // Of completions after an import the plain estate knows nothing.
                  await takeStep(store, plain, { changes: changes.filter(({ op }) => !isImported || op !== 'complete'), afterMs });
                  await expectSame();
                }
                expect(await store.recount()).toEqual([]);
              },
              { catalogue: catalogueWith },
            ),
        ),
        { numRuns: backend.runs },
      ),
    120_000,
  );

  it('says with the reason what the group says, and that the group is missing where it is', () =>
    withStore(
      backend,
      async ({ store }) => {
        const told = async () => {
          const { value } = await store.resource(`${group}/providers/Test.Things/boxes/a`, {});
          return value?.assessments.find(({ name }) => name === 'boxes-should-be-of-the-kind-that-their-group-says');
        };
        await store.apply({ changes: [put(box('a'))], at: now() });
        expect(await told()).toMatchObject({
          status: 'NotAssessed',
          cause: 'NotCollected',
          needs: 'microsoft.resources/subscriptions/resourcegroups',
        });
        const groupOf = (kind: string) =>
          put({ id: group, type: 'Microsoft.Resources/subscriptions/resourceGroups', name: 'r1', tags: { kind } });
        await store.apply({ changes: [groupOf('bad')], at: now() });
        expect(await told()).toMatchObject({ status: 'Healthy' });
        const { judged } = await store.apply({ changes: [groupOf('good')], at: now() });
        expect(judged).toBeGreaterThanOrEqual(2);
        expect(await told()).toMatchObject({ status: 'Unhealthy' });
      },
      { catalogue: catalogueWith },
    ));
}
