// A small catalogue whose recommendations look at their surroundings in every way there is, and random changes to an estate for it.
import { type AssessmentRun, assess } from '@plumbline/assess';
import type { Catalogue, CatalogueItem, GraphRecommendation, Recommendation } from '@plumbline/catalogue';
import { type Entry, entryOf } from '@plumbline/inventory';
import type { JsonObject, Resource } from '@plumbline/policy';
import fc from 'fast-check';
import type { Change } from './store.ts';

const about = {
  why: 'Because.',
  severity: 'high',
  category: 'data',
  threats: [],
  fix: { effort: 'low', userImpact: 'low', steps: [] },
  whenNotToFix: 'Never.',
  examples: { healthy: [], unhealthy: [] },
} as const;
const guid = (number: number) => `00000000-0000-4000-8000-00000000000${number}`;
const propertiesOf = (resource: Resource): JsonObject => (resource['properties'] ?? {}) as JsonObject;
const isShut = (resource: Resource) => propertiesOf(resource)['shut'] === true;
const graph = (
  number: number,
  name: string,
  judge: GraphRecommendation['judge'],
  reads: GraphRecommendation['reads'],
): GraphRecommendation => ({
  ...about,
  kind: 'graph',
  name,
  key: guid(number),
  title: `${name} should hold`,
  resourceTypes: ['Test.Things/boxes'],
  reads,
  needs: [],
  judge,
});
const verdict = (holds: boolean) => ({ status: holds ? ('Healthy' as const) : ('Unhealthy' as const), because: { text: 'So it is.' } });

const recommendations: readonly Recommendation[] = [
  graph(
    1,
    'lock-by-id',
    (subject, neighbours) => {
      const id = propertiesOf(subject)['lock'];
      const lock = typeof id === 'string' ? neighbours.byId(id) : undefined;
      return lock === undefined ? { status: 'NotCollected', needs: 'Test.Things/locks' } : verdict(isShut(lock));
    },
    { 'Test.Things/boxes': ['properties.lock'], 'Test.Things/locks': ['properties.shut'] },
  ),
  graph(
    2,
    'labels-below',
    (subject, neighbours) => {
      const labels = neighbours.under(String(subject['id']), 'Test.Things/boxes/labels');
      if (labels.length === 0 && !neighbours.isCollected('Test.Things/boxes/labels'))
        return { status: 'NotCollected', needs: 'Test.Things/boxes/labels' };
      return verdict(labels.length > 0 && labels.every(isShut));
    },
    { 'Test.Things/boxes/labels': ['properties.shut'] },
  ),
  graph(
    3,
    'users-of-tenant',
    (_subject, neighbours) => {
      const users = neighbours.inTenant('Microsoft.Graph/users');
      const wardens = neighbours.inSubscription('Test.Things/wardens');
      if (users.length + wardens.length === 0) return { status: 'NotApplicable', because: { text: 'Nobody is there.' } };
      return verdict([...users, ...wardens].some(isShut));
    },
    { 'Microsoft.Graph/users': ['properties.shut'], 'Test.Things/wardens': '*' },
  ),
  graph(4, 'groups-above', (_subject, neighbours) => verdict(neighbours.managementGroups.includes('top')), {}),
  graph(5, 'time-of-day', (_subject, neighbours) => verdict(Date.parse(neighbours.now) % 7 < 4), {}),
  {
    ...about,
    kind: 'policy',
    name: 'policy-plain',
    key: guid(6),
    title: 'Boxes should be shut',
    resourceTypes: ['Test.Things/boxes'],
    rule: {
      if: {
        allOf: [
          { field: 'type', equals: 'Test.Things/boxes' },
          { field: 'tags.kind', notEquals: 'good' },
        ],
      },
      then: { effect: 'audit' },
    },
  },
  {
    ...about,
    kind: 'policy',
    name: 'policy-related',
    key: guid(7),
    title: 'Boxes should have a warden in their group',
    resourceTypes: ['Test.Things/boxes'],
    rule: {
      if: { field: 'type', equals: 'Test.Things/boxes' },
      then: {
        effect: 'auditIfNotExists',
        details: {
          type: 'Test.Things/wardens',
          existenceScope: 'resourceGroup',
          existenceCondition: { field: 'tags.kind', equals: 'good' },
        },
      },
    },
  },
  {
    ...about,
    kind: 'imported',
    name: 'scanned',
    key: guid(8),
    title: 'Boxes should be scanned',
    resourceTypes: ['Test.Things/boxes'],
    decidedBy: 'A scanner.',
  },
  {
    ...graph(9, 'subscription-content', (_subject, neighbours) => verdict(neighbours.inSubscription('Test.Things/locks').length < 2), {}),
    resourceTypes: ['Microsoft.Resources/subscriptions'],
  },
];

const points = [20, 10, 7, 5, 3, 30, 12, 9, 11];
export const catalogue: Catalogue = {
  edition: 'test',
  items: recommendations.map(
    (recommendation, index): CatalogueItem => ({
      recommendation,
      points: points[index] ?? null,
      controls: [index % 2 === 0 ? guid(1) : guid(2)],
      state: 'standard',
    }),
  ),
  controls: [guid(1), guid(2)].map((key, at) => ({
    key,
    name: `Control ${at}`,
    max: 4 + at * 3,
    recommendations: recommendations.filter((_, index) => index % 2 === at).map(({ name }) => name),
  })),
};

/** One recommendation fewer, other points, another rule. */
export const otherCatalogue: Catalogue = {
  ...catalogue,
  edition: 'other',
  items: catalogue.items.slice(1).map((item, index) => ({ ...item, points: index * 2 + 1 })),
};

const subscriptions = ['s1', 's2'];
const placeOf = (subscription: string, group: string) => `/subscriptions/${subscription}/resourceGroups/${group}`;
const small = fc.constantFrom('a', 'b');
const place = fc
  .tuple(fc.constantFrom(...subscriptions), fc.constantFrom('r1', 'R2'))
  .map(([subscription, group]) => placeOf(subscription, group));
const shut = fc.constantFrom(true, false, null);
const kind = fc.constantFrom('good', 'bad');
const thing = (id: string, type: string, more: JsonObject): JsonObject => ({ id, type, name: id.slice(id.lastIndexOf('/') + 1), ...more });

const boxId = fc.tuple(place, small).map(([where, name]) => `${where}/providers/Test.Things/boxes/${name}`);
const lockId = fc.tuple(place, small).map(([where, name]) => `${where}/providers/Test.Things/locks/${name}`);
const resource: fc.Arbitrary<JsonObject> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(boxId, lockId, kind, fc.constantFrom('westeurope', 'North Europe'))
      .map(([id, lock, tag, location]) => thing(id, 'Test.Things/boxes', { location, tags: { kind: tag }, properties: { lock } })),
  },
  { weight: 3, arbitrary: fc.tuple(lockId, shut).map(([id, value]) => thing(id, 'Test.Things/locks', { properties: { shut: value } })) },
  fc
    .tuple(boxId, small, shut)
    .map(([box, name, value]) => thing(`${box}/labels/${name}`, 'Test.Things/boxes/labels', { properties: { shut: value } })),
  fc
    .tuple(place, small, kind, shut)
    .map(([where, name, tag, value]) =>
      thing(`${where}/providers/Test.Things/wardens/${name}`, 'Test.Things/wardens', { tags: { kind: tag }, properties: { shut: value } }),
    ),
  fc
    .tuple(small, shut)
    .map(([name, value]) => thing(`/providers/Microsoft.Graph/users/${name}`, 'Microsoft.Graph/users', { properties: { shut: value } })),
  fc.tuple(fc.constantFrom(...subscriptions), fc.boolean()).map(([id, chain]) =>
    thing(`/subscriptions/${id}`, 'Microsoft.Resources/subscriptions', {
      properties: { displayName: `Sub ${id}`, ...(chain ? { managementGroupAncestorsChain: [{ name: 'top', displayName: 'Top' }] } : {}) },
    }),
  ),
  fc.tuple(fc.constantFrom('top', 'mid'), fc.constantFrom(...subscriptions)).map(([group, id]) =>
    thing(
      `/providers/Microsoft.Management/managementGroups/${group}/subscriptions/${id}`,
      'Microsoft.Management/managementGroups/subscriptions',
      {
        properties: { parent: { id: `/providers/Microsoft.Management/managementGroups/${group}`, name: group } },
      },
    ),
  ),
  fc.constantFrom('top', null).map((parent) =>
    thing('/providers/Microsoft.Management/managementGroups/mid', 'Microsoft.Management/managementGroups', {
      properties: { displayName: 'Middle', ...(parent === null ? {} : { details: { parent: { name: parent } } }) },
    }),
  ),
  fc.tuple(fc.constantFrom(...subscriptions), fc.constantFrom('Waiver', 'Mitigated')).map(([id, category]) =>
    thing(`/subscriptions/${id}/providers/Microsoft.Authorization/policyExemptions/far`, 'Microsoft.Authorization/policyExemptions', {
      properties: {
        exemptionCategory: category,
        resourceSelectors: [{ name: 'far', selectors: [{ kind: 'resourceLocation', in: ['northeurope'] }] }],
      },
    }),
  ),
  fc
    .tuple(
      boxId,
      fc.constantFrom(8, 6, 0),
      fc.constantFrom('Healthy', 'Unhealthy', 'NotApplicable', 'Odd'),
      fc.constantFrom('', 'Exempt', 'OffByPolicy'),
    )
    .map(([box, number, code, cause]) =>
      thing(`${box}/providers/Microsoft.Security/assessments/${number === 0 ? 'ffff' : guid(number)}`, 'Microsoft.Security/assessments', {
        properties: { displayName: 'Other', resourceDetails: { id: box }, status: { code, cause } },
      }),
    ),
);

const day = 86_400_000;
export const start = Date.parse('2026-01-01T00:00:00Z');
const exemptionScope = fc.oneof(
  boxId,
  place,
  fc.constantFrom('/subscriptions/s1', '/subscriptions/s2', '/providers/Microsoft.Management/managementGroups/top'),
);

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 8, arbitrary: resource.map((put): Change => ({ op: 'put', resource: put })) },
  { weight: 4, arbitrary: resource.map((gone): Change => ({ op: 'delete', id: String(gone['id']) })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(boxId, fc.constantFrom('scanned', guid(6)), fc.constantFrom('Healthy', 'unhealthy'))
      .map(([box, recommendation, status]): Change => ({ op: 'assess', assessment: { resource: box, recommendation, status } })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        scope: exemptionScope,
        recommendations: fc.subarray(['lock-by-id', 'policy-plain', 'scanned'], { minLength: 0 }),
        category: fc.constantFrom('Waiver' as const, 'Mitigated' as const),
        days: fc.integer({ min: 0, max: 9 }),
      })
      .map(
        ({ days, ...given }): Change => ({
          op: 'exempt',
          exemption: {
            ...given,
            reason: 'Agreed.',
            name: given.recommendations.join('.') || 'all',
            expiresOn: new Date(start + days * day).toISOString(),
          },
        }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('/subscriptions/s1', '/', placeOf('s2', 'r1'), '/providers/Microsoft.Management/managementGroups/top'),
        fc.subarray(['Test.Things/locks', 'Test.Things/boxes/labels', 'Test.Things/wardens'], { minLength: 1 }),
      )
      .map(([scope, types]): Change => ({ op: 'complete', scope, types })),
  },
);

/** A batch of changes, and by how many milliseconds the clock has gone on (or back) since the last one. */
export const step = fc.record({
  changes: fc.array(change, { minLength: 1, maxLength: 6 }),
  afterMs: fc.constantFrom(0, 0, 1, 3, day, 2 * day, -day),
});
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** An estate kept the plain way: a map of entries, and what was said to be complete. */
export function plainEstate() {
  const entries = new Map<string, Entry>();
  const seen = new Map<string, number>();
  const completed = new Map<string, number>();
  const declared = new Map<string, { type: string; subscription?: string }>();
  let clock = start;
  let order = 0;
  const put = (resourceGiven: JsonObject) => {
    const entry = entryOf(resourceGiven);
    if (entry === undefined) throw new Error('A fixture without an id.');
    entries.set(entry.key, entry);
    seen.set(entry.key, order);
  };
  const run = (scope: readonly string[] = [], given: Catalogue = catalogue): Promise<AssessmentRun> =>
    assess(
      (async function* () {
        yield [...entries.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
      })(),
      { catalogue: given, scope, now: new Date(clock).toISOString(), collected: () => [...declared.values()] },
    );
  return {
    entries,
    now: () => new Date(clock).toISOString(),
    run,
    goOn(ms: number): string {
      const asked = clock + ms;
      clock = Math.max(clock, asked);
      return new Date(asked).toISOString();
    },
    goBackTo(moment: string): void {
      clock = Date.parse(moment);
    },
    take(changeGiven: Change): void {
      order += 1;
      switch (changeGiven.op) {
        case 'put':
          return put(changeGiven.resource);
        case 'delete':
          return void entries.delete(changeGiven.id.toLowerCase());
        case 'assess': {
          const { resource: box, recommendation, status } = changeGiven.assessment;
          const key = recommendation === 'scanned' ? guid(8) : String(recommendation);
          return put(
            thing(`${String(box)}/providers/Microsoft.Security/assessments/${key}`, 'Microsoft.Security/assessments', {
              properties: { displayName: 'x', resourceDetails: { id: String(box) }, status: { code: String(status) } },
            }),
          );
        }
        case 'exempt': {
          const { scope, recommendations: references, category, expiresOn, name } = changeGiven.exemption;
          return put(
            thing(
              `${scope}/providers/Microsoft.Authorization/policyExemptions/plumbline-${name}`,
              'Microsoft.Authorization/policyExemptions',
              {
                properties: {
                  displayName: 'Agreed.',
                  exemptionCategory: category,
                  policyDefinitionReferenceIds: [...references],
                  expiresOn: expiresOn ?? null,
                },
              },
            ),
          );
        }
        case 'complete': {
          const scope = changeGiven.scope.toLowerCase();
          for (const given of changeGiven.types) {
            const type = given.toLowerCase();
            const since = completed.get(`${scope} ${type}`) ?? -1;
            for (const [key, entry] of entries) {
              if (entry.type === type && (seen.get(key) ?? 0) < since && (scope === '/' || isBelow(entry, scope))) entries.delete(key);
            }
            completed.set(`${scope} ${type}`, order);
            if (scope === '/') declared.set(`* ${type}`, { type });
            if (scope === '/subscriptions/s1') declared.set(`s1 ${type}`, { type, subscription: 's1' });
          }
          return;
        }
        case 'revoke':
          return void entries.delete(changeGiven.id.toLowerCase());
      }
    },
  };
  function isBelow(entry: Entry, scope: string): boolean {
    if (!scope.includes('managementgroups')) return entry.key === scope || entry.key.startsWith(`${scope}/`);
    return groupsOf(entry.subscription ?? '').includes('top');
  }
  /** By the rules of `hierarchyBuilder`, for the two groups there are. */
  function groupsOf(subscription: string): readonly string[] {
    const chain = propertiesOf(entries.get(`/subscriptions/${subscription}`)?.resource ?? {})['managementGroupAncestorsChain'];
    if (Array.isArray(chain)) return ['top'];
    const groupKey = '/providers/microsoft.management/managementgroups';
    const parents = ['mid', 'top'].filter((group) => entries.has(`${groupKey}/${group}/subscriptions/${subscription}`));
    const parent = parents.at(-1);
    if (parent === undefined) return [];
    if (parent === 'top') return ['top'];
    const details = propertiesOf(entries.get(`${groupKey}/mid`)?.resource ?? {})['details'];
    return details === undefined ? ['mid'] : ['mid', 'top'];
  }
}
