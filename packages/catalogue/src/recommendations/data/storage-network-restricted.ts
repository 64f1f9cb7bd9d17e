import type { JsonObject } from '@plumbline/policy';
import { withoutConfiguration } from '../../example-machine.ts';
import { exampleResource } from '../../example-resource.ts';
import type { PolicyRecommendation } from '../../recommendation.ts';

const type = 'Microsoft.Storage/storageAccounts';

export const storageNetworkRestricted: PolicyRecommendation = {
  name: 'storage-network-restricted',
  key: 'ad4f3ff1-30eb-5042-16ed-27198f640b8d',
  title: 'Access to storage accounts with firewall and virtual network configurations should be restricted',
  alsoKnownAs: [
    'Storage accounts should restrict network access',
    'Storage account should use network rules',
    'Storage accounts should restrict network access using virtual network rules',
    'Audit unrestricted network access to storage accounts',
  ],
  why: 'Where every network may connect, a key or a signed link that leaks is enough to take everything away.',
  severity: 'low',
  category: 'data',
  threats: ['dataExfiltration', 'dataSpillage'],
  resourceTypes: [type],
  kind: 'policy',
  rule: {
    if: {
      allOf: [
        { field: 'type', equals: type },
        { field: `${type}/networkAcls.defaultAction`, notEquals: 'Deny' },
      ],
    },
    then: { effect: 'audit' },
  },
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'List who connects: subnets, offices, services of the platform',
      'Add a rule for each subnet and address range, or a private endpoint',
      'Set the default action to Deny',
    ],
    command: 'az storage account update --ids {id} --default-action Deny',
    caution: 'Whoever has no rule is locked out at once, the portal of the same person included.',
  },
  whenNotToFix: 'An account that serves public files to everybody, or one whose public access is switched off altogether.',
  examples: {
    healthy: [
      {
        name: 'denied by default, one subnet let in',
        resource: account({ networkAcls: { defaultAction: 'Deny', virtualNetworkRules: [{ id: '/x' }] } }),
      },
      { name: 'denied by default, nobody let in', resource: account({ networkAcls: { defaultAction: 'deny', ipRules: [] } }) },
    ],
    unhealthy: [
      { name: 'everybody let in', resource: account({ networkAcls: { defaultAction: 'Allow', ipRules: [] } }) },
      { name: 'no network rules at all', resource: account({ supportsHttpsTrafficOnly: true }) },
      {
        name: 'rules that do nothing, for the default lets in',
        resource: account({ networkAcls: { defaultAction: 'Allow', ipRules: [{ value: '203.0.113.7' }] } }),
      },
    ],
    notApplicable: [{ name: 'a key vault', resource: exampleResource('Microsoft.KeyVault/vaults', 'secrets', { properties: {} }) }],
    notCollected: [{ name: 'listed without its configuration', resource: withoutConfiguration(account({})) }],
  },
};

function account(properties: JsonObject): JsonObject {
  return exampleResource(type, 'shoporders', { kind: 'StorageV2', sku: { name: 'Standard_LRS' }, properties });
}
