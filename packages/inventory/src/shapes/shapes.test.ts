import type { JsonObject, JsonValue } from '@plumbline/policy';
import { describe, expect, test } from 'vitest';
import { memorySource } from '../memory-source.ts';
import { readInputs } from '../read-inputs.ts';

async function read(content: JsonValue) {
  const reading = readInputs([memorySource('f.json', JSON.stringify(content, null, 2))]);
  const entries = [];
  for await (const batch of reading.entries()) entries.push(...batch);
  return { entries, account: reading.account() };
}

const guid = (digit: number) => `${String(digit).repeat(8)}-0000-4000-8000-000000000000`;
const groups = '/providers/Microsoft.Management/managementGroups';

const cases: readonly [title: string, given: JsonValue, resources: readonly JsonObject[]][] = [
  [
    'az account list',
    [
      {
        cloudName: 'AzureCloud',
        homeTenantId: 't',
        id: guid(1),
        isDefault: true,
        managedByTenants: [],
        name: 'Shop',
        state: 'Enabled',
        tenantId: 't',
        user: { name: 'a@b' },
      },
    ],
    [
      {
        id: `/subscriptions/${guid(1)}`,
        name: 'Shop',
        type: 'Microsoft.Resources/subscriptions',
        properties: {
          displayName: 'Shop',
          cloudName: 'AzureCloud',
          homeTenantId: 't',
          isDefault: true,
          managedByTenants: [],
          state: 'Enabled',
          tenantId: 't',
        },
      },
    ],
  ],
  [
    'subscriptions of the REST API',
    { value: [{ id: `/subscriptions/${guid(1)}`, subscriptionId: guid(1), displayName: 'Shop', state: 'Enabled' }] },
    [
      {
        id: `/subscriptions/${guid(1)}`,
        name: 'Shop',
        type: 'Microsoft.Resources/subscriptions',
        properties: { displayName: 'Shop', subscriptionId: guid(1), state: 'Enabled' },
      },
    ],
  ],
  [
    'a subscription of Resource Graph keeps its chain of management groups',
    [
      {
        id: `/subscriptions/${guid(1)}`,
        name: 'Shop',
        type: 'microsoft.resources/subscriptions',
        subscriptionId: guid(1),
        properties: { state: 'Enabled', managementGroupAncestorsChain: [{ name: 'prod' }] },
      },
    ],
    [
      {
        id: `/subscriptions/${guid(1)}`,
        name: 'Shop',
        type: 'microsoft.resources/subscriptions',
        subscriptionId: guid(1),
        properties: { displayName: 'Shop', state: 'Enabled', managementGroupAncestorsChain: [{ name: 'prod' }] },
      },
    ],
  ],
  [
    'az account management-group show -e -r',
    {
      id: `${groups}/root`,
      name: 'root',
      displayName: 'Root',
      type: '/providers/Microsoft.Management/managementGroups',
      tenantId: 't',
      details: { parent: null, version: 3 },
      children: [
        {
          id: `${groups}/prod`,
          name: 'prod',
          displayName: 'Production',
          type: 'Microsoft.Management/managementGroups',
          children: [{ id: `/subscriptions/${guid(1)}`, name: guid(1), displayName: 'Shop', type: '/subscriptions', children: null }],
        },
        { id: `/subscriptions/${guid(2)}`, name: guid(2), displayName: 'Lab', type: '/subscriptions' },
      ],
    },
    [
      {
        id: `${groups}/root`,
        name: 'root',
        type: 'Microsoft.Management/managementGroups',
        properties: { displayName: 'Root', tenantId: 't', details: { parent: null, version: 3 } },
      },
      {
        id: `${groups}/prod`,
        name: 'prod',
        type: 'Microsoft.Management/managementGroups',
        properties: { displayName: 'Production', details: { parent: { id: `${groups}/root`, name: 'root', displayName: 'Root' } } },
      },
      {
        id: `${groups}/prod/subscriptions/${guid(1)}`,
        name: guid(1),
        type: 'Microsoft.Management/managementGroups/subscriptions',
        properties: {
          displayName: 'Shop',
          parent: { id: `${groups}/prod`, name: 'prod', displayName: 'Production' },
          managementGroupAncestorsChain: [
            { name: 'prod', displayName: 'Production' },
            { name: 'root', displayName: 'Root' },
          ],
        },
      },
      {
        id: `${groups}/root/subscriptions/${guid(2)}`,
        name: guid(2),
        type: 'Microsoft.Management/managementGroups/subscriptions',
        properties: {
          displayName: 'Lab',
          parent: { id: `${groups}/root`, name: 'root', displayName: 'Root' },
          managementGroupAncestorsChain: [{ name: 'root', displayName: 'Root' }],
        },
      },
    ],
  ],
  [
    'az account management-group list',
    [{ displayName: 'Root', id: `${groups}/root`, name: 'root', tenantId: 't', type: 'Microsoft.Management/managementGroups' }],
    [
      {
        id: `${groups}/root`,
        name: 'root',
        type: 'Microsoft.Management/managementGroups',
        properties: { displayName: 'Root', tenantId: 't' },
      },
    ],
  ],
  [
    'az account management-group entities list',
    [
      {
        id: `${groups}/prod`,
        name: 'prod',
        type: 'Microsoft.Management/managementGroups',
        displayName: 'Production',
        parent: { id: `${groups}/root` },
      },
      { id: `/subscriptions/${guid(1)}`, name: guid(1), type: '/subscriptions', displayName: 'Shop', parent: { id: `${groups}/prod` } },
    ],
    [
      {
        id: `${groups}/prod`,
        name: 'prod',
        type: 'Microsoft.Management/managementGroups',
        properties: { displayName: 'Production', details: { parent: { id: `${groups}/root`, name: 'root', displayName: 'root' } } },
      },
      {
        id: `${groups}/prod/subscriptions/${guid(1)}`,
        name: guid(1),
        type: 'Microsoft.Management/managementGroups/subscriptions',
        properties: {
          displayName: 'Shop',
          parent: { id: `${groups}/prod`, name: 'prod', displayName: 'prod' },
          managementGroupAncestorsChain: [{ name: 'prod', displayName: 'prod' }],
        },
      },
    ],
  ],
  [
    'az ad user list',
    [{ id: guid(3), userPrincipalName: 'ann@x', displayName: 'Ann', accountEnabled: false }],
    [
      {
        id: `/providers/Microsoft.Graph/users/${guid(3)}`,
        name: guid(3),
        type: 'Microsoft.Graph/users',
        properties: { id: guid(3), userPrincipalName: 'ann@x', displayName: 'Ann', accountEnabled: false },
      },
    ],
  ],
  [
    'users of Microsoft Graph with few members selected: the page says what they are',
    { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users(id)', value: [{ id: guid(3) }] },
    [{ id: `/providers/Microsoft.Graph/users/${guid(3)}`, name: guid(3), type: 'Microsoft.Graph/users', properties: { id: guid(3) } }],
  ],
  [
    'a group with its members',
    [{ id: guid(4), displayName: 'Owners', securityEnabled: true, members: [{ id: guid(3) }] }],
    [
      {
        id: `/providers/Microsoft.Graph/groups/${guid(4)}`,
        name: guid(4),
        type: 'Microsoft.Graph/groups',
        properties: { id: guid(4), displayName: 'Owners', securityEnabled: true, members: [{ id: guid(3) }] },
      },
    ],
  ],
  [
    'az role assignment list',
    [
      {
        id: '/subscriptions/s/providers/Microsoft.Authorization/roleAssignments/r',
        name: 'r',
        type: 'Microsoft.Authorization/roleAssignments',
        principalId: guid(3),
        principalType: 'User',
        roleDefinitionId: '/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/o',
        roleDefinitionName: 'Owner',
        scope: '/subscriptions/s',
        condition: null,
      },
    ],
    [
      {
        id: '/subscriptions/s/providers/Microsoft.Authorization/roleAssignments/r',
        name: 'r',
        type: 'Microsoft.Authorization/roleAssignments',
        properties: {
          principalId: guid(3),
          principalType: 'User',
          roleDefinitionId: '/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/o',
          roleDefinitionName: 'Owner',
          scope: '/subscriptions/s',
          condition: null,
        },
      },
    ],
  ],
  [
    'az role definition list',
    [
      {
        id: '/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/o',
        name: 'o',
        type: 'Microsoft.Authorization/roleDefinitions',
        roleName: 'Owner',
        roleType: 'BuiltInRole',
        permissions: [{ actions: ['*'] }],
        assignableScopes: ['/'],
      },
    ],
    [
      {
        id: '/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/o',
        name: 'o',
        type: 'Microsoft.Authorization/roleDefinitions',
        properties: { roleName: 'Owner', type: 'BuiltInRole', permissions: [{ actions: ['*'] }], assignableScopes: ['/'] },
      },
    ],
  ],
  [
    'an assessment of az security assessment list, flattened',
    [
      {
        id: '/subscriptions/s/providers/A/b/n/providers/Microsoft.Security/assessments/k',
        name: 'k',
        type: 'Microsoft.Security/assessments',
        displayName: 'D',
        resourceDetails: { source: 'Azure' },
        status: { code: 'Healthy' },
      },
    ],
    [
      {
        id: '/subscriptions/s/providers/A/b/n/providers/Microsoft.Security/assessments/k',
        name: 'k',
        type: 'Microsoft.Security/assessments',
        properties: {
          displayName: 'D',
          resourceDetails: { source: 'Azure', id: '/subscriptions/s/providers/A/b/n' },
          status: { code: 'Healthy' },
        },
      },
    ],
  ],
  [
    'an assessment of Resource Graph',
    {
      data: [
        {
          id: '/subscriptions/s/providers/Microsoft.Security/assessments/k',
          name: 'k',
          type: 'microsoft.security/assessments',
          properties: { resourceDetails: { Id: '/Subscriptions/S', Source: 'Azure' }, status: { code: 'Unhealthy' } },
        },
      ],
    },
    [
      {
        id: '/subscriptions/s/providers/Microsoft.Security/assessments/k',
        name: 'k',
        type: 'microsoft.security/assessments',
        properties: { resourceDetails: { Id: '/Subscriptions/S', Source: 'Azure', id: '/Subscriptions/S' }, status: { code: 'Unhealthy' } },
      },
    ],
  ],
];

describe('what Azure and its tools print', () => {
  test.each(cases)('%s', async (_title, given, resources) => {
    const { entries, account } = await read(given);
    expect(account.problems).toEqual([]);
    expect(entries.map((entry) => entry.resource)).toEqual(resources);
    expect(entries.every((entry) => entry.hasConfiguration)).toBe(true);
  });

  test('pricings, contacts and diagnostic settings in {value:[…]}, flattened', async () => {
    const { entries } = await read({
      value: [
        {
          id: '/subscriptions/s/providers/Microsoft.Security/pricings/KeyVaults',
          name: 'KeyVaults',
          pricingTier: 'Standard',
          type: 'Microsoft.Security/pricings',
        },
        { id: '/subscriptions/s/providers/Microsoft.Security/securityContacts/default', name: 'default', email: 'a@b' },
        { id: '/subscriptions/s/providers/A/b/n/providers/microsoft.insights/diagnosticSettings/d', logs: [], workspaceId: 'w' },
      ],
    });
    expect(entries.map((entry) => [entry.type, entry.resource['properties']])).toEqual([
      ['microsoft.security/pricings', { pricingTier: 'Standard' }],
      ['microsoft.security/securitycontacts', { email: 'a@b' }],
      ['microsoft.insights/diagnosticsettings', { logs: [], workspaceId: 'w' }],
    ]);
  });
});

describe('the hierarchy', () => {
  const table = {
    groups: {
      Root: { displayName: 'Contoso' },
      Prod: { parent: 'root', subscriptions: [guid(1), `/subscriptions/${guid(2)}`, 'nonsense'] },
      Lost: { parent: 'nowhere' },
      A: { parent: 'B' },
      B: { parent: 'a' },
    },
  };
  test('a table of groups: links to parents, chains of subscriptions, faults named once', async () => {
    const { entries, account } = await read(table);
    const chains = entries.flatMap((entry) =>
      entry.type.endsWith('/subscriptions')
        ? [[entry.key, (entry.resource['properties'] as JsonObject)['managementGroupAncestorsChain']]]
        : [],
    );
    const chain = [
      { name: 'Prod', displayName: 'Prod' },
      { name: 'Root', displayName: 'Contoso' },
    ];
    expect(chains).toEqual([
      [`${groups}/prod/subscriptions/${guid(1)}`.toLowerCase(), chain],
      [`${groups}/prod/subscriptions/${guid(2)}`.toLowerCase(), chain],
    ]);
    expect(account.problems.map(({ code, path }) => [code, path])).toEqual([
      ['bad-hierarchy', '$.groups["Prod"].subscriptions[2]'],
      ['bad-hierarchy', '$.groups["Lost"].parent'],
      ['hierarchy-cycle', '$.groups["A"].parent'],
    ]);
    expect(account.problems.at(-1)?.message).toContain('A -> B -> A');
  });

  test('a tree, where the file was named as one', async () => {
    const tree = { name: 'root', children: [{ name: 'prod', subscriptions: [guid(1)] }] };
    const reading = readInputs([{ ...memorySource('h', JSON.stringify(tree)), isHierarchy: true }]);
    const keys = [];
    for await (const batch of reading.entries()) keys.push(...batch.map((entry) => entry.key));
    expect(keys).toEqual([`${groups}/root`, `${groups}/prod`, `${groups}/prod/subscriptions/${guid(1)}`].map((key) => key.toLowerCase()));
  });
});

describe('the manifest of an export', () => {
  test('declares what was collected and what was refused', async () => {
    const { account } = await read({
      plumbline: 'export/1',
      collected: ['Microsoft.Graph/users', { type: 'Microsoft.Security/Pricings', subscription: 'ABC' }],
      refused: [{ type: 'Microsoft.Insights/diagnosticSettings', scope: '/subscriptions/ABC', status: 403, reason: 'AuthorizationFailed' }],
    });
    expect(account).toMatchObject({
      entries: 0,
      refused: 0,
      problems: [],
      collected: [{ type: 'microsoft.graph/users' }, { type: 'microsoft.security/pricings', subscription: 'abc' }],
      notPermitted: [
        { type: 'microsoft.insights/diagnosticsettings', scope: '/subscriptions/ABC', status: 403, reason: 'AuthorizationFailed' },
      ],
    });
  });

  test.each<[title: string, given: JsonValue, path: string]>([
    ['another version', { plumbline: 'export/9' }, '$.plumbline'],
    ['no list', { plumbline: 'export/1', collected: 'x' }, '$.collected'],
    ['no type', { plumbline: 'export/1', collected: ['users'] }, '$.collected[0]'],
    ['no type refused', { plumbline: 'export/1', refused: [{}] }, '$.refused[0]'],
  ])('%s', async (_title, given, path) => {
    expect((await read(given)).account.problems).toMatchObject([{ code: 'bad-manifest', path }]);
  });
});
