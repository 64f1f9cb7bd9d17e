import type { Resource } from '@plumbline/policy';
import { nameOf } from '../../json-reading.ts';
import { notCollected } from '../../missing.ts';
import { exampleInterface, exampleMachine, exampleNetwork, exampleNetworkId, exampleRouteTable } from '../../networking/example-network.ts';
import { forwards, interfacesOf, isInterface } from '../../networking/interfaces.ts';
import { isPublic } from '../../networking/reach.ts';
import { type DefaultRoute, defaultRouteOf } from '../../networking/routes.ts';
import { interfaceType, machineType, routeReads, routeTableType } from '../../networking/types.ts';
import type { GraphRecommendation, GraphVerdict, Neighbours } from '../../recommendation.ts';

export const vmNextGenerationFirewall: GraphRecommendation = {
  name: 'vm-next-generation-firewall',
  key: 'a43ce8bf-5e21-484d-a747-392bd040426a',
  title: 'Add a next generation firewall',
  alsoKnownAs: ['Add a Next Generation Firewall'],
  why: 'A security group looks at addresses and ports only; a firewall appliance sees what the traffic is and stops known attacks on ports that have to be open.',
  severity: 'medium',
  category: 'networking',
  threats: ['dataExfiltration', 'threatResistance', 'accountBreach'],
  resourceTypes: [machineType],
  kind: 'graph',
  reads: routeReads,
  needs: [interfaceType],
  judge,
  fix: {
    effort: 'high',
    userImpact: 'moderate',
    steps: [
      'Deploy Azure Firewall or a firewall appliance in a subnet of its own',
      'Give the machine’s subnet a route table whose default route (0.0.0.0/0) leads to the firewall',
      'Publish what the public needs through the firewall and take the public address off the machine',
    ],
    caution:
      'With the new default route, traffic that the firewall does not allow stops, and answers to direct connections take another way than they came.',
  },
  whenNotToFix:
    'A machine whose only public service is behind an application gateway or a content delivery network that inspects the traffic.',
  examples: {
    healthy: [
      {
        name: 'default route to an appliance',
        resource: exampleMachine('web-1'),
        estate: network('web-1', 'through', '0.0.0.0/0', undefined),
      },
      {
        name: 'public address and a firewall',
        resource: exampleMachine('web-2'),
        estate: network('web-2', 'through', '0.0.0.0/0', 'web-2-ip'),
      },
    ],
    unhealthy: [
      {
        name: 'public address without a route table',
        resource: exampleMachine('edge-1'),
        estate: network('edge-1', undefined, '0.0.0.0/0', 'edge-1-ip'),
      },
      {
        name: 'only the branch office goes through the appliance',
        resource: exampleMachine('edge-2'),
        estate: network('edge-2', 'through', '10.20.0.0/16', 'edge-2-ip'),
      },
    ],
    notApplicable: [
      {
        name: 'no public address and no firewall',
        resource: exampleMachine('inner-1'),
        estate: network('inner-1', undefined, '0.0.0.0/0', undefined),
      },
      {
        name: 'it is the firewall itself',
        resource: exampleMachine('firewall-1'),
        estate: [
          exampleInterface('firewall-1-nic', { network: 'shop', subnet: 'edge', publicAddress: 'firewall-1-ip', forwards: true }),
          exampleNetwork('shop', [{ name: 'edge' }]),
        ],
      },
    ],
    notCollected: [
      {
        name: 'the route table is not in the input',
        resource: exampleMachine('lost-1'),
        estate: network('lost-1', 'through', '0.0.0.0/0', 'lost-1-ip').slice(0, 2),
      },
      { name: 'the interface is not in the input', resource: exampleMachine('lost-2') },
      {
        name: 'the route table came without its routes',
        resource: exampleMachine('lost-3'),
        estate: [
          ...network('lost-3', 'through', '0.0.0.0/0', 'lost-3-ip').slice(0, 2),
          { id: exampleNetworkId(routeTableType, 'through'), name: 'through', type: routeTableType },
        ],
      },
    ],
  },
};

function network(machine: string, routeTable: string | undefined, prefix: string, publicAddress: string | undefined) {
  return [
    exampleInterface(`${machine}-nic`, { network: 'shop', subnet: 'web', ...(publicAddress === undefined ? {} : { publicAddress }) }),
    exampleNetwork('shop', [{ name: 'web', ...(routeTable === undefined ? {} : { routeTable }) }]),
    exampleRouteTable('through', [{ prefix, to: 'VirtualAppliance', address: '10.0.9.4' }]),
  ];
}

function judge(machine: Resource, neighbours: Neighbours): GraphVerdict {
  const name = nameOf(machine);
  const found = interfacesOf(machine, neighbours);
  // Any interface may be the one that forwards, so that all have to be known first.
  const missing = found.find((one) => one.kind === 'missing');
  if (missing !== undefined) return notCollected(missing);
  const interfaces = found.filter(isInterface);
  const forwarding = interfaces.find(forwards);
  if (forwarding !== undefined) {
    const because = {
      text: `${name} forwards the traffic of others: it is an appliance itself.`,
      resource: forwarding.id,
      path: 'properties.enableIPForwarding',
    };
    return { status: 'NotApplicable', because };
  }
  const configurations = interfaces.flatMap((one) => one.configurations);
  const facing = configurations.filter(isPublic);
  if (facing.length > 0)
    return verdictOf(
      facing.map((configuration) => defaultRouteOf(configuration, neighbours)),
      'Unhealthy',
    );
  if (configurations.length === 0) return { status: 'NotApplicable', because: { text: `${name} has no network interface.` } };
  return verdictOf(
    configurations.map((configuration) => defaultRouteOf(configuration, neighbours)),
    'NotApplicable',
  );
}

/** @param direct the status when traffic goes past every firewall */
function verdictOf(routes: readonly DefaultRoute[], direct: 'Unhealthy' | 'NotApplicable'): GraphVerdict {
  const straight = routes.find((route) => route.kind === 'direct');
  if (straight !== undefined) return { status: direct, because: straight.because };
  const missing = routes.find((route) => route.kind === 'missing');
  if (missing !== undefined) return notCollected(missing);
  const guarded = routes.find((route) => route.kind === 'appliance');
  return { status: 'Healthy', because: guarded?.because ?? { text: 'Every address is behind a virtual appliance.' } };
}
