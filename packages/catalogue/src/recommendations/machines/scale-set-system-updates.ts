import { scaleSet } from '../../example-machine.ts';
import { importedExamples } from '../../imported-examples.ts';
import type { ImportedRecommendation } from '../../recommendation.ts';

const key = 'bd20bd91-aaf1-7f14-b6e4-866de2f43146';
const title = 'System updates on virtual machine scale sets should be installed';

export const scaleSetSystemUpdates: ImportedRecommendation = {
  name: 'scale-set-system-updates',
  key,
  title,
  alsoKnownAs: ['System updates should be installed on virtual machine scale sets'],
  why: 'Instances that were created from an old image start with all holes that have been closed since.',
  severity: 'high',
  category: 'compute',
  threats: ['threatResistance'],
  resourceTypes: ['Microsoft.Compute/virtualMachineScaleSets'],
  kind: 'imported',
  decidedBy: 'Which updates are missing is known inside the instances only.',
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'Turn on automatic image upgrades, or publish a current image',
      'Upgrade the instances in batches',
      'See that new instances start from the new image',
    ],
    command: 'az vmss update --ids {id} --set upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade=true',
    caution: 'Automatic upgrades need a health probe; instances are replaced batch by batch.',
  },
  whenNotToFix: 'A set whose instances live for minutes and whose image is rebuilt every day.',
  examples: importedExamples(scaleSet('workers'), key, title),
};
