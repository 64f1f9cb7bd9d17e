import type { JsonObject } from '@plumbline/policy';
import { withoutConfiguration } from '../../example-machine.ts';
import { exampleResource } from '../../example-resource.ts';
import type { PolicyRecommendation } from '../../recommendation.ts';

const type = 'Microsoft.Storage/storageAccounts';
const services = `${type}/encryption.services`;

export const storageEncryption: PolicyRecommendation = {
  name: 'storage-encryption',
  key: '1370f933-9ba5-4977-90e3-e6bc783874a3',
  title: 'Enable encryption for Azure Storage Account',
  alsoKnownAs: ['Storage accounts should be encrypted at rest'],
  why: 'Encrypted at rest, a disk that leaves the data centre tells nothing.',
  severity: 'medium',
  category: 'data',
  threats: ['dataExfiltration', 'dataSpillage'],
  resourceTypes: [type],
  kind: 'policy',
  rule: {
    if: {
      allOf: [
        { field: 'type', equals: type },
        {
          anyOf: [
            { field: `${services}.blob.enabled`, equals: false },
            { field: `${services}.file.enabled`, equals: false },
            // Accounts for blobs or for files alone list only their own service; with neither, nothing is encrypted.
            {
              allOf: [
                { field: `${services}.blob.enabled`, exists: false },
                { field: `${services}.file.enabled`, exists: false },
              ],
            },
          ],
        },
      ],
    },
    then: { effect: 'audit' },
  },
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: ['Turn on encryption for blobs and files', 'Write again what was stored before, for old data stays as it is'],
    command: 'az storage account update --ids {id} --encryption-services blob file',
  },
  whenNotToFix: 'Never: the platform encrypts without cost, and accounts made today cannot switch it off.',
  examples: {
    healthy: [
      { name: 'blobs and files', resource: account({ encryption: { services: { blob: { enabled: true }, file: { enabled: true } } } }) },
      { name: 'an account for blobs alone', resource: account({ encryption: { services: { blob: { enabled: true } } } }) },
    ],
    unhealthy: [
      { name: 'files left out', resource: account({ encryption: { services: { blob: { enabled: true }, file: { enabled: false } } } }) },
      { name: 'an account from before encryption', resource: account({ primaryLocation: 'westeurope' }) },
    ],
    notApplicable: [{ name: 'a disk', resource: exampleResource('Microsoft.Compute/disks', 'data-1', { properties: {} }) }],
    notCollected: [{ name: 'listed without its configuration', resource: withoutConfiguration(account({})) }],
  },
};

function account(properties: JsonObject): JsonObject {
  return exampleResource(type, 'shoparchive', { kind: 'Storage', sku: { name: 'Standard_GRS' }, properties });
}
