import type { Resource } from '@plumbline/policy';
import { nameOf } from '../../json-reading.ts';
import { notCollected } from '../../missing.ts';
import { allPorts } from '../../networking/asks.ts';
import {
  exampleInterface,
  exampleMachine,
  exampleNetwork,
  exampleRouteTable,
  exampleSecurityGroup,
} from '../../networking/example-network.ts';
import { forwards, interfacesOf, isInterface } from '../../networking/interfaces.ts';
import { first, isPublic, reachOf } from '../../networking/reach.ts';
import { defaultRouteOf } from '../../networking/routes.ts';
import { interfaceType, machineType, routeReads } from '../../networking/types.ts';
import type { GraphRecommendation, GraphVerdict, Neighbours } from '../../recommendation.ts';

/** Judged where a firewall is in place; that there is none is what `vm-next-generation-firewall` says. */
export const vmRouteThroughFirewall: GraphRecommendation = {
  name: 'vm-route-through-firewall',
  key: 'abdb1e67-ad69-4908-a3cf-dc3915fc20c3',
  title: 'Route traffic through network gateway firewall only',
  alsoKnownAs: ['Route traffic through NGFW only'],
  why: 'A firewall protects only what has to pass it: a public address on the machine is a second door that nobody watches.',
  severity: 'medium',
  category: 'networking',
  threats: ['dataExfiltration', 'threatResistance', 'accountBreach'],
  resourceTypes: [machineType],
  kind: 'graph',
  reads: routeReads,
  needs: [interfaceType],
  judge,
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'Publish on the firewall whatever the public has to reach',
      'Take the public address off the machine, or let its security group admit the firewall only',
    ],
    caution: 'Callers that use the machine’s own public address have to be moved to the firewall’s first.',
  },
  whenNotToFix: 'A machine whose direct address serves a protocol that the firewall cannot pass on.',
  examples: {
    healthy: [
      { name: 'no public address of its own', resource: exampleMachine('web-1'), estate: network('web-1', { routeTable: 'through' }) },
      {
        name: 'only the firewall gets in',
        resource: exampleMachine('web-2'),
        estate: [
          ...network('web-2', { routeTable: 'through', publicAddress: 'web-2-ip', securityGroup: 'web-2-rules' }),
          exampleSecurityGroup('web-2-rules', [{ name: 'firewall', priority: 100, source: '10.0.9.4', ports: '*', protocol: '*' }]),
        ],
      },
    ],
    unhealthy: [
      {
        name: 'the Internet gets in directly',
        resource: exampleMachine('side-1'),
        estate: [
          ...network('side-1', { routeTable: 'through', publicAddress: 'side-1-ip', securityGroup: 'side-1-rules' }),
          exampleSecurityGroup('side-1-rules', [{ name: 'web', priority: 100, source: 'Internet', ports: '443' }]),
        ],
      },
      {
        name: 'a public address that no group guards',
        resource: exampleMachine('side-2'),
        estate: network('side-2', { routeTable: 'halves', publicAddress: 'side-2-ip' }),
      },
    ],
    notApplicable: [
      { name: 'no firewall', resource: exampleMachine('plain-1'), estate: network('plain-1', { publicAddress: 'plain-1-ip' }) },
      {
        name: 'it is the firewall itself',
        resource: exampleMachine('firewall-1'),
        estate: network('firewall-1', { publicAddress: 'firewall-1-ip', forwards: true }),
      },
    ],
    notCollected: [
      {
        name: 'the route table is not in the input',
        resource: exampleMachine('lost-1'),
        estate: network('lost-1', { routeTable: 'elsewhere' }),
      },
      {
        name: 'the security group is not in the input',
        resource: exampleMachine('lost-2'),
        estate: network('lost-2', { routeTable: 'through', publicAddress: 'lost-2-ip', securityGroup: 'lost-2-rules' }),
      },
      { name: 'the interface is not in the input', resource: exampleMachine('lost-3') },
    ],
  },
};

interface About {
  readonly routeTable?: string;
  readonly publicAddress?: string;
  readonly securityGroup?: string;
  readonly forwards?: boolean;
}

function network(machine: string, { routeTable, ...about }: About) {
  return [
    exampleInterface(`${machine}-nic`, { network: 'shop', subnet: 'web', ...about }),
    exampleNetwork('shop', [{ name: 'web', ...(routeTable === undefined ? {} : { routeTable }) }]),
    exampleRouteTable('through', [{ prefix: '0.0.0.0/0', to: 'VirtualAppliance', address: '10.0.9.4' }]),
    exampleRouteTable('halves', [
      { prefix: '0.0.0.0/1', to: 'VirtualAppliance', address: '10.0.9.4' },
      { prefix: '128.0.0.0/1', to: 'VirtualAppliance', address: '10.0.9.4' },
    ]),
  ];
}

function judge(machine: Resource, neighbours: Neighbours): GraphVerdict {
  const name = nameOf(machine);
  const found = interfacesOf(machine, neighbours);
  // Any interface may be the one that forwards, so that all have to be known first.
  const unknown = found.find((one) => one.kind === 'missing');
  if (unknown !== undefined) return notCollected(unknown);
  const interfaces = found.filter(isInterface);
  if (interfaces.some(forwards))
    return { status: 'NotApplicable', because: { text: `${name} forwards the traffic of others: it is an appliance itself.` } };
  const routes = interfaces.flatMap((one) => one.configurations).map((configuration) => defaultRouteOf(configuration, neighbours));
  const guarded = routes.find((route) => route.kind === 'appliance');
  if (guarded === undefined) {
    const missing = routes.find((route) => route.kind === 'missing');
    if (missing !== undefined) return notCollected(missing);
    const direct = routes.find((route) => route.kind === 'direct');
    return { status: 'NotApplicable', because: direct?.because ?? { text: `${name} has no network interface.` } };
  }
  const reaches = reachOf(machine, allPorts, neighbours, isPublic);
  const open = first(reaches, 'open') ?? first(reaches, 'unguarded');
  if (open !== undefined) return { status: 'Unhealthy', because: open.because };
  const missing = first(reaches, 'missing');
  return missing === undefined
    ? { status: 'Healthy', because: first(reaches, 'closed')?.because ?? guarded.because }
    : notCollected(missing);
}
