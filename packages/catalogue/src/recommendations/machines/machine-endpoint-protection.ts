import { machine } from '../../example-machine.ts';
import { importedExamples } from '../../imported-examples.ts';
import type { ImportedRecommendation } from '../../recommendation.ts';

const key = '83f577bd-a1b6-b7e1-0891-12ca19d1e6df';
const title = 'Install endpoint protection solution on your machines';

export const machineEndpointProtection: ImportedRecommendation = {
  name: 'machine-endpoint-protection',
  key,
  title,
  alsoKnownAs: [
    'Install endpoint protection solution on virtual machines',
    'Endpoint protection should be installed on your machines',
    'Endpoint protection should be installed on machines',
    'Monitor missing Endpoint Protection in Azure Security Center',
  ],
  why: 'Without protection on the machine known malware runs unhindered.',
  severity: 'medium',
  category: 'compute',
  threats: ['threatResistance'],
  resourceTypes: ['Microsoft.Compute/virtualMachines', 'Microsoft.ClassicCompute/virtualMachines'],
  kind: 'imported',
  decidedBy:
    'Protection comes in many products, some part of the operating system, most of them installed without an extension: only a look inside the machine tells.',
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: [
      'Choose one product for all machines',
      'Install it through an extension or the image',
      'See that it reports as healthy the day after',
    ],
    command:
      'az vm extension set --resource-group {resourceGroup} --vm-name {name} --publisher Microsoft.Azure.Security --name IaaSAntimalware --settings \'{"AntimalwareEnabled":true,"RealtimeProtectionEnabled":true}\'',
    caution: 'The command is for Windows; two protection products on one machine slow each other down.',
  },
  whenNotToFix: 'An appliance on which the vendor allows no further software.',
  examples: importedExamples(machine('web-1'), key, title),
};
