import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCatalogue } from '@plumbline/catalogue';
import { openInputs } from '@plumbline/inventory/node';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assess } from '../assess.ts';
import { reportOf } from '../report-of.ts';
import type { AssessmentRun } from '../run.ts';
import { type AssessFilesOptions, assessFiles } from './assess-files.ts';

const { catalogue } = loadCatalogue({});
const now = '2026-11-24T00:00:00Z';
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function shown(run: AssessmentRun, isListed: boolean): string {
  const reports = [
    reportOf(run, { model: 'classic' }),
    ...(['weighted', 'pooled'] as const).flatMap((aggregate) =>
      (['exact', 'api'] as const).map((rounding) => reportOf(run, { model: 'controls', aggregate, rounding })),
    ),
  ];
  return JSON.stringify([reports, run.emptyScopes, isListed ? [...run.assessments()] : []], null, 1);
}

async function plainly(inputs: readonly string[], isListed: boolean, scope: readonly string[] = []) {
  const reading = openInputs(inputs);
  const run = await assess(reading.entries(), { catalogue, now, scope, collected: () => reading.account().collected });
  return { shown: shown(run, isListed), account: reading.account() };
}

async function inParts(inputs: readonly string[], more: Partial<AssessFilesOptions> = {}) {
  const files = await assessFiles(inputs, { catalogue, now, recipe: {}, workers: 0, lists: true, smallestIndexed: 1, ...more });
  try {
    return { shown: shown(files.run, more.lists ?? true), account: files.account, parts: files.parts };
  } finally {
    files.close();
  }
}

const subscriptions = [
  '00000000-0000-4000-8000-000000000001',
  '00000000-0000-4000-8000-000000000002',
  'ffffffff-0000-4000-8000-000000000003',
];
const group = (subscription: string) => `/subscriptions/${subscription}/resourceGroups/g`;
const machineId = (subscription: string, name: string) => `${group(subscription)}/providers/Microsoft.Compute/virtualMachines/${name}`;
const cardId = (subscription: string, name: string) => `${group(subscription)}/providers/Microsoft.Network/networkInterfaces/${name}`;
const guardId = (subscription: string) => `${group(subscription)}/providers/Microsoft.Network/networkSecurityGroups/guard`;

const subscription = fc.constantFrom(...subscriptions);
const name = fc.constantFrom('a', 'b');
/** Few ids, so that duplicates, relations across subscriptions and missing neighbours all happen. */
const resource = fc.oneof(
  fc.record({ subscription, name, https: fc.boolean() }).map(({ subscription: own, name: called, https }) => ({
    id: `${group(own)}/providers/Microsoft.Storage/storageAccounts/${called}`,
    name: called,
    type: 'Microsoft.Storage/storageAccounts',
    properties: { supportsHttpsTrafficOnly: https },
  })),
  fc.record({ subscription, name, other: subscription, card: name }).map(({ subscription: own, name: called, other, card }) => ({
    id: machineId(own, called),
    name: called,
    type: 'Microsoft.Compute/virtualMachines',
    properties: { networkProfile: { networkInterfaces: [{ id: cardId(other, card) }] }, storageProfile: { osDisk: { osType: 'Linux' } } },
  })),
  fc.record({ subscription, name, other: subscription }).map(({ subscription: own, name: called, other }) => ({
    id: cardId(own, called),
    name: called,
    type: 'Microsoft.Network/networkInterfaces',
    properties: { networkSecurityGroup: { id: guardId(other) }, ipConfigurations: [{ properties: { privateIPAddress: '10.0.0.4' } }] },
  })),
  fc.record({ subscription, port: fc.constantFrom('22', '443') }).map(({ subscription: own, port }) => ({
    id: guardId(own),
    name: 'guard',
    type: 'Microsoft.Network/networkSecurityGroups',
    properties: {
      securityRules: [
        {
          name: 'in',
          properties: {
            direction: 'Inbound',
            access: 'Allow',
            protocol: '*',
            priority: 100,
            sourceAddressPrefix: '*',
            sourcePortRange: '*',
            destinationAddressPrefix: '*',
            destinationPortRange: port,
          },
        },
      ],
    },
  })),
  fc.record({ subscription, parent: fc.constantFrom('one', 'two') }).map(({ subscription: own, parent }) => ({
    id: `/subscriptions/${own}`,
    name: `Subscription ${own.slice(-1)}`,
    type: 'microsoft.resources/subscriptions',
    properties: { managementGroupAncestorsChain: [{ name: parent, displayName: `Group ${parent}` }] },
  })),
  fc
    .record({ subscription, of: subscription, name, code: fc.constantFrom('Healthy', 'Unhealthy') })
    .map(({ subscription: own, of, name: called, code }) => ({
      id: `${machineId(own, called)}/providers/Microsoft.Security/assessments/4fb67663-9ab9-475d-b026-8c544cced439`,
      name: '4fb67663-9ab9-475d-b026-8c544cced439',
      type: 'Microsoft.Security/assessments',
      properties: { status: { code }, resourceDetails: { id: machineId(of, called) } },
    })),
  fc
    .record({ subscription, category: fc.constantFrom('Waiver', 'Mitigated'), isOver: fc.boolean() })
    .map(({ subscription: own, category, isOver }) => ({
      id: `/subscriptions/${own}/providers/Microsoft.Authorization/policyExemptions/x`,
      name: 'x',
      type: 'Microsoft.Authorization/policyExemptions',
      properties: { exemptionCategory: category, expiresOn: isOver ? '2026-01-01' : '2027-01-01', policyAssignmentId: '/subscriptions/x' },
    })),
  fc.constantFrom('one', 'two').map((called) => ({
    id: `/providers/Microsoft.Management/managementGroups/${called}`,
    name: called,
    type: 'Microsoft.Management/managementGroups',
    properties: { displayName: called.toUpperCase() },
  })),
  fc.record({ called: fc.constantFrom('one'), category: fc.constantFrom('Waiver') }).map(({ called, category }) => ({
    id: `/providers/Microsoft.Management/managementGroups/${called}/providers/Microsoft.Authorization/policyExemptions/y`,
    name: 'y',
    type: 'Microsoft.Authorization/policyExemptions',
    properties: { exemptionCategory: category, policyAssignmentId: '/providers/x' },
  })),
);
/** Lines as they are found in exports, the odd ones included. */
const line = fc.oneof(
  { weight: 12, arbitrary: resource.map((one) => JSON.stringify(one)) },
  { weight: 2, arbitrary: resource.map(({ id, ...rest }) => JSON.stringify({ ...rest, id })) },
  { weight: 1, arbitrary: resource.map((one) => JSON.stringify({ ...one, id: one.id.toUpperCase() })) },
  { weight: 1, arbitrary: fc.constantFrom('', '  ', '{"id":', '{"a":1}', 'null', '{"id":"/subscriptions/x"}', '[]', '\u001e') },
);

function fileOf(title: string, lines: readonly string[]): string {
  const path = join(folder, title);
  writeFileSync(path, `${lines.join('\n')}${lines.length % 2 === 0 ? '\n' : ''}`);
  return path;
}

describe('parts', () => {
  test('add up to what the plain way finds, to the last character, whatever stands in the lines', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 14 }),
        fc.array(resource, { maxLength: 4 }),
        fc.constantFrom([], [`/subscriptions/${subscriptions[0]}`], ['one']),
        async (lines, others, scope) => {
          const inputs = [
            fileOf('a.json', [JSON.stringify(others)]),
            fileOf('b.ndjson', lines),
            fileOf('c.json', [JSON.stringify({ value: others.slice(1) }, null, 1)]),
          ];
          expect(await inParts(inputs, { scope })).toMatchObject(await plainly(inputs, true, scope));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('hold few subscriptions, however small they are: each is judged too', async () => {
    const lines = Array.from({ length: 4000 }, (_, at) => {
      const id = `${(at * 1_000_003).toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
      return JSON.stringify({
        id: `${group(id)}/providers/Microsoft.Network/virtualNetworks/n`,
        type: 'Microsoft.Network/virtualNetworks',
      });
    });
    const inputs = [fileOf('small.ndjson', lines)];
    const found = await inParts(inputs, { lists: false });
    expect(found.parts.full).toBeGreaterThan(1);
    expect(found.shown).toBe((await plainly(inputs, false)).shown);
  });

  const manifest = '{"plumbline":"export/1","collected":["Microsoft.Network/networkSecurityGroups","Microsoft.Network/networkInterfaces"]}';
  const stray = fc.oneof(line, fc.constant(manifest));

  test('are the same where only some lines were looked at to find them, whatever stands between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 5, maxLength: 30 }),
        fc.array(stray, { maxLength: 3 }),
        fc.constantFrom(1, 500, 1500),
        fc.constantFrom(1, -1),
        fc.boolean(),
        async (lines, strays, sampleStep, direction, isListed) => {
          const ordered = [...lines].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -direction : direction));
          for (const [at, text] of strays.entries()) ordered.splice((at + 1) * 4, 0, text);
          const inputs = [fileOf('sampled.ndjson', ordered)];
          const found = await inParts(inputs, { sampleStep, lists: isListed });
          expect(found).toMatchObject(await plainly(inputs, isListed));
        },
      ),
      { numRuns: 120 },
    );
  });

  const storage = (own: string, called: string, https = true) =>
    JSON.stringify({
      id: `${group(own)}/providers/Microsoft.Storage/storageAccounts/${called}`,
      name: called,
      type: 'Microsoft.Storage/storageAccounts',
      properties: { supportsHttpsTrafficOnly: https },
    });
  const [first = '', second = ''] = subscriptions;
  const names = Array.from({ length: 8 }, (_, at) => `a${at}`);

  test.each([
    ['a manifest', manifest, []],
    ['one of another subscription, which is there before', storage(first, 'a1', false), []],
    ['what is no JSON', '{"id":', []],
    [
      'what stands above subscriptions',
      '{"id":"/providers/Microsoft.Management/managementGroups/one","name":"one","type":"Microsoft.Management/managementGroups"}',
      [],
    ],
    ['how a value begins that runs over several lines', '{', ['"id":"/x"', '}']],
  ])('are the same with a line in the middle of a subscription that is %s', async (_title, odd, rest) => {
    const lines = [second, first].flatMap((own) => names.map((called) => storage(own, called)));
    lines.splice(4, 0, odd, ...rest);
    const inputs = [fileOf('stray.ndjson', lines)];
    for (const lists of [true, false]) {
      const found = await inParts(inputs, { sampleStep: 500, lists });
      expect(found).toMatchObject(await plainly(inputs, lists));
    }
  });

  test('ask each other as often as it takes', async () => {
    const [first = '', second = '', third = ''] = subscriptions;
    const lines = [
      {
        id: machineId(first, 'a'),
        name: 'a',
        type: 'Microsoft.Compute/virtualMachines',
        properties: { networkProfile: { networkInterfaces: [{ id: cardId(second, 'a') }] } },
      },
      {
        id: cardId(second, 'a'),
        name: 'a',
        type: 'Microsoft.Network/networkInterfaces',
        properties: { networkSecurityGroup: { id: guardId(third) }, ipConfigurations: [{ properties: { privateIPAddress: '10.0.0.4' } }] },
      },
      { id: cardId(first, 'z'), name: 'z', type: 'Microsoft.Network/networkInterfaces', properties: {} },
      { id: guardId(third), name: 'guard', type: 'Microsoft.Network/networkSecurityGroups', properties: { securityRules: [] } },
    ].map((one) => JSON.stringify(one));
    const inputs = [fileOf('asking.ndjson', lines)];
    const found = await inParts(inputs);
    expect(found).toMatchObject(await plainly(inputs, true));
    expect(found.shown).toContain('"status": "Healthy"');
  });

  test('take a file to end where it ended when it was opened', async () => {
    const lines = subscriptions.map((own) =>
      JSON.stringify({ id: machineId(own, 'a'), name: 'a', type: 'Microsoft.Compute/virtualMachines', properties: {} }),
    );
    const path = fileOf('growing.ndjson', [...lines, '']);
    const before = await plainly([path], true);
    let isGrown = false;
    const reading = {
      onProgress: () => {
        if (!isGrown) appendFileSync(path, `${lines[0]?.replace('/a"', '/b"') ?? ''}\n{"id":`);
        isGrown = true;
      },
    };
    const found = await inParts([path], { reading });
    expect(isGrown).toBe(true);
    expect(found).toMatchObject(before);
  });
});

describe('a state', () => {
  const options = (state: string, more: Partial<AssessFilesOptions> = {}) => ({ lists: false, state, version: '1', ...more });

  test('gives the same result as a scan without one, after any change', async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(line, { minLength: 1, maxLength: 10 }), { minLength: 2, maxLength: 3 }), async (versions) => {
        count += 1;
        const state = join(folder, `state-${count}`);
        for (const lines of versions) {
          const inputs = [fileOf('changing.ndjson', lines)];
          const found = await inParts(inputs, options(state));
          expect(found).toMatchObject(await plainly(inputs, false));
          expect(await inParts(inputs, options(state))).toMatchObject({ shown: found.shown, account: found.account });
        }
      }),
      { numRuns: 25 },
    );
  });

  const lines = subscriptions.map((own) =>
    JSON.stringify({
      id: `${group(own)}/providers/Microsoft.Storage/storageAccounts/a`,
      name: 'a',
      type: 'Microsoft.Storage/storageAccounts',
      properties: { supportsHttpsTrafficOnly: false },
    }),
  );

  test('is used: what it remembers is what comes out', async () => {
    const inputs = [fileOf('used.ndjson', lines)];
    const state = join(folder, 'used-state');
    expect((await inParts(inputs, options(state))).parts).toEqual({ kept: 0, renewed: 0, full: 1 });
    expect((await inParts(inputs, options(state))).parts).toEqual({ kept: 1, renewed: 0, full: 0 });
  });

  test.each([
    ['another version of the program', { version: '2' }],
    ['another scope', { scope: [`/subscriptions/${subscriptions[0] ?? ''}`] }],
    ['another catalogue', { catalogue: loadCatalogue({ edition: '2019-01' }).catalogue, recipe: { edition: '2019-01' as const } }],
    ['reasons', { explain: 'all' as const }],
  ])('is not used for %s', async (_title, more) => {
    const inputs = [fileOf('anew.ndjson', lines)];
    const state = join(folder, `anew-${_title}`);
    await inParts(inputs, options(state));
    const found = await inParts(inputs, options(state, more));
    expect(found).toEqual(await inParts(inputs, { lists: false, ...more }));
    expect(found.parts.kept + found.parts.renewed).toBe(0);
  });

  test('of the format before counts as empty', async () => {
    const inputs = [fileOf('damaged.ndjson', lines)];
    const state = fileOf('state-before', ['{"format":"plumbline-state/1","context":"","parts":0}']);
    const whole = await inParts(inputs, options(state));
    expect(whole.parts.full).toBe(1);
    expect((await inParts(inputs, options(state))).shown).toBe(whole.shown);
  });

  test('is never written over something else', async () => {
    const inputs = [fileOf('kept.ndjson', lines)];
    const other = fileOf('other.txt', ['important']);
    await expect(inParts(inputs, options(other))).rejects.toThrow(/no state of a scan/);
    expect(readFileSync(other, 'utf8')).toContain('important');
    expect(statSync(other).size).toBeLessThan(20);
  });
});
