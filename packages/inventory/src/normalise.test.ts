import type { JsonObject } from '@plumbline/policy';
import { describe, expect, test } from 'vitest';
import { entryOf } from './normalise.ts';

const rg = '/subscriptions/5ABC/resourceGroups/My-RG';

describe('what the id tells is filled in', () => {
  test.each<[title: string, given: JsonObject, wanted: object]>([
    [
      'a resource in a group',
      { id: `${rg}/providers/Microsoft.Storage/storageAccounts/Acc` },
      {
        type: 'microsoft.storage/storageaccounts',
        subscription: '5abc',
        resourceGroup: 'my-rg',
        name: 'Acc',
        spelled: 'Microsoft.Storage/storageAccounts',
      },
    ],
    ['a child', { id: `${rg}/providers/A/b/n/c/m` }, { type: 'a/b/c', name: 'm', spelled: 'A/b/c' }],
    ['an extension', { id: `${rg}/providers/A/b/n/providers/C/d/m` }, { type: 'c/d', name: 'm', spelled: 'C/d' }],
    [
      'a resource outside groups',
      { id: '/subscriptions/s/providers/Microsoft.Security/pricings/VirtualMachines' },
      { type: 'microsoft.security/pricings', resourceGroup: undefined, subscription: 's' },
    ],
    [
      'a subscription',
      { id: '/subscriptions/s' },
      { type: 'microsoft.resources/subscriptions', subscription: 's', resourceGroup: undefined },
    ],
    ['a resource group', { id: rg }, { type: 'microsoft.resources/subscriptions/resourcegroups', resourceGroup: 'my-rg', name: 'My-RG' }],
    [
      "a resource group under the provider's name for it",
      { id: rg, name: 'x', type: 'Microsoft.Resources/resourceGroups' },
      { type: 'microsoft.resources/subscriptions/resourcegroups', spelled: 'Microsoft.Resources/subscriptions/resourceGroups' },
    ],
    [
      'a management group',
      { id: '/providers/Microsoft.Management/managementGroups/Root' },
      { type: 'microsoft.management/managementgroups', subscription: undefined, name: 'Root' },
    ],
    [
      'an old management group',
      { id: '/providers/Microsoft.Management/managementGroups/Root', type: '/providers/Microsoft.Management/managementGroups' },
      { type: 'microsoft.management/managementgroups', spelled: 'Microsoft.Management/managementGroups' },
    ],
    [
      'a resource provider',
      { id: '/subscriptions/s/providers/Microsoft.Compute' },
      { type: 'microsoft.resources/providers', name: 'Microsoft.Compute' },
    ],
    [
      'a location, whose type is no type',
      { id: '/subscriptions/s/locations/eastus', type: 'Region' },
      { type: 'microsoft.resources/subscriptions/locations' },
    ],
    [
      'a metric, whose name is an object',
      {
        id: `${rg}/providers/A/b/n/providers/Microsoft.Insights/metrics/Network In`,
        name: { value: 'x' },
        type: 'Microsoft.Insights/metrics',
      },
      { type: 'microsoft.insights/metrics', name: 'Network In' },
    ],
    [
      'type null',
      { id: '/subscriptions/s/providers/microsoft.insights/logprofiles/p', type: null, name: 'p' },
      { type: 'microsoft.insights/logprofiles', spelled: 'microsoft.insights/logprofiles' },
    ],
    [
      'a trailing slash',
      { id: `${rg}/providers/Microsoft.KeyVault/vaults/v/accessPolicies/`, type: 'Microsoft.KeyVault/vaults/accessPolicies' },
      { type: 'microsoft.keyvault/vaults/accesspolicies', key: `${rg}/providers/Microsoft.KeyVault/vaults/v/accessPolicies`.toLowerCase() },
    ],
    ['an id in other casing', { ID: `${rg}/PROVIDERS/A/B/N` }, { type: 'a/b', spelled: 'A/B' }],
  ])('%s', (_title, given, wanted) => {
    const entry = entryOf(given);
    const { key, type, subscription, resourceGroup, resource } = entry ?? {};
    expect({ key, type, subscription, resourceGroup, name: resource?.['name'], spelled: resource?.['type'] }).toMatchObject(wanted);
  });

  test('what is whole is given out as it is, not copied', () => {
    const given = { id: `${rg}/providers/A/b/n`, name: 'n', type: 'A/b', properties: {} };
    expect(entryOf(given)?.resource).toBe(given);
  });

  test.each([
    '',
    '/',
    'n',
    '7',
    'https://management.azure.com/subscriptions/s',
    'subscriptions/s',
    '//x',
    '/subscriptions/',
    '/subscriptions//x',
    '/x/y',
    '/providers/x',
  ])('%j is not an ARM id', (id) => {
    expect(entryOf({ id, type: 'A/b' })).toBeUndefined();
  });

  test('members called __proto__ stay members', () => {
    const given = JSON.parse(
      `{"id":"${rg}/providers/Microsoft.Security/pricings/p","__proto__":{"polluted":1},"pricingTier":"Free"}`,
    ) as JsonObject;
    const entry = entryOf(given);
    expect(JSON.stringify(entry?.resource)).toContain('"__proto__":{"polluted":1}');
    expect(Object.getPrototypeOf(entry?.resource['properties'])).toBe(Object.prototype);
    expect(entry?.resource['polluted']).toBeUndefined();
  });
});

describe('whether the configuration came along', () => {
  const id = `${rg}/providers/Microsoft.Compute/virtualMachines/vm`;
  test.each<[title: string, given: JsonObject, has: boolean]>([
    ['with properties', { id, properties: { a: 1 } }, true],
    ['with empty properties', { id, properties: {} }, true],
    ['with properties in other casing', { id, Properties: { a: 1 } }, true],
    ['with properties as JSON in a text', { id, properties: '{"a":1}' }, true],
    [
      'without properties, as az resource list prints it',
      { id, name: 'vm', type: 'Microsoft.Compute/virtualMachines', location: 'x', sku: null },
      false,
    ],
    ['properties null', { id, properties: null }, false],
    ['properties a number', { id, properties: 1 }, false],
    ['a text that is no JSON', { id, properties: '{a' }, false],
    ['a type that the CLI renames, flattened', { id, hardwareProfile: { vmSize: 'B1' } }, false],
    ['a role assignment, flattened', { id: '/providers/Microsoft.Authorization/roleAssignments/r', principalId: 'p' }, true],
    ['a role assignment of az resource list', { id: '/providers/Microsoft.Authorization/roleAssignments/r', name: 'r', tags: null }, false],
    [
      'a projection of Resource Graph',
      { id: '/providers/Microsoft.Authorization/roleAssignments/r', tenantId: 't', displayName: 'd' },
      false,
    ],
  ])('%s: %j', (_title, given, has) => {
    expect(entryOf(given)?.hasConfiguration).toBe(has);
  });
});
