import type { Resource } from '@plumbline/policy';
import { nameOf, textAt } from '../../json-reading.ts';
import { notCollected } from '../../missing.ts';
import { justInTimePorts } from '../../networking/asks.ts';
import {
  exampleInterface,
  exampleJustInTime,
  exampleMachine,
  exampleNetwork,
  exampleSecurityGroup,
} from '../../networking/example-network.ts';
import { justInTimePolicyOf } from '../../networking/just-in-time.ts';
import { first, reachOf } from '../../networking/reach.ts';
import { interfaceType, justInTimeType, machineType, reachReads } from '../../networking/types.ts';
import type { GraphRecommendation, GraphVerdict, Neighbours } from '../../recommendation.ts';

export const vmJustInTimeAccess: GraphRecommendation = {
  name: 'vm-just-in-time-access',
  key: '805651bc-6ecd-4c73-9b55-97a19d0582d0',
  title: 'Just-in-time network access control should be applied on virtual machines',
  alsoKnownAs: ['Management ports of virtual machines should be protected with just-in-time network access control'],
  why: 'A management port that is always open is tried by password guessers day and night; opened for one person for an hour, it is hardly ever found.',
  severity: 'high',
  category: 'networking',
  threats: ['accountBreach', 'maliciousInsider'],
  resourceTypes: [machineType],
  kind: 'graph',
  reads: { ...reachReads, [justInTimeType]: ['properties.virtualMachines'] },
  needs: [interfaceType],
  judge,
  fix: {
    effort: 'low',
    userImpact: 'moderate',
    steps: [
      'Turn on just-in-time access for the machine, with the ports that administrators use',
      'Set the longest time and the addresses that a request may ask for',
      'Give administrators the right to request access, and tell them how',
    ],
    caution:
      'Sessions to these ports are refused until somebody requests access; automation that logs on from outside needs a rule of its own.',
  },
  whenNotToFix:
    'A machine that is managed from a bastion host or over a VPN: close the ports for the Internet instead, which settles this as well.',
  examples: {
    healthy: [
      {
        name: 'named by a just-in-time policy',
        resource: exampleMachine('jump-1'),
        estate: [exampleJustInTime(['JUMP-1']), ...network('jump-1', '*', '22')],
      },
      {
        name: 'named by a policy, while its network was not collected',
        resource: exampleMachine('jump-2'),
        estate: [exampleJustInTime(['jump-2'])],
      },
      {
        name: 'management ports only from the office',
        resource: exampleMachine('jump-3'),
        estate: network('jump-3', '198.51.100.0/24', ['22', '3389']),
      },
    ],
    unhealthy: [
      {
        name: 'SSH open to the Internet, a policy only for others',
        resource: exampleMachine('shell-1'),
        estate: [exampleJustInTime(['jump-1']), ...network('shell-1', 'Internet', '22')],
      },
      {
        name: 'Windows remote management within a range',
        resource: exampleMachine('shell-2'),
        estate: [exampleJustInTime([]), ...network('shell-2', '0.0.0.0/0', '5980-5990')],
      },
    ],
    notApplicable: [
      {
        name: 'no security group at all',
        resource: exampleMachine('bare-1'),
        estate: [
          exampleJustInTime(['jump-1']),
          exampleInterface('bare-1-nic', { network: 'shop', subnet: 'bare' }),
          exampleNetwork('shop', [{ name: 'bare' }]),
        ],
      },
    ],
    notCollected: [
      { name: 'open, and no policies were collected', resource: exampleMachine('shell-3'), estate: network('shell-3', '*', '3389') },
      { name: 'the interface is not in the input', resource: exampleMachine('lost-1'), estate: [exampleJustInTime(['jump-1'])] },
    ],
  },
};

function network(machine: string, source: string, ports: string | readonly string[]) {
  return [
    exampleInterface(`${machine}-nic`, {
      network: 'shop',
      subnet: 'admin',
      securityGroup: `${machine}-rules`,
      publicAddress: `${machine}-ip`,
    }),
    exampleNetwork('shop', [{ name: 'admin' }]),
    exampleSecurityGroup(`${machine}-rules`, [{ name: 'administration', priority: 300, source, ports }]),
  ];
}

function judge(machine: Resource, neighbours: Neighbours): GraphVerdict {
  const name = nameOf(machine);
  const policy = justInTimePolicyOf(textAt(machine, 'id') ?? '', neighbours);
  if (policy !== undefined) {
    const resource = textAt(policy, 'id') ?? '';
    return {
      status: 'Healthy',
      because: { text: `The just-in-time policy ${nameOf(policy)} names ${name}.`, resource, path: 'properties.virtualMachines' },
    };
  }
  const reaches = reachOf(machine, justInTimePorts, neighbours);
  const open = first(reaches, 'open');
  const missing = first(reaches, 'missing');
  const closed = first(reaches, 'closed');
  if (open === undefined && missing !== undefined) return notCollected(missing);
  if (open === undefined && closed !== undefined) return { status: 'Healthy', because: closed.because };
  if (!neighbours.isCollected(justInTimeType)) {
    return notCollected({
      kind: 'missing',
      needs: justInTimeType,
      text: `No just-in-time policies were collected, of which one may name ${name}.`,
    });
  }
  if (open !== undefined) return { status: 'Unhealthy', because: open.because };
  return { status: 'NotApplicable', because: first(reaches, 'unguarded')?.because ?? { text: `${name} has no network interface.` } };
}
