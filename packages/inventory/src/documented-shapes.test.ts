// Every shape that docs/inputs.md says a command of Azure writes, as those commands write it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Entry } from './entry.ts';
import { openInputs } from './node/open.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-shapes-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
async function read(
  text: string,
): Promise<{ readonly entries: readonly Entry[]; readonly problems: readonly string[]; readonly incomplete: readonly string[] }> {
  const file = join(folder, `input-${(count += 1)}.json`);
  writeFileSync(file, text);
  const reading = openInputs([file]);
  const entries: Entry[] = [];
  for await (const batch of reading.entries()) entries.push(...batch);
  const { problems, files } = reading.account();
  return {
    entries,
    problems: problems.map(({ code, message }) => `${code}: ${message}`),
    incomplete: files.flatMap(({ incomplete }) => (incomplete === undefined ? [] : [incomplete])),
  };
}

const subscription = '/subscriptions/11111111-2222-4333-8444-555555555555';
const vault = (name: string) => ({
  id: `${subscription}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/${name}`,
  name,
  type: 'microsoft.keyvault/vaults',
  properties: { enableSoftDelete: true },
});
const next = `https://management.azure.com${subscription}/providers/Microsoft.KeyVault/vaults?api-version=2023-07-01&$skiptoken=1`;
const two = [vault('a'), vault('b')];
const columns = ['id', 'name', 'type', 'properties'] as const;
const table = (rows: readonly ReturnType<typeof vault>[]) => ({
  columns: columns.map((name) => ({ name, type: name === 'properties' ? 'object' : 'string' })),
  rows: rows.map((row) => columns.map((name) => row[name])),
});
const pretty = (value: unknown) => JSON.stringify(value, undefined, 2);

describe('resources', () => {
  test.each<readonly [string, string]>([
    ['az graph query, old and new', pretty({ count: 2, data: two, skip_token: null, total_records: 2 })],
    ['az graph query as a bare list', pretty(two)],
    ['Resource Graph, objects', JSON.stringify({ totalRecords: 2, count: 2, facets: [], resultTruncated: 'false', data: two })],
    ['Resource Graph, a table', JSON.stringify({ totalRecords: 2, count: 2, facets: [], resultTruncated: 'false', data: table(two) })],
    [
      'two pages of Resource Graph, one behind the other',
      `${JSON.stringify({ totalRecords: 2, count: 1, data: [two[0]], $skipToken: 'x' })}\n${JSON.stringify({ totalRecords: 2, count: 1, data: table(two.slice(1)) })}`,
    ],
    ['a list of Resource Manager', pretty({ value: two })],
    ['pages with nextLink, one behind the other', `${pretty({ value: [two[0]], nextLink: next })}\n${pretty({ value: [two[1]] })}`],
    ['pages in a list', JSON.stringify([{ value: [two[0]], nextLink: next }, { value: [two[1]] }])],
    ['single objects one behind the other, as az rest in a loop writes them', two.map(pretty).join('\n')],
    ['one object a line', two.map((one) => JSON.stringify(one)).join('\n')],
    ['one object a line, as Windows writes it', `\uFEFF${two.map((one) => JSON.stringify(one)).join('\r\n')}\r\n`],
  ])('%s', async (_name, text) => {
    const { entries, problems, incomplete } = await read(text);
    expect({ names: entries.map(({ resource }) => resource['name']), problems, incomplete }).toEqual({
      names: ['a', 'b'],
      problems: [],
      incomplete: [],
    });
    expect(entries.map(({ type, hasConfiguration }) => [type, hasConfiguration])).toEqual(
      two.map(() => ['microsoft.keyvault/vaults', true]),
    );
  });

  test.each<readonly [string, string]>([
    ['az graph query', pretty({ count: 1, data: [two[0]], skip_token: 'next', total_records: 2 })],
    ['Resource Graph', JSON.stringify({ totalRecords: 2, count: 1, data: [two[0]], $skipToken: 'next' })],
    ['Resource Manager', JSON.stringify({ value: [two[0]], nextLink: 'https://management.azure.com/x' })],
    [
      'Microsoft Graph',
      JSON.stringify({ '@odata.nextLink': 'https://graph.microsoft.com/x', value: [{ id: 'u', userPrincipalName: 'a@b' }] }),
    ],
  ])('a first page of %s without the second is told', async (_name, text) => {
    expect((await read(text)).incomplete).toHaveLength(1);
  });
});

describe('lists of az that lift members up', () => {
  const assignment = `${subscription}/providers/Microsoft.Authorization`;
  test.each<readonly [string, object, string, object]>([
    [
      'az role assignment list',
      {
        condition: null,
        createdBy: 'c',
        id: `${assignment}/roleAssignments/r`,
        name: 'r',
        principalId: 'p',
        principalName: 'zoe@contoso.com',
        principalType: 'User',
        roleDefinitionId: `${assignment}/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635`,
        roleDefinitionName: 'Owner',
        scope: subscription,
        type: 'Microsoft.Authorization/roleAssignments',
      },
      'microsoft.authorization/roleassignments',
      { principalId: 'p', principalType: 'User', scope: subscription },
    ],
    [
      'az policy assignment list',
      {
        id: `${assignment}/policyAssignments/a`,
        name: 'a',
        type: 'Microsoft.Authorization/policyAssignments',
        displayName: 'Benchmark',
        enforcementMode: 'Default',
        notScopes: [],
        parameters: null,
        policyDefinitionId: '/providers/Microsoft.Authorization/policySetDefinitions/1f3afdf9-d0c9-4c3d-847f-89da613e70a8',
        scope: subscription,
      },
      'microsoft.authorization/policyassignments',
      { displayName: 'Benchmark', scope: subscription, enforcementMode: 'Default' },
    ],
    [
      'az policy exemption list',
      {
        id: `${assignment}/policyExemptions/e`,
        name: 'e',
        type: 'Microsoft.Authorization/policyExemptions',
        exemptionCategory: 'Waiver',
        expiresOn: null,
        policyAssignmentId: `${assignment}/policyAssignments/a`,
        policyDefinitionReferenceIds: [],
      },
      'microsoft.authorization/policyexemptions',
      { exemptionCategory: 'Waiver', policyAssignmentId: `${assignment}/policyAssignments/a` },
    ],
    [
      'az security assessment list',
      {
        id: `${subscription}/providers/Microsoft.Security/assessments/k`,
        name: 'k',
        type: 'Microsoft.Security/assessments',
        displayName: 'MFA',
        resourceDetails: { source: 'Azure', id: subscription },
        status: { code: 'Unhealthy', cause: null, description: null },
      },
      'microsoft.security/assessments',
      { displayName: 'MFA', status: { code: 'Unhealthy', cause: null, description: null } },
    ],
    [
      'az account list',
      {
        cloudName: 'AzureCloud',
        homeTenantId: 't',
        id: subscription.slice(15),
        isDefault: true,
        managedByTenants: [],
        name: 'Production',
        state: 'Enabled',
        tenantId: 't',
        user: { name: 'zoe', type: 'user' },
      },
      'microsoft.resources/subscriptions',
      { state: 'Enabled' },
    ],
  ])('%s', async (_name, item, type, properties) => {
    const { entries, problems } = await read(pretty([item]));
    expect(problems).toEqual([]);
    expect(entries.map((entry) => entry.type)).toEqual([type]);
    expect(entries[0]?.resource['properties']).toMatchObject(properties);
  });

  test('az account management-group show -e -r', async () => {
    const group = (name: string, children: readonly object[]) => ({
      id: `/providers/Microsoft.Management/managementGroups/${name}`,
      name,
      displayName: name,
      type: 'Microsoft.Management/managementGroups',
      children,
    });
    const leaf = { id: subscription, name: subscription.slice(15), displayName: 'Production', type: '/subscriptions', children: null };
    const { entries, problems } = await read(
      pretty({ ...group('root', [group('production', [leaf])]), details: { parent: null }, tenantId: 't' }),
    );
    expect(problems).toEqual([]);
    expect(entries.map(({ type }) => type).sort()).toEqual([
      'microsoft.management/managementgroups',
      'microsoft.management/managementgroups',
      'microsoft.management/managementgroups/subscriptions',
    ]);
  });

  test('users of Microsoft Graph, and groups as jq puts them together', async () => {
    const users = {
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users',
      value: [
        { id: '00000000-0000-4000-8000-00000000000a', userPrincipalName: 'zoe@contoso.com', accountEnabled: true, userType: 'Member' },
      ],
    };
    const { entries } = await read(
      `${pretty(users)}\n${pretty({ id: '00000000-0000-4000-8000-00000000000b', securityEnabled: true, members: [{ '@odata.type': '#microsoft.graph.user', id: '00000000-0000-4000-8000-00000000000a' }] })}`,
    );
    expect(entries.map(({ type }) => type)).toEqual(['microsoft.graph/users', 'microsoft.graph/groups']);
  });
});
