import type { Resource } from '@plumbline/policy';
import { nameOf } from '../../json-reading.ts';
import { notCollected } from '../../missing.ts';
import { managementPorts } from '../../networking/asks.ts';
import {
  type ExampleRule,
  exampleInterface,
  exampleMachine,
  exampleNetwork,
  exampleSecurityGroup,
} from '../../networking/example-network.ts';
import { first, reachOf } from '../../networking/reach.ts';
import { interfaceType, machineType, reachReads } from '../../networking/types.ts';
import type { GraphRecommendation, GraphVerdict, Neighbours } from '../../recommendation.ts';

/** Decided by the rules alone: a public address or a load balancer's rule is added in a minute, and what is open then is open at once. */
export const vmManagementPortsClosed: GraphRecommendation = {
  name: 'vm-management-ports-closed',
  key: 'bc303248-3d14-44c2-96a0-55f5c326b5fe',
  title: 'Management ports should be closed on your virtual machines',
  why: 'SSH and remote desktop open to everybody are the first thing that password guessers and worms try.',
  severity: 'high',
  category: 'networking',
  threats: ['accountBreach', 'maliciousInsider'],
  resourceTypes: [machineType],
  kind: 'graph',
  reads: reachReads,
  needs: [interfaceType],
  judge,
  fix: {
    effort: 'low',
    userImpact: 'moderate',
    steps: [
      'Find the rules that let Any or Internet in on port 22 or 3389, also within a range',
      'Narrow the source to the addresses of the administrators, or delete the rule',
      'Use a bastion host, a VPN or just-in-time access for administration',
    ],
    command: "az network nic list-effective-nsg --ids $(az vm show --ids {id} --query 'networkProfile.networkInterfaces[].id' -o tsv)",
    caution: 'Make sure that another way in works before the last open one is closed.',
    together: {
      action: 'Close the management ports in the security group',
      on: 'properties.networkProfile.networkInterfaces[*].id > properties.networkSecurityGroup.id',
    },
  },
  whenNotToFix: 'A honeypot, or a public SSH service whose users cannot be told by their addresses.',
  examples: {
    healthy: [
      {
        name: 'web ports only',
        resource: exampleMachine('web-1'),
        estate: network('web-1', [{ name: 'web', priority: 100, source: '*', ports: ['80', '443'] }]),
      },
      {
        name: 'denied for one machine by just-in-time access',
        resource: exampleMachine('web-2'),
        estate: network('web-2', [
          { name: 'jit-deny', priority: 100, access: 'Deny', source: '*', ports: ['22', '3389'], protocol: '*', destination: '10.0.0.4' },
          { name: 'ssh', priority: 300, source: '*', ports: '22' },
        ]),
      },
      {
        name: 'only from the virtual network',
        resource: exampleMachine('web-3'),
        estate: network('web-3', [{ name: 'ssh', priority: 100, source: 'VirtualNetwork', ports: '22' }]),
      },
      {
        name: 'UDP only',
        resource: exampleMachine('web-4'),
        estate: network('web-4', [{ name: 'udp', priority: 100, source: '*', ports: '*', protocol: 'Udp' }]),
      },
    ],
    unhealthy: [
      {
        name: 'remote desktop for any address',
        resource: exampleMachine('desk-1'),
        estate: network('desk-1', [{ name: 'rdp', priority: 1000, source: '*', ports: '3389' }]),
      },
      {
        name: 'SSH within a range',
        resource: exampleMachine('shell-1'),
        estate: network('shell-1', [{ name: 'low', priority: 100, source: ['10.0.0.0/8', 'Internet'], ports: ['1-1023'] }]),
      },
      {
        name: 'only some addresses are denied',
        resource: exampleMachine('shell-2'),
        estate: network('shell-2', [
          { name: 'deny-one', priority: 100, access: 'Deny', source: '203.0.113.0/24', ports: '22' },
          { name: 'ssh', priority: 110, source: '*', ports: '22' },
        ]),
      },
      {
        name: 'nothing filters',
        resource: exampleMachine('bare-1'),
        estate: [
          exampleInterface('bare-1-nic', { network: 'shop', subnet: 'bare', publicAddress: 'bare-1-ip' }),
          exampleNetwork('shop', [{ name: 'bare' }]),
        ],
      },
    ],
    notApplicable: [{ name: 'no network interface', resource: exampleMachine('spare-1', []) }],
    notCollected: [
      {
        name: 'the group is not in the input',
        resource: exampleMachine('lost-1'),
        estate: network('lost-1', []).slice(0, 2),
      },
      { name: 'the network profile is missing', resource: { ...exampleMachine('lost-2'), properties: {} } },
    ],
  },
};

function network(machine: string, rules: readonly ExampleRule[]) {
  return [
    exampleInterface(`${machine}-nic`, { network: 'shop', subnet: 'web', securityGroup: `${machine}-rules` }),
    exampleNetwork('shop', [{ name: 'web' }]),
    exampleSecurityGroup(`${machine}-rules`, rules),
  ];
}

function judge(machine: Resource, neighbours: Neighbours): GraphVerdict {
  const reaches = reachOf(machine, managementPorts, neighbours);
  const open = first(reaches, 'open') ?? first(reaches, 'unguarded');
  if (open !== undefined) return { status: 'Unhealthy', because: open.because };
  const missing = first(reaches, 'missing');
  if (missing !== undefined) return notCollected(missing);
  const closed = first(reaches, 'closed');
  if (closed !== undefined) return { status: 'Healthy', because: closed.because };
  return { status: 'NotApplicable', because: { text: `${nameOf(machine)} has no network interface.` } };
}
