import { scaleSet } from '../../example-machine.ts';
import { importedExamples } from '../../imported-examples.ts';
import type { ImportedRecommendation } from '../../recommendation.ts';

const key = 'e71020c2-860c-3235-cd39-04f3f8c936d2';
const title = 'Remediate endpoint protection health failures on virtual machine scale sets';

export const scaleSetEndpointProtectionHealth: ImportedRecommendation = {
  name: 'scale-set-endpoint-protection-health',
  key,
  title,
  alsoKnownAs: [
    'Endpoint protection health failures should be remediated on virtual machine scale sets',
    'Endpoint protection health failures on virtual machine scale sets should be resolved',
    'Endpoint protection health issues on virtual machine scale sets should be resolved',
  ],
  why: 'Protection that has stopped or is out of date gives a safety that is not there, on all instances alike.',
  severity: 'low',
  category: 'compute',
  threats: ['threatResistance', 'missingCoverage'],
  resourceTypes: ['Microsoft.Compute/virtualMachineScaleSets'],
  kind: 'imported',
  decidedBy: 'The state of the protection is known inside the instances only.',
  fix: {
    effort: 'moderate',
    userImpact: 'low',
    steps: [
      'See which check failed and on how many instances',
      'Correct the model of the set: signature updates, real-time protection',
      'Upgrade or reimage the instances that stay unhealthy',
    ],
  },
  whenNotToFix: 'Instances that a product protects which the assessment does not know.',
  examples: importedExamples(scaleSet('workers'), key, title),
};
