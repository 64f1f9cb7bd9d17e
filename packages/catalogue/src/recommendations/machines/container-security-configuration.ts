import { machine } from '../../example-machine.ts';
import { importedExamples } from '../../imported-examples.ts';
import type { ImportedRecommendation } from '../../recommendation.ts';

const key = '0677209d-e675-2c6f-e91a-54cef2878663';
const title = 'Remediate vulnerabilities in security configuration on your containers';

export const containerSecurityConfiguration: ImportedRecommendation = {
  name: 'container-security-configuration',
  key,
  title,
  alsoKnownAs: [
    'Vulnerabilities in container security configurations should be remediated',
    'Vulnerabilities in security configuration on your containers should be remediated',
    'Containers hosts should be configured securely',
  ],
  why: 'A container host with a loose Docker configuration turns a break-in into one container into a break-in into all of them.',
  severity: 'high',
  category: 'compute',
  threats: ['elevationOfPrivilege', 'threatResistance'],
  resourceTypes: ['Microsoft.Compute/virtualMachines', 'Microsoft.Compute/virtualMachineScaleSets'],
  kind: 'imported',
  decidedBy: 'The benchmark looks at the Docker daemon and its containers inside the machine.',
  fix: {
    effort: 'high',
    userImpact: 'moderate',
    steps: [
      'Read the failed checks of the Docker benchmark for the host',
      'Correct the daemon first: TLS, user namespaces, no open socket',
      'Then the containers: no privileged ones, no host network, read-only file systems',
    ],
    caution: 'Changing the daemon restarts every container on the host.',
  },
  whenNotToFix: 'A short-lived build host that holds no secrets and is thrown away after each run.',
  examples: importedExamples(machine('docker-1'), key, title),
};
