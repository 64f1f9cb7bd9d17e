// What the estate assigns decides where policies hold; every backend judges by that at every moment.
import { hierarchyBuilder, reportOf } from '@plumbline/assess';
import { loadPolicies } from '@plumbline/catalogue';
import type { Entry } from '@plumbline/inventory';
import type { JsonObject } from '@plumbline/policy';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Backend, box, models, now, put, withStore } from './backend.fixture.ts';
import { catalogue, plainEstate, start, step } from './estate.fixture.ts';
import { openWithState } from './open-store.ts';
import type { CatalogueFor, Change } from './store.ts';
import { takeStep } from './take-step.fixture.ts';

const definition = '/providers/Microsoft.Authorization/policyDefinitions/kinds';
const named = {
  file: 'kinds.json',
  json: {
    id: definition,
    name: 'kinds',
    properties: {
      displayName: 'Boxes should be of an allowed kind',
      mode: 'All',
      parameters: { allowed: { type: 'Array', defaultValue: ['good'] }, effect: { type: 'String', defaultValue: 'Audit' } },
      policyRule: {
        if: {
          allOf: [
            { field: 'type', equals: 'Test.Things/boxes' },
            { field: 'tags.kind', notIn: "[parameters('allowed')]" },
          ],
        },
        then: { effect: "[parameters('effect')]" },
      },
    },
  } satisfies JsonObject,
};

/** Decided by attestations alone. */
const manual = {
  file: 'manual.json',
  json: {
    id: `${definition}-by-hand`,
    name: 'kinds-by-hand',
    properties: {
      displayName: 'Boxes should be looked through',
      mode: 'All',
      policyRule: {
        if: { field: 'type', equals: 'Test.Things/boxes' },
        then: { effect: 'Manual', details: { defaultState: 'NonCompliant' } },
      },
    },
  } satisfies JsonObject,
};

/** As the command line makes it: the named policies beside a catalogue, applied as the estate assigns them. */
export const catalogueFor: CatalogueFor = ({ definitions, assignments, managementGroupsOf }) => {
  const documents = (entries: readonly Entry[]) => entries.map(({ key, resource }) => ({ file: key, json: resource }));
  const { items, summary } = loadPolicies({
    definitions: [named, manual],
    initiatives: [],
    library: documents(definitions),
    assignments: documents(assignments),
    tree: managementGroupsOf,
  });
  return { catalogue: { ...catalogue, items: [...catalogue.items, ...items] }, policies: '', summary };
};

export const assignment = (scope: string, name: string, parameters: JsonObject, of = definition): Change =>
  put({
    id: `${scope}/providers/Microsoft.Authorization/policyAssignments/${name}`,
    type: 'Microsoft.Authorization/policyAssignments',
    name,
    properties: {
      policyDefinitionId: of,
      parameters: Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, { value }])),
    },
  });

const scope = fc.constantFrom(
  '/subscriptions/s1',
  '/subscriptions/s2/resourceGroups/r1',
  '/providers/Microsoft.Management/managementGroups/top',
);
const parameters = fc.constantFrom<JsonObject[]>({}, { allowed: ['good', 'bad'] }, { effect: 'Disabled' });
const name = fc.constantFrom('x', 'y');
const assigned: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(scope, name, parameters).map(([where, called, values]) => assignment(where, called, values)),
  fc
    .tuple(scope, name)
    .map(([where, called]): Change => ({ op: 'delete', id: `${where}/providers/Microsoft.Authorization/policyAssignments/${called}` })),
  fc.constant(assignment('/subscriptions/s1', 'by-hand', {}, `${definition}-by-hand`)),
  fc
    .record({
      where: fc.constantFrom('r1', 'R2'),
      state: fc.constantFrom('Compliant', 'NonCompliant', 'Unknown', undefined),
      days: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
      assignedBy: fc.constantFrom('by-hand', 'By-Hand', 'other'),
    })
    .map(({ where, state, days, assignedBy }): Change => {
      const id = `/subscriptions/s1/resourceGroups/${where}/providers/Test.Things/boxes/a/providers/Microsoft.PolicyInsights/attestations/x`;
      if (state === undefined) return { op: 'delete', id };
      return put({
        id,
        type: 'Microsoft.PolicyInsights/attestations',
        name: 'x',
        properties: {
          policyAssignmentId: `/subscriptions/s1/providers/Microsoft.Authorization/policyAssignments/${assignedBy}`,
          complianceState: state,
          ...(days === undefined ? {} : { expiresOn: new Date(start + days * 86_400_000).toISOString() }),
        },
      });
    }),
);

export function policies(backend: Backend): void {
  it(
    'judges by what the estate assigns, at every moment and after a start',
    () =>
      fc.assert(
        fc.asyncProperty(fc.array(fc.oneof(step, assigned), { minLength: 2, maxLength: 8 }), (steps) =>
          withStore(
            backend,
            async ({ store }, location) => {
              const plain = plainEstate();
              const served: unknown[] = [];
              for (const given of steps) {
                const { changes, afterMs } = 'changes' in given ? given : { changes: [given], afterMs: 0 };
                await takeStep(store, plain, { changes, afterMs });
                const run = await plain.run([], catalogueOf(plain.entries));
                for (const options of models) {
                  const { value } = await store.report({}, options);
                  expect(value.score).toEqual(reportOf(run, options).score);
                  expect(value.recommendations).toEqual(reportOf(run, options).recommendations);
                }
                const { sequence } = await store.head();
                served.push({ sequence, score: (await store.report({}, { model: 'classic' })).value.score });
              }
              expect(await store.recount()).toEqual([]);
              // What was served is what is told of then, whatever was assigned since.
              for (const point of served as { sequence: number; score: unknown }[])
                expect((await store.reportAt({}, { sequence: point.sequence }, { model: 'classic' })).value.score).toEqual(point.score);
              if (location.kind === 'sqlite') await store.close();
              const again = await openWithState(location, { catalogue: catalogueFor, now });
              expect((await again.store.head()).sequence).toBe((served.at(-1) as { sequence: number }).sequence);
              await again.store.close();
            },
            { catalogue: catalogueFor },
          ),
        ),
        { numRuns: Math.ceil(backend.runs / 2) },
      ),
    120_000,
  );

  it('tells another set of policies as a moment of its own, in which everything was judged again', () =>
    withStore(backend, async ({ store }, location) => {
      await store.apply({ changes: [put(box('a')), put(box('b', 'good'))], at: now() });
      const before = await store.head();
      await store.close();
      const { store: other } = await openWithState(location, { catalogue: catalogueFor, now });
      const { value } = await other.compare({}, { sequence: before.sequence }, { sequence: before.sequence + 1 }, { model: 'classic' });
      expect(value.moments).toMatchObject([{ kind: 'catalogue', put: 0, deleted: 0 }]);
      expect(value.from.recommendations.some(({ name: known }) => known === 'boxes-should-be-of-an-allowed-kind')).toBe(false);
      expect(value.to.policies).toBeUndefined();
      expect((await other.report({}, { model: 'classic' })).value.policies).toMatchObject({ definitions: 2, assignments: 0 });
      expect(value.to.recommendations.find(({ name: known }) => known === 'boxes-should-be-of-an-allowed-kind')).toMatchObject({
        healthy: 1,
        unhealthy: 1,
      });
      await other.close();
    }));
}

function catalogueOf(entries: ReadonlyMap<string, Entry>) {
  const builder = hierarchyBuilder();
  for (const entry of [...entries.values()].sort((a, b) => (a.key < b.key ? -1 : 1))) builder.add(entry);
  const { managementGroupsOf } = builder.build();
  const assignments = [...entries.values()].filter(({ type }) => type === 'microsoft.authorization/policyassignments');
  return catalogueFor({ definitions: [], assignments, managementGroupsOf }).catalogue;
}
