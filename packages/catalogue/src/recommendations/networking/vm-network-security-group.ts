import type { Resource } from '@plumbline/policy';
import { nameOf } from '../../json-reading.ts';
import { notCollected } from '../../missing.ts';
import {
  exampleInterface,
  exampleMachine,
  exampleNetwork,
  exampleSecurityGroup,
  exampleSubnetId,
} from '../../networking/example-network.ts';
import { type Interface, interfacesOf, isInterface } from '../../networking/interfaces.ts';
import { type Attachment, groupOfInterface, groupOfSubnet } from '../../networking/security-groups.ts';
import { attachmentReads, interfaceType, machineType } from '../../networking/types.ts';
import type { GraphRecommendation, GraphVerdict, Neighbours } from '../../recommendation.ts';

export const vmNetworkSecurityGroup: GraphRecommendation = {
  name: 'vm-network-security-group',
  key: '483f12ed-ae23-447e-a2de-a67a10db4353',
  title: 'Virtual machines should be associated with a network security group',
  alsoKnownAs: [
    'Network Security Groups for virtual machines should be enabled',
    'Internet-facing virtual machines should be protected with network security groups',
    'Non-internet-facing virtual machines should be protected with network security groups',
  ],
  why: 'Without a security group nothing filters what reaches the machine: every port that a program opens is open to the whole network, and with a public address to the world.',
  severity: 'high',
  category: 'networking',
  threats: ['accountBreach', 'dataExfiltration', 'maliciousInsider'],
  resourceTypes: [machineType],
  kind: 'graph',
  reads: attachmentReads,
  needs: [interfaceType],
  judge,
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'List which ports the machine has to be reached on, and from where',
      'Create a network security group that lets in just that, or take one that already does',
      'Attach it to the subnet, or to each network interface of the machine',
    ],
    command:
      "az network nic update --ids $(az vm show --ids {id} --query 'networkProfile.networkInterfaces[].id' -o tsv) --network-security-group NSG_ID",
    caution: 'A new group denies everything from the Internet that no rule allows: add the rules before it is attached.',
  },
  whenNotToFix:
    'A machine on a network that never carries other tenants, such as an isolated laboratory, where another firewall filters each machine.',
  examples: {
    healthy: [
      {
        name: 'group on the interface',
        resource: exampleMachine('web-1'),
        estate: [
          exampleInterface('web-1-nic', { network: 'shop', subnet: 'web', securityGroup: 'web-rules' }),
          exampleNetwork('shop', [{ name: 'web' }]),
          exampleSecurityGroup('web-rules', []),
        ],
      },
      {
        name: 'group on the subnet only',
        resource: exampleMachine('web-2'),
        estate: [
          exampleInterface('web-2-nic', { network: 'shop', subnet: 'web' }),
          exampleNetwork('shop', [{ name: 'web', securityGroup: 'web-rules' }]),
        ],
      },
      {
        name: 'the subnet was not collected, but its group names it',
        resource: exampleMachine('web-3'),
        estate: [
          exampleInterface('web-3-nic', { network: 'Shop', subnet: 'Web' }),
          exampleSecurityGroup('web-rules', [], { subnets: [{ id: exampleSubnetId('shop', 'web') }] }),
        ],
      },
    ],
    unhealthy: [
      {
        name: 'no group on the interface nor on its subnet',
        resource: exampleMachine('build-1'),
        estate: [exampleInterface('build-1-nic', { network: 'shop', subnet: 'build' }), exampleNetwork('shop', [{ name: 'build' }])],
      },
      {
        name: 'one of two interfaces stands open',
        resource: exampleMachine('router-1', ['router-1-inner', 'router-1-outer']),
        estate: [
          exampleInterface('router-1-inner', { network: 'shop', subnet: 'web', securityGroup: 'web-rules' }),
          exampleInterface('router-1-outer', { network: 'shop', subnet: 'edge', publicAddress: 'router-1-ip' }),
          exampleNetwork('shop', [{ name: 'web' }, { name: 'edge' }]),
        ],
      },
    ],
    notApplicable: [{ name: 'no network interface', resource: exampleMachine('spare-1', []) }],
    notCollected: [
      { name: 'the interface is not in the input', resource: exampleMachine('lost-1') },
      {
        name: 'the subnet is not in the input',
        resource: exampleMachine('lost-2'),
        estate: [exampleInterface('lost-2-nic', { network: 'shop', subnet: 'web' })],
      },
      {
        name: 'the interface came without its configuration',
        resource: exampleMachine('lost-3'),
        estate: [{ ...exampleInterface('lost-3-nic', { network: 'shop', subnet: 'web' }), properties: {} }],
      },
    ],
  },
};

function judge(machine: Resource, neighbours: Neighbours): GraphVerdict {
  const interfaces = interfacesOf(machine, neighbours);
  if (interfaces.length === 0) return { status: 'NotApplicable', because: { text: `${nameOf(machine)} has no network interface.` } };
  const guards = interfaces.map((found) => (isInterface(found) ? guardOf(found, neighbours) : found));
  const openAt = guards.findIndex((guard) => guard.kind === 'none');
  const open = interfaces[openAt];
  if (open !== undefined && isInterface(open)) {
    return {
      status: 'Unhealthy',
      because: {
        text: `Neither the interface ${open.name} nor its subnet has a network security group.`,
        resource: open.id,
        path: 'properties.networkSecurityGroup',
        expected: 'a network security group on the interface or its subnet',
      },
    };
  }
  const missing = guards.find((guard) => guard.kind === 'missing');
  if (missing !== undefined) return notCollected(missing);
  const groups = guards.flatMap((guard) => (guard.kind === 'group' ? [nameOf({ id: guard.id })] : []));
  return { status: 'Healthy', because: { text: `Guarded by ${[...new Set(groups)].join(', ')}.`, found: groups } };
}

/** The group before an interface; `none` when one of its subnets has none either. */
function guardOf(found: Interface, neighbours: Neighbours): Attachment {
  const own = groupOfInterface(found);
  if (own.kind === 'group') return own;
  const groups = found.configurations.map((configuration) => groupOfSubnet(configuration.subnet, neighbours));
  return groups.find((group) => group.kind === 'none') ?? groups.find((group) => group.kind === 'missing') ?? groups[0] ?? own;
}
