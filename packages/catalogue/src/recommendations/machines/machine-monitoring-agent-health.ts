import { machine } from '../../example-machine.ts';
import { importedExamples } from '../../imported-examples.ts';
import type { ImportedRecommendation } from '../../recommendation.ts';

const key = '8e2b96ff-3de2-289b-b5c1-3b9921a3441e';
const title = 'Resolve monitoring agent health issues on your machines';

export const machineMonitoringAgentHealth: ImportedRecommendation = {
  name: 'machine-monitoring-agent-health',
  key,
  title,
  alsoKnownAs: [
    'Monitoring agent health issues should be resolved on your machines',
    'Log Analytics agent health issues should be resolved on your machines',
  ],
  why: 'An agent that is installed but does not report leaves the machine as unwatched as one without an agent, and nobody notices.',
  severity: 'medium',
  category: 'compute',
  threats: ['missingCoverage'],
  resourceTypes: ['Microsoft.Compute/virtualMachines', 'Microsoft.ClassicCompute/virtualMachines'],
  kind: 'imported',
  decidedBy: 'Whether the agent reports is seen in the workspace that receives its heartbeat, not in the configuration of the machine.',
  fix: {
    effort: 'moderate',
    userImpact: 'low',
    steps: [
      'Look up the reason that the assessment names: no network path to the workspace, a stopped service, a wrong workspace key',
      'Open outbound HTTPS to the endpoints of the workspace, or restart the agent',
      'Reinstall the agent where it stays silent',
    ],
  },
  whenNotToFix: 'A machine that is switched off for good or about to be deleted.',
  examples: importedExamples(machine('web-1'), key, title),
};
