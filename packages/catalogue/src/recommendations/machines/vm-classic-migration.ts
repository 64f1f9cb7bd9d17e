import { machine } from '../../example-machine.ts';
import { exampleResource } from '../../example-resource.ts';
import type { PolicyRecommendation } from '../../recommendation.ts';

const classic = 'Microsoft.ClassicCompute/virtualMachines';

export const vmClassicMigration: PolicyRecommendation = {
  name: 'vm-classic-migration',
  key: '12018f4f-3d10-999b-e4c4-86ec25be08a1',
  title: 'Virtual machines should be migrated to new AzureRM resources',
  alsoKnownAs: ['Virtual machines should be migrated to new Azure Resource Manager resources'],
  why: 'Classic machines know no role assignments, no tags, no policies and no managed identities, and their platform is retired.',
  severity: 'low',
  category: 'compute',
  threats: ['missingCoverage', 'elevationOfPrivilege'],
  resourceTypes: ['Microsoft.Compute/virtualMachines', classic],
  kind: 'policy',
  rule: {
    if: {
      allOf: [
        { field: 'type', in: ['Microsoft.Compute/virtualMachines', classic] },
        // As a value, so that machines of the newer kind are judged and found healthy instead of being no subject at all.
        { value: "[field('type')]", equals: classic },
      ],
    },
    then: { effect: 'audit' },
  },
  fix: {
    effort: 'high',
    userImpact: 'high',
    steps: [
      'Check that the machine, its network and its storage can be migrated',
      'Prepare the migration, look at the result, then commit or abort it',
      'Give the new machine its roles, tags and security groups',
    ],
    caution: 'The machine changes its addresses if it has no reserved ones, and may be away for a while.',
  },
  whenNotToFix: 'A machine that is switched off for good: delete it.',
  examples: {
    healthy: [
      { name: 'a machine of Resource Manager', resource: machine('web-1') },
      { name: 'its type in small letters', resource: { ...machine('web-2'), type: 'microsoft.compute/virtualmachines' } },
    ],
    unhealthy: [
      {
        name: 'a classic machine',
        resource: exampleResource(classic, 'old-1', { properties: { hardwareProfile: { size: 'Basic_A1' } } }),
      },
      {
        name: 'its type in small letters',
        resource: { ...exampleResource(classic, 'old-2', { properties: {} }), type: 'microsoft.classiccompute/virtualmachines' },
      },
    ],
    notApplicable: [
      { name: 'a disk', resource: exampleResource('Microsoft.Compute/disks', 'data-1', { properties: { diskState: 'Unattached' } }) },
    ],
  },
};
