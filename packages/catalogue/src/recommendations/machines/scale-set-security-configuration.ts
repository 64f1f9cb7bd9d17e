import { scaleSet } from '../../example-machine.ts';
import { importedExamples } from '../../imported-examples.ts';
import type { ImportedRecommendation } from '../../recommendation.ts';

const key = '8941d121-f740-35f6-952c-6561d2b38d36';
const title = 'Vulnerabilities in security configuration on your virtual machine scale sets should be remediated';

export const scaleSetSecurityConfiguration: ImportedRecommendation = {
  name: 'scale-set-security-configuration',
  key,
  title,
  alsoKnownAs: ['Virtual machine scale sets should be configured securely'],
  why: 'Every instance is a copy: one weak setting in the image is weak as many times as the set is large.',
  severity: 'high',
  category: 'compute',
  threats: ['threatResistance', 'elevationOfPrivilege'],
  resourceTypes: ['Microsoft.Compute/virtualMachineScaleSets'],
  kind: 'imported',
  decidedBy: 'The baseline is checked inside the operating system of the instances.',
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'Read the rules that failed with their expected values',
      'Correct the image or the start-up script, not single instances',
      'Upgrade the instances to the new model',
    ],
    caution: 'Upgrading replaces or restarts instances.',
  },
  whenNotToFix: 'A rule that breaks the application for certain; write down what protects instead.',
  examples: importedExamples(scaleSet('workers'), key, title),
};
