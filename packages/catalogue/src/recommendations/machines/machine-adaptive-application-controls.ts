import { machine } from '../../example-machine.ts';
import { importedExamples } from '../../imported-examples.ts';
import type { ImportedRecommendation } from '../../recommendation.ts';

const key = '35f45c95-27cf-4e52-891f-8390d1de5828';
const title = 'Enable Adaptive Application Controls';

export const machineAdaptiveApplicationControls: ImportedRecommendation = {
  name: 'machine-adaptive-application-controls',
  key,
  title,
  alsoKnownAs: [
    'Adaptive Application Controls should be enabled on virtual machines',
    'Adaptive application controls should be enabled on your machines',
    'Adaptive application controls for defining safe applications should be enabled on your machines',
  ],
  why: 'Where only known programs may run, malware that has found its way in does not start.',
  severity: 'high',
  category: 'compute',
  threats: ['threatResistance', 'maliciousInsider'],
  resourceTypes: ['Microsoft.Compute/virtualMachines'],
  kind: 'imported',
  decidedBy: 'The lists of allowed programs are learned from what runs inside the machines and held by the security service.',
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'Look at the list of programs that was learned for the group of machines',
      'Take out what does not belong there',
      'Start in audit mode and watch for some weeks before blocking',
    ],
    caution: 'A list that is too short stops legitimate programs as soon as it is enforced.',
  },
  whenNotToFix: 'Machines on which new programs are built and started all day.',
  examples: importedExamples(machine('web-1'), key, title),
};
