import type { Resource } from '@plumbline/policy';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { neighboursOf } from '../example-neighbours.ts';
import { vmIpForwarding } from '../recommendations/networking/vm-ip-forwarding.ts';
import { vmJustInTimeAccess } from '../recommendations/networking/vm-just-in-time-access.ts';
import { vmManagementPortsClosed } from '../recommendations/networking/vm-management-ports-closed.ts';
import { vmNetworkSecurityGroup } from '../recommendations/networking/vm-network-security-group.ts';
import { vmNextGenerationFirewall } from '../recommendations/networking/vm-next-generation-firewall.ts';
import { vmPermissiveInternetRules } from '../recommendations/networking/vm-permissive-internet-rules.ts';
import { vmRouteThroughFirewall } from '../recommendations/networking/vm-route-through-firewall.ts';
import { vmWebApplicationRules } from '../recommendations/networking/vm-web-application-rules.ts';
import {
  type ExampleRule,
  exampleInterface,
  exampleJustInTime,
  exampleMachine,
  exampleNetwork,
  exampleRouteTable,
  exampleSecurityGroup,
  exampleSubnetId,
} from './example-network.ts';
import { interfaceType } from './types.ts';

const recommendations = [
  vmNetworkSecurityGroup,
  vmJustInTimeAccess,
  vmPermissiveInternetRules,
  vmNextGenerationFirewall,
  vmRouteThroughFirewall,
  vmWebApplicationRules,
  vmManagementPortsClosed,
  vmIpForwarding,
];

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const group = fc.constantFrom('red', 'green');
const rule = fc.record({
  access: fc.constantFrom('Allow' as const, 'Deny' as const),
  source: fc.constantFrom('*', 'Internet', '198.51.100.0/24'),
  ports: fc.constantFrom('22', '443', '*', '3000-4000'),
  destination: fc.constantFrom('*', '10.0.0.4', '10.0.0.5'),
});
const rules = fc
  .array(rule, { maxLength: 3 })
  .map((list) => list.map((one, i): ExampleRule => ({ ...one, name: `r${i}`, priority: 100 + i })));
const subnet = fc.record({ securityGroup: maybe(group), routeTable: maybe(fc.constant('through')) });
const nic = fc.record({
  subnet: fc.constantFrom('a', 'b'),
  address: fc.constantFrom('10.0.0.4', '10.0.0.5'),
  securityGroup: maybe(group),
  publicAddress: maybe(fc.constant('ip')),
  forwards: fc.boolean(),
});

/** A machine with one or two interfaces in two subnets, two security groups, a route table and just-in-time policies. */
const estates = fc
  .record({
    nics: fc.array(nic, { minLength: 1, maxLength: 2 }),
    a: subnet,
    b: subnet,
    red: rules,
    green: rules,
    named: fc.boolean(),
    prefix: fc.constantFrom('0.0.0.0/0', '10.9.0.0/16'),
  })
  .map(({ nics, a, b, red, green, named, prefix }): readonly Resource[] => {
    const known = <T extends object>(value: T) => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
    const subnetsOf = (name: string) =>
      Object.entries({ a, b }).flatMap(([key, { securityGroup }]) => (securityGroup === name ? [{ id: exampleSubnetId('net', key) }] : []));
    return [
      ...nics.map((about, i) => exampleInterface(`nic-${i}`, { network: 'net', subnet: about.subnet, ...known(about) })),
      exampleNetwork('net', [
        { name: 'a', ...known(a) },
        { name: 'b', ...known(b) },
      ]),
      exampleSecurityGroup('red', red, { subnets: subnetsOf('red') }),
      exampleSecurityGroup('green', green, { subnets: subnetsOf('green') }),
      exampleRouteTable('through', [{ prefix, to: 'VirtualAppliance' }]),
      exampleJustInTime(named ? ['machine'] : ['another']),
    ];
  });

test('taking resources away never turns a verdict into another one', () => {
  fc.assert(
    fc.property(estates, fc.infiniteStream(fc.boolean()), (estate, keep) => {
      const interfaces = estate.filter((resource) => resource['type'] === interfaceType).map((_, i) => `nic-${i}`);
      const machine = exampleMachine('machine', interfaces);
      const left = estate.filter(() => keep.next().value);
      for (const recommendation of recommendations) {
        const before = recommendation.judge(machine, neighboursOf(machine, estate)).status;
        const after = recommendation.judge(machine, neighboursOf(machine, left)).status;
        expect(before, recommendation.name).not.toBe('NotCollected');
        expect([before, 'NotCollected'], recommendation.name).toContain(after);
      }
    }),
    { numRuns: 300 },
  );
});
