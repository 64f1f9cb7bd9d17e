import { machine } from '../../example-machine.ts';
import { importedExamples } from '../../imported-examples.ts';
import type { ImportedRecommendation } from '../../recommendation.ts';

const key = '968548cb-02b3-8cd2-11f8-0cf64ab1a347';
const title = 'Troubleshoot missing scan data on your machines';

export const machineMissingScanData: ImportedRecommendation = {
  name: 'machine-missing-scan-data',
  key,
  title,
  why: 'A machine whose scans do not arrive is judged by nothing: missing updates, weak settings and missing protection all stay out of sight.',
  severity: 'medium',
  category: 'compute',
  threats: ['missingCoverage'],
  resourceTypes: ['Microsoft.Compute/virtualMachines', 'Microsoft.ClassicCompute/virtualMachines'],
  kind: 'imported',
  decidedBy: 'Whether scan results arrive is seen in the workspace, not in the configuration of the machine.',
  fix: {
    effort: 'moderate',
    userImpact: 'low',
    steps: [
      'Check that the agent sends its heartbeat and to which workspace',
      'Make sure that the solutions for updates and security are enabled on that workspace',
      'Repair or reinstall the agent if scans stay away for a day',
    ],
  },
  whenNotToFix: 'A machine that is switched off most of the time and scanned whenever it runs.',
  examples: importedExamples(machine('web-1'), key, title),
};
