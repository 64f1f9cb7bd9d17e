import type { JsonObject, Resource } from '@plumbline/policy';
import { exampleResource } from '../../example-resource.ts';
import type { GraphVerdict, Neighbours, Recommendation } from '../../recommendation.ts';
import {
  diagnosticsExtensionOf,
  exampleExtensionProfile,
  exampleScaleSet,
  extensionsOf,
  scaleSetExtensionReads,
  scaleSetExtensionType,
  scaleSetReads,
  scaleSetType,
} from '../../scale-set-diagnostics.ts';
import { isObject, textAt, valueAt } from '../../value-at.ts';

const clusterType = 'Microsoft.ServiceFabric/clusters';
const endpoint = 'https://westeurope.servicefabric.azure.com/runtime/clusters/0a6f5c1e';
const cluster = exampleResource(clusterType, 'shop-fabric', { properties: { clusterEndpoint: endpoint } });
const diagnostics = exampleExtensionProfile('Microsoft.Azure.Diagnostics', 'IaaSDiagnostics');
const nodesOf = (name: string, clusterEndpoint: string, ...others: readonly JsonObject[]) =>
  exampleScaleSet(name, [exampleExtensionProfile('Microsoft.Azure.ServiceFabric', 'ServiceFabricNode', { clusterEndpoint }), ...others]);

export const serviceFabricDiagnosticLogs: Recommendation = {
  name: 'service-fabric-diagnostic-logs',
  key: 'b1efa279-3237-4c8e-9399-a8673c62dd28',
  title: 'Enable diagnostics logs in Service Fabric',
  alsoKnownAs: ['Diagnostics logs in Service Fabric should be enabled', 'Diagnostic logs in Service Fabric should be enabled'],
  why: 'A cluster writes its events on its nodes, where they are overwritten; without the extension that collects them an incident leaves no trace.',
  severity: 'low',
  category: 'compute',
  threats: ['missingCoverage', 'threatResistance'],
  resourceTypes: [clusterType],
  // Service Fabric has no diagnostic settings of its own: its nodes, machines of scale sets, collect its logs.
  kind: 'graph',
  reads: { [clusterType]: ['properties.clusterEndpoint'], [scaleSetType]: scaleSetReads, [scaleSetExtensionType]: scaleSetExtensionReads },
  needs: [scaleSetType],
  judge: judgeCluster,
  fix: {
    effort: 'moderate',
    userImpact: 'low',
    steps: [
      'Choose a storage account for the logs and keep them for at least 365 days.',
      'Add the diagnostics extension to the scale set of every node type, with the Service Fabric event sources.',
    ],
    caution: 'Nodes are upgraded one after the other; wait for the cluster to be healthy between node types.',
  },
  whenNotToFix: 'A cluster for development that is thrown away every day.',
  examples: {
    healthy: [
      { name: 'its nodes collect logs', resource: cluster, estate: [nodesOf('nodes', endpoint, diagnostics)] },
      {
        name: 'a node type of another cluster does not count',
        resource: cluster,
        estate: [nodesOf('nodes', endpoint.toUpperCase(), diagnostics), nodesOf('others', 'https://elsewhere/other')],
      },
    ],
    unhealthy: [
      { name: 'its nodes collect nothing', resource: cluster, estate: [nodesOf('nodes', endpoint)] },
      { name: 'one node type of two', resource: cluster, estate: [nodesOf('front', endpoint, diagnostics), nodesOf('back', endpoint)] },
    ],
    notCollected: [
      { name: 'no scale sets in the input', resource: cluster },
      { name: 'only scale sets of others', resource: cluster, estate: [nodesOf('others', 'https://elsewhere/other', diagnostics)] },
      {
        name: 'without its configuration',
        resource: exampleResource(clusterType, 'shop-fabric'),
        estate: [nodesOf('nodes', endpoint, diagnostics)],
      },
    ],
  },
};

function judgeCluster(subject: Resource, neighbours: Neighbours): GraphVerdict {
  const name = textAt(subject, 'name');
  if (!isObject(valueAt(subject, 'properties'))) {
    return { status: 'NotCollected', needs: 'configuration', because: { text: `${name} came without its configuration.` } };
  }
  const wanted = textAt(subject, 'properties.clusterEndpoint').toLowerCase();
  const nodes = neighbours.inSubscription(scaleSetType).filter((scaleSet) => wanted !== '' && endpointsOf(scaleSet).includes(wanted));
  if (nodes.length === 0) {
    return { status: 'NotCollected', needs: scaleSetType, because: { text: `The input holds no scale set that runs nodes of ${name}.` } };
  }
  const silent = nodes.find((scaleSet) => diagnosticsExtensionOf(scaleSet, neighbours) === undefined);
  if (silent === undefined)
    return { status: 'Healthy', because: { text: `All node types of ${name} (${nodes.length}) have a diagnostics extension.` } };
  const text = `The nodes of ${name} in ${textAt(silent, 'name')} have no diagnostics extension.`;
  const path = 'properties.virtualMachineProfile.extensionProfile.extensions';
  return { status: 'Unhealthy', because: { text, resource: textAt(silent, 'id'), path, expected: 'IaaSDiagnostics or LinuxDiagnostic' } };
}

/** The clusters that a scale set's machines join, as the node extension names them. */
function endpointsOf(scaleSet: Resource): readonly string[] {
  return extensionsOf(scaleSet)
    .map((extension) => textAt(extension, 'properties.settings.clusterEndpoint').toLowerCase())
    .filter((found) => found !== '');
}
