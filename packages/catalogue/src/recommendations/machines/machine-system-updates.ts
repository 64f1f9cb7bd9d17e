import { machine } from '../../example-machine.ts';
import { importedExamples } from '../../imported-examples.ts';
import type { ImportedRecommendation } from '../../recommendation.ts';

const key = '4ab6e3c5-74dd-8b35-9ab9-f61b30875b27';
const title = 'System updates should be installed on your machines';

export const machineSystemUpdates: ImportedRecommendation = {
  name: 'machine-system-updates',
  key,
  title,
  alsoKnownAs: [
    'System updates should be installed on your machines (powered by Update Center)',
    'System updates should be installed on your machines (powered by Azure Update Manager)',
    'Machines should have system updates installed',
  ],
  why: 'Most break-ins use holes for which an update has been out for months.',
  severity: 'high',
  category: 'compute',
  threats: ['threatResistance', 'elevationOfPrivilege'],
  resourceTypes: ['Microsoft.Compute/virtualMachines', 'Microsoft.ClassicCompute/virtualMachines'],
  kind: 'imported',
  decidedBy: 'Which updates are missing is known inside the machine only.',
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'Assess the machine for missing updates',
      'Install security and critical updates, first on a machine that may fail',
      'Put the machine into a maintenance schedule so that it stays up to date',
    ],
    command:
      'az vm install-patches --resource-group {resourceGroup} --name {name} --maximum-duration PT2H --reboot-setting IfRequired --classifications-to-include-linux Critical Security',
    caution: 'Installing updates can restart the machine; on Windows use --classifications-to-include-win.',
  },
  whenNotToFix: 'An appliance that its vendor patches as a whole image; replace the image instead.',
  examples: importedExamples(machine('web-1'), key, title),
};
