import { machine } from '../../example-machine.ts';
import { importedExamples } from '../../imported-examples.ts';
import type { ImportedRecommendation } from '../../recommendation.ts';

const key = '3bcd234d-c9c7-c2a2-89e0-c01f419c1a8a';
const title = 'Resolve endpoint protection health issues on your machines';

export const machineEndpointProtectionHealth: ImportedRecommendation = {
  name: 'machine-endpoint-protection-health',
  key,
  title,
  alsoKnownAs: [
    'Endpoint protection health issues should be resolved on your machines',
    'Endpoint protection health issues on machines should be resolved',
  ],
  why: 'Protection with old signatures, a stopped service or switched off scanning lets in what it was bought to keep out.',
  severity: 'medium',
  category: 'compute',
  threats: ['threatResistance', 'missingCoverage'],
  resourceTypes: ['Microsoft.Compute/virtualMachines', 'Microsoft.ClassicCompute/virtualMachines'],
  kind: 'imported',
  decidedBy: 'The state of the protection is known inside the machine only.',
  fix: {
    effort: 'moderate',
    userImpact: 'low',
    steps: [
      'See which check failed: signatures, real-time protection, last scan',
      'Turn real-time protection on and let signatures update',
      'Run a full scan once the protection is healthy',
    ],
  },
  whenNotToFix: 'A machine that a product protects which the assessment does not know; exempt it and name the product.',
  examples: importedExamples(machine('web-1'), key, title),
};
