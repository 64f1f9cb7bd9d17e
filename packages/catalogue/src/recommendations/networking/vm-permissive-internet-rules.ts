import type { Resource } from '@plumbline/policy';
import { nameOf } from '../../json-reading.ts';
import { notCollected } from '../../missing.ts';
import { allPorts } from '../../networking/asks.ts';
import {
  type ExampleInterface,
  type ExampleRule,
  exampleInterface,
  exampleMachine,
  exampleNetwork,
  exampleSecurityGroup,
} from '../../networking/example-network.ts';
import { first, isPublic, reachOf } from '../../networking/reach.ts';
import { interfaceType, machineType, reachReads } from '../../networking/types.ts';
import type { GraphRecommendation, GraphVerdict, Neighbours } from '../../recommendation.ts';

export const vmPermissiveInternetRules: GraphRecommendation = {
  name: 'vm-permissive-internet-rules',
  key: '3b20e985-f71f-483b-b078-f30d73936d43',
  title: 'Access should be restricted for permissive network security groups with Internet-facing VMs',
  alsoKnownAs: [
    'Restrict access through Internet facing endpoint',
    'All network ports should be restricted on network security groups associated to your virtual machine',
    'All network ports should be restricted on NSG associated to your VM',
  ],
  why: 'A rule that lets any address in lets every attacker in; what they cannot reach, they cannot try.',
  severity: 'high',
  category: 'networking',
  threats: ['accountBreach', 'dataExfiltration', 'maliciousInsider'],
  resourceTypes: [machineType],
  kind: 'graph',
  reads: reachReads,
  needs: [interfaceType],
  judge,
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'Find the allowing rules whose source is Any, Internet or 0.0.0.0/0',
      'Replace the source by the addresses or service tags that really call, or delete the rule',
      'Where the public must get in, put a load balancer or an application gateway in front and take the public address off the machine',
    ],
    command: "az network nic list-effective-nsg --ids $(az vm show --ids {id} --query 'networkProfile.networkInterfaces[].id' -o tsv)",
    caution: 'Callers that are not in the new source lose access at once.',
    together: {
      action: 'Narrow the rules of the security group',
      on: 'properties.networkProfile.networkInterfaces[*].id > properties.networkSecurityGroup.id',
    },
  },
  whenNotToFix: 'A machine that has to serve the public directly and has been hardened for it.',
  examples: {
    healthy: [
      {
        name: 'only the office gets in',
        resource: exampleMachine('web-1'),
        estate: network('web-1', [{ name: 'office', priority: 100, source: '198.51.100.0/24', ports: '*' }]),
      },
      {
        name: 'a denying rule decides first',
        resource: exampleMachine('web-2'),
        estate: network('web-2', [
          { name: 'allow-later', priority: 400, source: 'Any', ports: '8080' },
          { name: 'deny-first', priority: 200, access: 'Deny', source: 'Internet', ports: '*', protocol: '*' },
        ]),
      },
      {
        name: "what the interface's group allows, the subnet's denies",
        resource: exampleMachine('web-3'),
        estate: [
          ...network('web-3', [{ name: 'web', priority: 100, source: '*', ports: '443' }], { subnet: 'inner' }),
          exampleSecurityGroup('inner-rules', [{ name: 'ssh', priority: 100, source: '*', ports: '22' }]),
        ],
      },
      {
        name: 'the rule is for another machine',
        resource: exampleMachine('web-4'),
        estate: network('web-4', [{ name: 'web', priority: 100, source: '*', ports: '443', destination: '10.0.0.99' }]),
      },
    ],
    unhealthy: [
      {
        name: 'one port for everybody',
        resource: exampleMachine('open-1'),
        estate: network('open-1', [{ name: 'web', priority: 100, source: '*', ports: ['443'] }]),
      },
      {
        name: 'two halves of the Internet',
        resource: exampleMachine('open-2'),
        estate: network('open-2', [{ name: 'halves', priority: 100, source: ['0.0.0.0/1', '128.0.0.0/1'], ports: '1433', protocol: '*' }]),
      },
      {
        name: 'allowed before it is denied',
        resource: exampleMachine('open-3'),
        estate: network('open-3', [
          { name: 'deny-all', priority: 4096, access: 'Deny', source: '*', ports: '*', protocol: '*' },
          { name: 'dns', priority: 4000, source: '0.0.0.0/0', ports: '53', protocol: 'Udp' },
        ]),
      },
      {
        name: 'by application security group',
        resource: exampleMachine('open-4'),
        estate: network('open-4', [{ name: 'web', priority: 100, source: 'Internet', ports: '80', applicationGroup: 'web-servers' }], {
          applicationGroup: 'web-servers',
        }),
      },
    ],
    notApplicable: [
      {
        name: 'no public address',
        resource: exampleMachine('inner-1'),
        estate: [
          exampleInterface('inner-1-nic', { network: 'shop', subnet: 'web', securityGroup: 'inner-1-rules' }),
          exampleNetwork('shop', [{ name: 'web' }]),
          exampleSecurityGroup('inner-1-rules', [{ name: 'all', priority: 100, source: '*', ports: '*' }]),
        ],
      },
      {
        name: 'no security group: another recommendation says so',
        resource: exampleMachine('bare-1'),
        estate: [
          exampleInterface('bare-1-nic', { network: 'shop', subnet: 'web', publicAddress: 'bare-1-ip' }),
          exampleNetwork('shop', [{ name: 'web' }]),
        ],
      },
    ],
    notCollected: [
      {
        name: "the subnet's group might deny it",
        resource: exampleMachine('lost-1'),
        estate: network('lost-1', [{ name: 'web', priority: 100, source: '*', ports: '443' }], { subnet: 'inner' }),
      },
      { name: 'the interface is not in the input', resource: exampleMachine('lost-2') },
    ],
  },
};

function network(machine: string, rules: readonly ExampleRule[], about: Partial<ExampleInterface> = {}) {
  return [
    exampleInterface(`${machine}-nic`, {
      network: 'shop',
      subnet: 'web',
      securityGroup: `${machine}-rules`,
      publicAddress: `${machine}-ip`,
      ...about,
    }),
    exampleNetwork('shop', [{ name: 'web' }, { name: 'inner', securityGroup: 'inner-rules' }]),
    exampleSecurityGroup(`${machine}-rules`, rules),
  ];
}

function judge(machine: Resource, neighbours: Neighbours): GraphVerdict {
  const reaches = reachOf(machine, allPorts, neighbours, isPublic);
  const open = first(reaches, 'open');
  if (open !== undefined) return { status: 'Unhealthy', because: open.because };
  const missing = first(reaches, 'missing');
  if (missing !== undefined) return notCollected(missing);
  const closed = first(reaches, 'closed');
  if (closed !== undefined) return { status: 'Healthy', because: closed.because };
  return {
    status: 'NotApplicable',
    because: first(reaches, 'unguarded')?.because ?? { text: `${nameOf(machine)} has no public address.` },
  };
}
