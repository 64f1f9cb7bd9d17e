import type { JsonObject } from '@plumbline/policy';
import { withoutConfiguration } from '../../example-machine.ts';
import { exampleResource } from '../../example-resource.ts';
import type { PolicyRecommendation } from '../../recommendation.ts';

const type = 'Microsoft.Storage/storageAccounts';

export const storageSecureTransfer: PolicyRecommendation = {
  name: 'storage-secure-transfer',
  key: '1c5de8e1-f68d-6a17-e0d2-ec259c42768c',
  title: 'Secure transfer to storage accounts should be enabled',
  why: 'Over plain HTTP anyone on the way can read and change what is stored.',
  severity: 'high',
  category: 'data',
  threats: ['dataExfiltration', 'dataSpillage'],
  resourceTypes: [type],
  kind: 'policy',
  rule: {
    if: {
      allOf: [
        { field: 'type', equals: type },
        { field: `${type}/supportsHttpsTrafficOnly`, notEquals: true },
      ],
    },
    then: { effect: 'audit' },
  },
  fix: {
    effort: 'low',
    userImpact: 'moderate',
    steps: ['Find clients that still use http:// or unencrypted SMB', 'Move them to https:// and SMB 3', 'Turn on secure transfer'],
    command: 'az storage account update --ids {id} --https-only true',
    caution: 'Clients that use plain HTTP or SMB without encryption stop working.',
    together: {
      action: 'Assign a policy that turns on secure transfer, with a remediation task',
      on: 'subscription',
    },
  },
  whenNotToFix: 'An account that serves a custom domain over plain HTTP on purpose, with nothing in it that is secret.',
  examples: {
    healthy: [
      { name: 'required', resource: account({ supportsHttpsTrafficOnly: true }) },
      { name: 'required, given as a text', resource: account({ supportsHttpsTrafficOnly: 'True' }) },
    ],
    unhealthy: [
      { name: 'not required', resource: account({ supportsHttpsTrafficOnly: false }) },
      { name: 'an account from before the setting existed', resource: account({ primaryLocation: 'westeurope' }) },
    ],
    notApplicable: [
      { name: 'a container registry', resource: exampleResource('Microsoft.ContainerRegistry/registries', 'images', { properties: {} }) },
    ],
    notCollected: [{ name: 'listed without its configuration', resource: withoutConfiguration(account({})) }],
  },
};

function account(properties: JsonObject): JsonObject {
  return exampleResource(type, 'shopimages', { kind: 'StorageV2', sku: { name: 'Standard_LRS' }, properties });
}
