import type { Resource } from '@plumbline/policy';
import { listAt, nameOf } from '../../json-reading.ts';
import { notCollected } from '../../missing.ts';
import { exampleInterface, exampleMachine } from '../../networking/example-network.ts';
import { forwards, interfacesOf, isInterface } from '../../networking/interfaces.ts';
import { configurationReads, interfaceType, machineType } from '../../networking/types.ts';
import type { GraphRecommendation, GraphVerdict, Neighbours } from '../../recommendation.ts';

export const vmIpForwarding: GraphRecommendation = {
  name: 'vm-ip-forwarding',
  key: 'c3b51c94-588b-426b-a892-24696f9e54cc',
  title: 'IP forwarding on your virtual machine should be disabled',
  why: 'A machine that may pass on the packets of others can be used to read them, or as a way around the firewall.',
  severity: 'medium',
  category: 'networking',
  threats: ['dataExfiltration', 'maliciousInsider'],
  resourceTypes: [machineType],
  kind: 'graph',
  reads: {
    [machineType]: ['properties.networkProfile.networkInterfaces[*].id'],
    [interfaceType]: [...configurationReads, 'properties.enableIPForwarding'],
  },
  needs: [interfaceType],
  judge,
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: ['Ask the owner whether the machine routes traffic on purpose', 'Turn IP forwarding off on its network interfaces'],
    command:
      "az network nic update --ids $(az vm show --ids {id} --query 'networkProfile.networkInterfaces[].id' -o tsv) --ip-forwarding false",
    caution: 'Traffic that is routed through the machine stops.',
  },
  whenNotToFix: 'A firewall, router or VPN appliance: forwarding is its work.',
  examples: {
    healthy: [
      { name: 'off', resource: exampleMachine('web-1'), estate: [exampleInterface('web-1-nic', { network: 'shop', subnet: 'web' })] },
      {
        name: 'never set',
        resource: exampleMachine('web-2'),
        estate: [unset(exampleInterface('web-2-nic', { network: 'shop', subnet: 'web' }))],
      },
    ],
    unhealthy: [
      {
        name: 'on',
        resource: exampleMachine('box-1'),
        estate: [exampleInterface('box-1-nic', { network: 'shop', subnet: 'web', forwards: true })],
      },
      {
        name: 'on for one interface, the other not collected',
        resource: exampleMachine('box-2', ['box-2-inner', 'box-2-outer']),
        estate: [exampleInterface('box-2-outer', { network: 'shop', subnet: 'edge', forwards: true })],
      },
    ],
    notApplicable: [{ name: 'no network interface', resource: exampleMachine('spare-1', []) }],
    notCollected: [
      { name: 'the interface is not in the input', resource: exampleMachine('lost-1') },
      {
        name: 'off for one interface, the other not collected',
        resource: exampleMachine('lost-2', ['lost-2-inner', 'lost-2-outer']),
        estate: [exampleInterface('lost-2-outer', { network: 'shop', subnet: 'edge' })],
      },
    ],
  },
};

/** As older API versions give an interface on which forwarding was never touched. */
function unset(nic: Resource): Resource {
  return { ...nic, properties: { ipConfigurations: listAt(nic, 'properties.ipConfigurations') } };
}

function judge(machine: Resource, neighbours: Neighbours): GraphVerdict {
  const name = nameOf(machine);
  const interfaces = interfacesOf(machine, neighbours);
  const path = 'properties.enableIPForwarding';
  const forwarding = interfaces.filter(isInterface).find(forwards);
  if (forwarding !== undefined) {
    return {
      status: 'Unhealthy',
      because: { text: `IP forwarding is on for ${forwarding.name}.`, resource: forwarding.id, path, found: true, expected: false },
    };
  }
  const missing = interfaces.find((found) => found.kind === 'missing');
  if (missing !== undefined) return notCollected(missing);
  if (interfaces.length === 0) return { status: 'NotApplicable', because: { text: `${name} has no network interface.` } };
  return { status: 'Healthy', because: { text: `IP forwarding is off for every interface of ${name}.`, path, found: false } };
}
