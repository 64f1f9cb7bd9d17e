import { describe, expect, test } from 'vitest';
import { development, platform, production, testAzure } from '../azure-api.fixture.ts';
import { routes } from '../routes.ts';

const azure = await testAzure();
const group = '/providers/Microsoft.Management/managementGroups/harbour-sandbox';
const web = `/subscriptions/${production}/resourceGroups/web`;
const machine = `${web}/providers/Microsoft.Compute/virtualMachines/prod-vm-01`;
const key = '1c5de8e1-f68d-6a17-e0d2-ec259c42768c';

/** Every read of the API, spoken of one subscription and of everything. */
const reads = routes
  .filter(({ methods, access }) => access === 'reader' && methods.includes('GET'))
  .flatMap(({ pattern }) => {
    const fill = (scope: string) =>
      pattern.text
        .replace('{scope}', scope)
        .replace('{subscription}', production)
        .replace('{group}', pattern.text.includes('managementGroups/{group}') ? 'harbour-production' : 'web')
        .replace('{key}', key)
        .replace('{kind}', 'users')
        .replace('{when}', 'latest')
        .replace('{location}', 'centralus')
        .replaceAll(/\{\w+\}/g, 'ascScore');
    return [...new Set([`/subscriptions/${production}`, machine, '', group].map(fill))].filter((path) => path !== '');
  });

const tokens = {
  development: await azure.token('reader', [development]),
  sandbox: await azure.token('reader', ['harbour-sandbox']),
  group: await azure.token('operator', [`/subscriptions/${production}/resourceGroups/data`]),
};

describe.each([
  ['one subscription', tokens.development, [production, platform, 'prod-vm', 'harbour-production', 'Corporate Platform', 'Ada Quay']],
  ['a management group', tokens.sandbox, [production, platform, 'prod-vm', 'harbour-production', 'Corporate Platform', 'Ada Quay']],
  ['a resource group', tokens.group, [development, platform, 'prod-vm', 'Corporate Platform', 'Ada Quay']],
])('a token for %s', (_what, token, secrets) => {
  test.each(reads)('sees nothing else in %s', async (path) => {
    const answer = await azure.arm(`${path}?api-version=2021-06-01`, { token });
    // What was asked for may be said again, and what an exemption that may be read says of its assignment; nothing besides.
    const text = (await answer.text()).replaceAll(new RegExp(escaped(path), 'gi'), '').replaceAll(/"policyAssignmentId":"[^"]*"/g, '');
    if (answer.status === 404) return expect(text).toContain('"error"');
    expect([answer.status, text.length > 0]).toEqual([200, true]);
    for (const secret of secrets) expect(text).not.toContain(secret);
  });
});

test('all reads are asked', () => {
  expect(reads.length).toBeGreaterThan(120);
});

test('what may not be read and what does not exist give the same answer', async () => {
  const [there, nowhere] = [production, '99999999-1111-4111-8111-111111111111'];
  for (const below of ['', '/providers/Microsoft.Security/secureScores', '/resources', '/providers/Microsoft.Compute/virtualMachines']) {
    const [a, b] = await Promise.all(
      [there, nowhere].map((id) => azure.arm(`/subscriptions/${id}${below}`, { token: tokens.development })),
    );
    expect([a?.status, (await a?.text())?.replaceAll(there, nowhere)]).toEqual([b?.status, await b?.text()]);
  }
});

test('the score of a resource group is of that group', async () => {
  const score = await azure.get(`/subscriptions/${production}/providers/Microsoft.Security/secureScores/classicScore`, tokens.group);
  const { value } = await azure.store.report({ scope: [`/subscriptions/${production}/resourceGroups/data`] }, { model: 'classic' });
  expect(score.properties.score.max).toBe(value.score?.max);
});

describe('writes', () => {
  const idOfAssignment = `/subscriptions/${production}/providers/Microsoft.Authorization/policyAssignments/SecurityCenterBuiltIn`;
  const exemption = { properties: { policyAssignmentId: idOfAssignment, exemptionCategory: 'Waiver' } };
  const status = { properties: { status: { code: 'Healthy' }, resourceDetails: { source: 'Azure' } } };
  const rule = {
    properties: {
      displayName: 'r',
      rulePriority: 1,
      ruleType: 'Integrated',
      sourceResourceType: 'Assessments',
      conditionSets: [],
      ownerSource: { type: 'Manually', value: 'a@b.example' },
    },
  };
  const ways = [
    ['PUT', '/providers/Microsoft.Authorization/policyExemptions/x', exemption],
    ['DELETE', '/providers/Microsoft.Authorization/policyExemptions/public-downloads', undefined],
    ['PUT', `/providers/Microsoft.Security/assessments/${key}`, status],
    ['DELETE', `/providers/Microsoft.Security/assessments/${key}`, undefined],
    ['PUT', '/providers/Microsoft.Security/governanceRules/x', rule],
    ['PUT', '/providers/Microsoft.Security/assessmentMetadata/x', { properties: { displayName: 'x', severity: 'Low' } }],
  ] as const;

  test.each(ways)('%s %s: not by a reader, not outside of the scopes of a token', async (method, path, body) => {
    const { sequence } = await azure.store.head();
    const place = `/subscriptions/${production}${path}`;
    expect((await azure.arm(place, { method, body })).status).toBe(403);
    const outside = await azure.arm(place, { method, body, token: await azure.token('operator', [development]) });
    expect(outside.status).toBe(404);
    const narrow = await azure.arm(place, { method, body, token: tokens.group });
    expect([403, 404, 204, 400]).toContain(narrow.status);
    expect((await azure.store.head()).sequence).toBe(sequence);
  });
});

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
