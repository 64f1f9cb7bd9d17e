import { machine } from '../../example-machine.ts';
import { importedExamples } from '../../imported-examples.ts';
import type { ImportedRecommendation } from '../../recommendation.ts';

const key = 'a20423b5-b1d8-4547-b118-1bf5aae22630';
const title = 'Restart your machines to apply system updates';

export const machineRestartForUpdates: ImportedRecommendation = {
  name: 'machine-restart-for-updates',
  key,
  title,
  alsoKnownAs: ['Your machines should be restarted to apply system updates', 'Machines should be restarted to apply system updates'],
  why: 'An update that waits for a restart protects nothing: the old code is still running.',
  severity: 'medium',
  category: 'compute',
  threats: ['threatResistance'],
  resourceTypes: ['Microsoft.Compute/virtualMachines', 'Microsoft.ClassicCompute/virtualMachines'],
  kind: 'imported',
  decidedBy: 'A pending restart is known inside the machine only.',
  fix: {
    effort: 'low',
    userImpact: 'moderate',
    steps: [
      'Find a time at which the machine may be away for some minutes',
      'Restart it, one machine of a group after another',
      'See that no restart is pending any more',
    ],
    command: 'az vm restart --ids {id}',
    caution: 'The machine is away while it restarts.',
  },
  whenNotToFix: 'A machine whose live patching has brought the update into the running system.',
  examples: importedExamples(machine('web-1'), key, title),
};
