import { exampleResource } from '../../example-resource.ts';
import type { PolicyRecommendation } from '../../recommendation.ts';

const classic = 'Microsoft.ClassicStorage/storageAccounts';
const current = 'Microsoft.Storage/storageAccounts';

export const storageClassicMigration: PolicyRecommendation = {
  name: 'storage-classic-migration',
  key: '47bb383c-8e25-95f0-c2aa-437add1d87d3',
  title: 'Storage accounts should be migrated to new Azure Resource Manager resources',
  why: 'Classic accounts know no role assignments, no network rules and no policies: whoever has the key has everything.',
  severity: 'low',
  category: 'data',
  threats: ['missingCoverage', 'dataExfiltration'],
  resourceTypes: [current, classic],
  kind: 'policy',
  rule: {
    if: {
      allOf: [
        { field: 'type', in: [current, classic] },
        // As a value, so that accounts of the newer kind are judged and found healthy instead of being no subject at all.
        { value: "[field('type')]", equals: classic },
      ],
    },
    then: { effect: 'audit' },
  },
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'Migrate the machines that use the account first',
      'Prepare the migration, look at the result, then commit it',
      'Change the keys',
    ],
    caution: 'Names and keys stay, but the account cannot be changed while it is being migrated.',
  },
  whenNotToFix: 'An account that nobody reads any more: copy what is needed and delete it.',
  examples: {
    healthy: [
      { name: 'an account of Resource Manager', resource: exampleResource(current, 'shoplogs', { kind: 'StorageV2', properties: {} }) },
    ],
    unhealthy: [
      { name: 'a classic account', resource: exampleResource(classic, 'oldlogs', { properties: { status: 'Created' } }) },
      {
        name: 'its type in small letters',
        resource: { ...exampleResource(classic, 'oldvhds', { properties: {} }), type: 'microsoft.classicstorage/storageaccounts' },
      },
    ],
    notApplicable: [
      { name: 'a file share service', resource: exampleResource('Microsoft.NetApp/netAppAccounts', 'files', { properties: {} }) },
    ],
  },
};
