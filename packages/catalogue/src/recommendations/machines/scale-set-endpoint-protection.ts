import { scaleSet } from '../../example-machine.ts';
import { importedExamples } from '../../imported-examples.ts';
import type { ImportedRecommendation } from '../../recommendation.ts';

const key = '21300918-b2e3-0346-785f-c77ff57d243b';
const title = 'Endpoint protection should be installed on virtual machine scale sets';

export const scaleSetEndpointProtection: ImportedRecommendation = {
  name: 'scale-set-endpoint-protection',
  key,
  title,
  alsoKnownAs: ['Endpoint protection solution should be installed on virtual machine scale sets'],
  why: 'Without protection known malware runs unhindered on every instance, and new instances bring no cure.',
  severity: 'high',
  category: 'compute',
  threats: ['threatResistance'],
  resourceTypes: ['Microsoft.Compute/virtualMachineScaleSets'],
  kind: 'imported',
  decidedBy: 'Protection that is part of the image or installed by a script shows inside the instances only.',
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: ['Add the protection to the model of the set, as an extension or in the image', 'Upgrade the instances to the new model'],
    command:
      'az vmss extension set --resource-group {resourceGroup} --vmss-name {name} --publisher Microsoft.Azure.Security --name IaaSAntimalware --settings \'{"AntimalwareEnabled":true,"RealtimeProtectionEnabled":true}\'',
    caution: 'The command is for Windows; with manual upgrades existing instances need an upgrade of their own.',
  },
  whenNotToFix: 'Instances that live for minutes and take no input from outside.',
  examples: importedExamples(scaleSet('workers'), key, title),
};
