import type { Resource } from '@plumbline/policy';
import { exampleResource } from '../../example-resource.ts';
import type { GraphVerdict, Neighbours, Recommendation } from '../../recommendation.ts';
import {
  diagnosticsExtensionOf,
  exampleExtensionProfile,
  exampleScaleSet,
  hasProfile,
  scaleSetExtensionReads,
  scaleSetExtensionType,
  scaleSetReads,
  scaleSetType,
} from '../../scale-set-diagnostics.ts';
import { isObject, textAt, valueAt } from '../../value-at.ts';

const path = 'properties.virtualMachineProfile.extensionProfile.extensions';
const windowsDiagnostics = exampleExtensionProfile('Microsoft.Azure.Diagnostics', 'IaaSDiagnostics');
const customScript = exampleExtensionProfile('Microsoft.Compute', 'CustomScriptExtension');
const child = { name: 'web/diagnostics', properties: { publisher: 'Microsoft.Azure.Diagnostics', type: 'LinuxDiagnostic' } };

export const scaleSetDiagnosticLogs: Recommendation = {
  name: 'scale-set-diagnostic-logs',
  key: '961eb649-3ea9-f8c2-6595-88e9a3aeedeb',
  title: 'Diagnostics logs in Virtual Machine Scale Sets should be enabled',
  alsoKnownAs: [
    'Diagnostic logs in Virtual Machine Scale Sets should be enabled',
    'Resource logs in Virtual Machine Scale Sets should be enabled',
  ],
  why: 'Machines of a scale set come and go, and their event logs go with them unless an extension sends these elsewhere.',
  severity: 'low',
  category: 'compute',
  threats: ['missingCoverage', 'threatResistance'],
  resourceTypes: [scaleSetType],
  // The profile of a set lists its extensions, so that the children need not be collected; an if-not-exists effect sees only these.
  kind: 'graph',
  reads: { [scaleSetType]: scaleSetReads, [scaleSetExtensionType]: scaleSetExtensionReads },
  needs: [],
  judge: judgeScaleSet,
  fix: {
    effort: 'moderate',
    userImpact: 'low',
    steps: [
      'Choose a storage account for the logs and keep them for at least 365 days.',
      'Add the diagnostics extension (IaaSDiagnostics on Windows, LinuxDiagnostic on Linux) to the scale set.',
      'Upgrade the machines that run already to the new model.',
    ],
    command:
      'az vmss extension set --resource-group {resourceGroup} --vmss-name {name} --name IaaSDiagnostics --publisher Microsoft.Azure.Diagnostics --settings settings.json --subscription {subscription}',
    caution: 'With a manual upgrade policy nothing changes until the machines are upgraded. On Linux name LinuxDiagnostic instead.',
  },
  whenNotToFix: 'Machines that already send their event logs through the Azure Monitor agent.',
  examples: {
    healthy: [
      { name: 'Windows diagnostics', resource: exampleScaleSet('web', [customScript, windowsDiagnostics]) },
      {
        name: 'Linux diagnostics of the older publisher',
        resource: exampleScaleSet('web', [exampleExtensionProfile('Microsoft.OSTCExtensions', 'LinuxDiagnostic')]),
      },
      {
        name: 'known from its child only',
        resource: exampleScaleSet('web', []),
        estate: [exampleResource(scaleSetExtensionType, 'web/diagnostics', child)],
      },
    ],
    unhealthy: [
      { name: 'no extensions', resource: exampleScaleSet('web', []) },
      { name: 'another extension only', resource: exampleScaleSet('web', [customScript]) },
      { name: 'the type of another publisher', resource: exampleScaleSet('web', [exampleExtensionProfile('Contoso', 'IaaSDiagnostics')]) },
      {
        name: 'the extension is on another set',
        resource: exampleScaleSet('web', []),
        estate: [exampleResource(scaleSetExtensionType, 'web2/diagnostics', child)],
      },
    ],
    notApplicable: [
      {
        name: 'nodes of a Kubernetes service',
        resource: exampleScaleSet('aks-pool', [], { publisher: 'microsoft-aks', offer: 'aks', sku: 'aks-ubuntu-2204' }),
      },
      {
        name: 'flexible, without a profile',
        resource: exampleResource(scaleSetType, 'mixed', { properties: { orchestrationMode: 'Flexible' } }),
      },
    ],
    notCollected: [{ name: 'without its configuration', resource: exampleResource(scaleSetType, 'web') }],
  },
};

function judgeScaleSet(subject: Resource, neighbours: Neighbours): GraphVerdict {
  const name = textAt(subject, 'name');
  if (!isObject(valueAt(subject, 'properties'))) {
    return { status: 'NotCollected', needs: 'configuration', because: { text: `${name} came without its configuration.` } };
  }
  if (!hasProfile(subject))
    return { status: 'NotApplicable', because: { text: `${name} has no machine profile: its machines are made one by one.` } };
  if (isKubernetesNode(subject))
    return { status: 'NotApplicable', because: { text: `${name} holds nodes of a Kubernetes service, which logs them itself.` } };
  const extension = diagnosticsExtensionOf(subject, neighbours);
  const expected = 'IaaSDiagnostics or LinuxDiagnostic';
  if (extension === undefined) return { status: 'Unhealthy', because: { text: `${name} has no diagnostics extension.`, path, expected } };
  const found = textAt(extension, 'properties.type');
  return { status: 'Healthy', because: { text: `${name} has the extension ${found}.`, path, found, expected } };
}

function isKubernetesNode(scaleSet: Resource): boolean {
  const image = 'properties.virtualMachineProfile.storageProfile.imageReference';
  const [publisher, offer, sku] = ['publisher', 'offer', 'sku'].map((key) => textAt(scaleSet, `${image}.${key}`).toLowerCase());
  return publisher === 'microsoft-aks' || offer === 'aks' || (sku?.startsWith('aks') ?? false);
}
