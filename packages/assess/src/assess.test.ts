import type { Catalogue, CatalogueItem, GraphRecommendation, ImportedRecommendation } from '@plumbline/catalogue';
import type { JsonObject } from '@plumbline/policy';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess } from './assess.ts';
import { reportOf } from './report-of.ts';
import type { AssessOptions } from './run.ts';
import { streamOf } from './test-entries.ts';

const about = {
  why: 'Because.',
  severity: 'high',
  category: 'data',
  threats: [],
  fix: { effort: 'low', userImpact: 'low', steps: [] },
  whenNotToFix: 'Never.',
  examples: { healthy: [], unhealthy: [] },
} as const;

const locked: GraphRecommendation = {
  ...about,
  kind: 'graph',
  name: 'box-locked',
  key: '00000000-0000-4000-8000-000000000001',
  title: 'Boxes should be locked',
  resourceTypes: ['Test.Things/boxes'],
  reads: { 'Test.Things/boxes': ['properties.lock'], 'Test.Things/locks': ['properties.closed'] },
  needs: ['Test.Things/locks'],
  judge(subject, neighbours) {
    const id = (subject['properties'] as JsonObject | undefined)?.['lock'];
    const lock = typeof id === 'string' ? neighbours.byId(id) : undefined;
    if (lock === undefined) return { status: 'NotCollected', needs: 'Test.Things/locks' };
    const closed = (lock['properties'] as JsonObject)['closed'] === true;
    return { status: closed ? 'Healthy' : 'Unhealthy', because: { text: closed ? 'It is closed.' : 'It is open.' } };
  },
};
const scanned: ImportedRecommendation = {
  ...about,
  kind: 'imported',
  name: 'box-scanned',
  key: '00000000-0000-4000-8000-000000000002',
  title: 'Boxes should be scanned',
  alsoKnownAs: ['Boxes must be scanned'],
  resourceTypes: ['Test.Things/boxes'],
  decidedBy: 'A scanner.',
};
const item = (recommendation: GraphRecommendation | ImportedRecommendation, points: number): CatalogueItem => ({
  recommendation,
  points,
  controls: ['c1'],
  state: 'standard',
});
const catalogue: Catalogue = {
  edition: 'test',
  items: [item(locked, 20), item(scanned, 10)],
  controls: [{ key: 'c1', name: 'Boxes', max: 4, recommendations: ['box-locked', 'box-scanned'] }],
};

const group = '/subscriptions/s1/resourceGroups/rg';
const boxId = (name: string, where = group) => `${where}/providers/Test.Things/boxes/${name}`;
const lockId = (name: string) => `${group}/providers/Test.Things/locks/${name}`;
const box = (name: string, lock: string, where = group): JsonObject => ({
  id: boxId(name, where),
  name,
  type: 'Test.Things/boxes',
  location: 'westeurope',
  properties: { lock: lockId(lock) },
});
const lock = (name: string, closed: boolean): JsonObject => ({ id: lockId(name), name, type: 'Test.Things/locks', properties: { closed } });
const assessmentOf = (resource: string, key: string, code: string, more: JsonObject = {}): JsonObject => ({
  id: `${resource}/providers/Microsoft.Security/assessments/${key}`,
  name: key,
  type: 'microsoft.security/assessments',
  properties: { resourceDetails: { Source: 'Azure', Id: resource }, status: { code, ...more } },
});
const exemption = (scope: string, more: JsonObject): JsonObject => ({
  id: `${scope}/providers/Microsoft.Authorization/policyExemptions/e`,
  name: 'e',
  type: 'Microsoft.Authorization/policyExemptions',
  properties: { exemptionCategory: 'Waiver', policyAssignmentId: '/x', ...more },
});

const now = '2026-01-01T00:00:00Z';
const runOf = (resources: readonly JsonObject[], options: Partial<AssessOptions> = {}) =>
  assess(streamOf(resources), { catalogue, now, ...options });
const statusesOf = async (resources: readonly JsonObject[], options: Partial<AssessOptions> = {}) =>
  [...(await runOf(resources, options)).assessments()].map(
    ({ recommendation, resource, status, cause }) =>
      `${resource.split('/').at(-1)} ${recommendation.at(-1)} ${status}${cause === undefined ? '' : ` ${cause}`}`,
  );

describe('assess', () => {
  const cases: readonly [string, readonly JsonObject[], Partial<AssessOptions>, readonly string[]][] = [
    ['relations, whichever comes first', [box('a', 'l'), lock('l', true)], {}, ['a 1 Healthy', 'a 2 NotAssessed NotCollected']],
    [
      'what is named but missing is not judged',
      [box('a', 'gone'), lock('l', true)],
      {},
      ['a 1 NotAssessed NotCollected', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'the same resource twice: the later wins',
      [lock('l', true), lock('m', false), box('a', 'l'), box('A', 'm')],
      {},
      ['A 1 Unhealthy', 'A 2 NotAssessed NotCollected'],
    ],
    [
      'an assessment decides what only it can',
      [box('a', 'l'), lock('l', true), assessmentOf(boxId('A'), scanned.key, 'Unhealthy')],
      {},
      ['a 1 Healthy', 'a 2 Unhealthy'],
    ],
    [
      'an assessment found by its other display name',
      [
        box('a', 'l'),
        lock('l', true),
        {
          ...assessmentOf(boxId('a'), 'ffff', 'Healthy'),
          properties: { displayName: 'boxes MUST be scanned', resourceDetails: { id: boxId('a') }, status: { code: 'Healthy' } },
        },
      ],
      {},
      ['a 1 Healthy', 'a 2 Healthy'],
    ],
    [
      'ours decides by default',
      [box('a', 'l'), lock('l', true), assessmentOf(boxId('a'), locked.key, 'Unhealthy')],
      {},
      ['a 1 Healthy', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'the input decides when preferred',
      [box('a', 'l'), lock('l', true), assessmentOf(boxId('a'), locked.key, 'Unhealthy')],
      { prefer: 'input' },
      ['a 1 Unhealthy', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'an assessment fills what was not collected',
      [box('a', 'gone'), assessmentOf(boxId('a'), locked.key, 'Unhealthy')],
      {},
      ['a 1 Unhealthy', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'switched off by its owner',
      [box('a', 'l'), lock('l', false), assessmentOf(boxId('a'), locked.key, 'NotApplicable', { cause: 'OffByPolicy' })],
      {},
      ['a 1 NotApplicable OffByPolicy', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'of two assessments that mean the same the one that says more counts',
      [
        box('a', 'gone'),
        { ...assessmentOf(boxId('a'), scanned.key, 'Unhealthy') },
        {
          ...assessmentOf(boxId('a'), 'other', 'NotApplicable'),
          properties: { displayName: 'Boxes must be scanned', resourceDetails: { id: boxId('a') }, status: { code: 'NotApplicable' } },
        },
      ],
      {},
      ['a 1 NotAssessed NotCollected', 'a 2 Unhealthy'],
    ],
    ['an assessment of a resource that is not in the input', [assessmentOf(boxId('z'), scanned.key, 'Healthy')], {}, ['z 2 Healthy']],
    [
      'a waiver leaves the resource out',
      [box('a', 'l'), lock('l', false), exemption(boxId('a'), {})],
      {},
      ['a 1 NotApplicable Exempt', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'mitigated counts as healthy',
      [box('a', 'l'), lock('l', false), exemption(group, { exemptionCategory: 'Mitigated' })],
      {},
      ['a 1 Healthy Exempt', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'an exemption that has expired',
      [box('a', 'l'), lock('l', false), exemption(boxId('a'), { expiresOn: '2025-12-31T00:00:00Z' })],
      {},
      ['a 1 Unhealthy', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'a date that cannot be read hides nothing',
      [box('a', 'l'), lock('l', false), exemption(boxId('a'), { expiresOn: 'soon' })],
      {},
      ['a 1 Unhealthy', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'an exemption by reference',
      [box('a', 'l'), lock('l', false), exemption(group, { policyDefinitionReferenceIds: ['BOX-LOCKED'] })],
      {},
      ['a 1 NotApplicable Exempt', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'an expiry that is no text hides nothing',
      [box('a', 'l'), lock('l', false), exemption(group, { expiresOn: 1893456000 })],
      {},
      ['a 1 Unhealthy', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'a reference that is not in a list reaches only what it names',
      [box('a', 'l'), lock('l', false), exemption(group, { policyDefinitionReferenceIds: 'other' })],
      {},
      ['a 1 Unhealthy', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'an exemption for another type',
      [
        box('a', 'l'),
        lock('l', false),
        exemption(group, { resourceSelectors: [{ selectors: [{ kind: 'resourceType', in: ['Test.Things/bags'] }] }] }),
      ],
      {},
      ['a 1 Unhealthy', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'an exemption for this type',
      [
        box('a', 'l'),
        lock('l', false),
        exemption(group, { resourceSelectors: [{ selectors: [{ kind: 'resourceType', in: ['test.things/BOXES'] }] }] }),
      ],
      {},
      ['a 1 NotApplicable Exempt', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'an exemption for all but this type',
      [
        box('a', 'l'),
        lock('l', false),
        exemption(group, { resourceSelectors: [{ selectors: [{ kind: 'resourceType', notIn: ['Test.Things/boxes'] }] }] }),
      ],
      {},
      ['a 1 Unhealthy', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'one of several resource selectors is enough',
      [
        box('a', 'l'),
        lock('l', false),
        exemption(group, {
          resourceSelectors: [
            { selectors: [{ kind: 'resourceLocation', in: ['eastus'] }] },
            { selectors: [{ kind: 'resourceLocation', in: ['West Europe'] }] },
          ],
        }),
      ],
      {},
      ['a 1 NotApplicable Exempt', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'each selector of a resource selector has to choose',
      [
        box('a', 'l'),
        lock('l', false),
        exemption(group, {
          resourceSelectors: [
            {
              selectors: [
                { kind: 'resourceType', in: ['Test.Things/boxes'] },
                { kind: 'resourceLocation', in: ['eastus'] },
              ],
            },
          ],
        }),
      ],
      {},
      ['a 1 Unhealthy', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'an exemption for what has no location',
      [
        box('a', 'l'),
        lock('l', false),
        exemption(group, { resourceSelectors: [{ selectors: [{ kind: 'resourceWithoutLocation', in: ['subscriptionLevelResources'] }] }] }),
      ],
      {},
      ['a 1 Unhealthy', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'a selector of a kind that is not known hides nothing',
      [box('a', 'l'), lock('l', false), exemption(group, { resourceSelectors: [{ selectors: [{ kind: 'userPrincipalId', in: ['x'] }] }] })],
      {},
      ['a 1 Unhealthy', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'selectors that are no list hide nothing',
      [box('a', 'l'), lock('l', false), exemption(group, { resourceSelectors: 'all' })],
      {},
      ['a 1 Unhealthy', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'an exemption of something else',
      [box('a', 'l'), lock('l', false), exemption(group, { policyDefinitionReferenceIds: ['other'] })],
      {},
      ['a 1 Unhealthy', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'an exemption from an assignment that is known to be something else',
      [
        box('a', 'l'),
        lock('l', false),
        exemption(group, { policyAssignmentId: '/subscriptions/s1/providers/Microsoft.Authorization/policyAssignments/tags' }),
        {
          id: '/subscriptions/s1/providers/Microsoft.Authorization/policyAssignments/tags',
          type: 'Microsoft.Authorization/policyAssignments',
          properties: { policyDefinitionId: '/providers/x/tags' },
        },
      ],
      {},
      ['a 1 Unhealthy', 'a 2 NotAssessed NotCollected'],
    ],
    [
      'only the selected scope',
      [box('a', 'l'), box('b', 'l', '/subscriptions/s2/resourceGroups/rg'), lock('l', true)],
      { scope: ['/subscriptions/S2'] },
      ['b 1 Healthy', 'b 2 NotAssessed NotCollected'],
    ],
    [
      'declared complete, so nothing is missing',
      [box('a', 'l')],
      { collected: () => [{ type: 'Test.Things/locks' }] },
      ['a 1 NotAssessed NotCollected', 'a 2 NotAssessed NotCollected'],
    ],
  ];
  it.each(cases)('%s', async (_, resources, options, expected) => {
    expect(await statusesOf(resources, options)).toEqual(expected);
  });

  it('counts duplicates, disagreements and assessments of things it does not know', async () => {
    const run = await runOf([
      box('a', 'l'),
      box('a', 'l'),
      lock('l', true),
      assessmentOf(boxId('a'), locked.key, 'Unhealthy'),
      assessmentOf(boxId('a'), 'unknown', 'Unhealthy'),
    ]);
    expect(run.duplicates).toBe(1);
    expect(run.disagreements).toEqual([{ recommendation: locked.key, resource: boxId('a'), computed: 'Healthy', imported: 'Unhealthy' }]);
    expect(run.unknownAssessments).toEqual([{ key: 'unknown', displayName: '', count: 1 }]);
  });

  it('a judge that throws costs one verdict', async () => {
    const broken: GraphRecommendation = {
      ...locked,
      judge: () => {
        throw new Error('odd data');
      },
    };
    const run = await runOf([box('a', 'l')], { catalogue: { ...catalogue, items: [item(broken, 20)] } });
    expect([...run.assessments()]).toMatchObject([{ status: 'NotAssessed', cause: 'Failed', because: { text: 'odd data' } }]);
  });

  it('gives the same run for every order and batching of the input', async () => {
    const resources = [
      box('a', 'l'),
      box('b', 'm'),
      box('c', 'gone'),
      lock('l', true),
      lock('m', false),
      assessmentOf(boxId('a'), scanned.key, 'Unhealthy'),
      exemption(boxId('b'), {}),
    ];
    const expected = JSON.stringify(reportOf(await runOf(resources), { model: 'classic' }));
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(resources, { minLength: resources.length }),
        fc.integer({ min: 1, max: 9 }),
        async (shuffled, batch) => {
          const run = await assess(streamOf(shuffled, batch), { catalogue, now });
          expect(JSON.stringify(reportOf(run, { model: 'classic' }))).toBe(expected);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('reportOf', () => {
  const estate = [
    box('a', 'l'),
    box('b', 'm'),
    lock('l', true),
    lock('m', false),
    assessmentOf(boxId('a'), scanned.key, 'Unhealthy'),
    assessmentOf(boxId('b'), scanned.key, 'Healthy'),
  ];
  it('classic: points x healthy / total, summed', async () => {
    const report = reportOf(await runOf(estate), { model: 'classic' });
    expect(report.score).toEqual({ current: 15, max: 30, percentage: 0.5 });
    expect(report.topRecommendations.map(({ name, impact }) => [name, impact])).toEqual([
      ['box-locked', 10],
      ['box-scanned', 5],
    ]);
    expect(report.categories).toEqual([{ name: 'Data & storage', current: 15, max: 30, percentage: 0.5, unhealthy: 2 }]);
    expect(report.subscriptions).toMatchObject([{ id: 's1', resources: 4, healthy: 2, unhealthy: 2 }]);
  });
  it('controls: a resource counts only when it is clean in the whole control', async () => {
    const report = reportOf(await runOf(estate), { model: 'controls' });
    expect(report.score).toEqual({ current: 0, max: 4, percentage: 0 });
    expect(report.controls).toMatchObject([{ key: 'c1', healthy: 0, unhealthy: 2, potentialIncrease: 4 }]);
    expect(report.recommendations.map(({ name, impact }) => [name, impact])).toEqual([
      ['box-locked', 2],
      ['box-scanned', 2],
    ]);
  });
  it('has no score where nothing is active, which is neither 0 nor everything', async () => {
    const report = reportOf(await runOf([lock('l', true)]), { model: 'classic' });
    expect(report.score).toBeNull();
    expect(report.categories).toEqual([]);
  });
  it('shows the score without exemptions beside the score with them', async () => {
    const report = reportOf(await runOf([...estate, exemption(boxId('b'), {})]), { model: 'classic' });
    expect(report.exemptions).toMatchObject({ active: 1, expired: 0, waived: 2, mitigated: 0, scoreWithout: { current: 15, max: 30 } });
    expect(report.score).toMatchObject({ current: 20, max: 30 });
  });
});
