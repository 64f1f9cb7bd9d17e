import { expect, test } from 'vitest';
import { exampleRule, exampleSecurityGroup } from './example-network.ts';
import { filterOf } from './openings.ts';
import { ruleFaultOf } from './rule-fault.ts';
import { rulesFaultOf } from './rules.ts';

const ssh = { name: 'ssh', priority: 100, source: '*', ports: '22' } as const;

function ruleWith(properties: object) {
  const rule = exampleRule(ssh);
  return { ...rule, properties: { ...(rule['properties'] as object), ...properties } };
}

test.each([
  ['as Azure writes it', {}, undefined],
  ['an outbound rule, whatever it says', { direction: 'Outbound', destinationPortRange: 'x' }, undefined],
  ['a service tag', { sourceAddressPrefix: 'AzureCloud.WestEurope' }, undefined],
  ['another protocol', { protocol: 'Icmp' }, undefined],
  ['ports as a list', { destinationPortRange: '', destinationPortRanges: ['22', '80-90'] }, undefined],
  [
    'sources as application groups',
    { sourceAddressPrefix: null, sourceApplicationSecurityGroups: [{ id: '/subscriptions/s/resourceGroups/g/providers/a/b/c' }] },
    undefined,
  ],
  ['a port that is none', { destinationPortRange: '22;3389' }, 'whose port "22;3389" cannot be read'],
  ['one bad port of several', { destinationPortRange: null, destinationPortRanges: ['22', '70000'] }, 'whose port "70000" cannot be read'],
  ['no port', { destinationPortRange: null }, 'which came without destinationPortRange'],
  ['a source port that is none', { sourcePortRange: 'all' }, 'whose source port "all" cannot be read'],
  ['a protocol that nobody knows', { protocol: 'Sctp?' }, 'whose protocol "Sctp?" cannot be read'],
  ['no priority', { priority: null }, 'which came without priority'],
  ['a priority that is none', { priority: 'first' }, 'whose priority "first" cannot be read'],
  ['no direction', { direction: null }, 'which came without direction'],
  ['neither allowed nor denied', { access: 'Audit' }, 'whose access "Audit" cannot be read'],
  ['an address that is none', { sourceAddressPrefix: '0.0.0.0/33' }, 'whose source "0.0.0.0/33" cannot be read'],
  ['no source', { sourceAddressPrefix: null }, 'which came without sourceAddressPrefix'],
  ['a destination that is none', { destinationAddressPrefix: '10.0.0.256' }, 'whose destination "10.0.0.256" cannot be read'],
])('%s', (_, properties, expected) => {
  expect(ruleFaultOf(ruleWith(properties))).toBe(expected);
});

test('one rule that cannot be read leaves the whole group undecided, and says which', () => {
  const group = exampleSecurityGroup('web-rules', [ssh]);
  const properties = { ...(group['properties'] as object), securityRules: [ruleWith({}), ruleWith({ destinationPortRange: '22,80' })] };
  const broken = { ...group, properties };
  expect(filterOf(group)).toBeDefined();
  expect(filterOf(broken)).toBeUndefined();
  expect(rulesFaultOf(broken)).toBe('has the rule ssh, whose port "22,80" cannot be read');
});
