import { machine } from '../../example-machine.ts';
import { importedExamples } from '../../imported-examples.ts';
import type { ImportedRecommendation } from '../../recommendation.ts';

const key = 'c476dc48-8110-4139-91af-c8d940896b98';
const title = 'Vulnerabilities in security configuration on your machines should be remediated';

export const machineSecurityConfiguration: ImportedRecommendation = {
  name: 'machine-security-configuration',
  key,
  title,
  alsoKnownAs: ['Machines should be configured securely'],
  why: 'Systems come with settings for convenience: weak ciphers, guest accounts, open shares. A hardened baseline closes them before they are tried.',
  severity: 'low',
  category: 'compute',
  threats: ['threatResistance', 'elevationOfPrivilege'],
  resourceTypes: ['Microsoft.Compute/virtualMachines', 'Microsoft.ClassicCompute/virtualMachines'],
  kind: 'imported',
  decidedBy: 'The baseline is checked inside the operating system.',
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'Read the rules that failed with their expected values',
      'Apply them on a test machine by group policy or configuration management',
      'Roll them out, and build them into the image',
    ],
    caution: 'Hardening can lock out old clients and accounts.',
  },
  whenNotToFix: 'A rule that breaks an application for certain; exempt that machine and write down the compensating measure.',
  examples: importedExamples(machine('web-1'), key, title),
};
