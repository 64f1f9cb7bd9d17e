import type { JsonObject } from '@plumbline/policy';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressRangeOf } from './addresses.ts';
import { allPorts, webPorts } from './asks.ts';
import { type ExampleRule, exampleRule, exampleSecurityGroup } from './example-network.ts';
import { filterOf, passingBoth, type Target, within } from './openings.ts';

const applicationGroup = String(
  exampleRule({ name: 'a', priority: 1, source: '*', ports: '1', applicationGroup: 'web' })['properties'] && 'web',
);

function target(address: string | undefined, groups: readonly string[] = []): Target {
  const ids = groups.map((name) =>
    `/subscriptions/6f1f2c1e-5a0b-4b7e-9d55-0c2f1a7e3b11/resourceGroups/shop/providers/Microsoft.Network/applicationSecurityGroups/${name}`.toLowerCase(),
  );
  return { family: 4, address: address === undefined ? undefined : addressRangeOf(address), applicationGroups: ids };
}

function openTcp(rules: readonly ExampleRule[], to = target('10.0.0.4')): readonly string[] | undefined {
  const openings = filterOf(exampleSecurityGroup('rules', rules))?.openingsTo(to);
  return openings?.filter(({ protocol }) => protocol === 'tcp').map(({ from, to: end, rule }) => `${from}-${end} ${rule.name}`);
}

test.each<[string, readonly ExampleRule[], readonly string[]]>([
  ['nothing by default', [], []],
  ['a single port', [{ name: 'a', priority: 1, source: '*', ports: '22' }], ['22-22 a']],
  ['ranges and lists', [{ name: 'a', priority: 1, source: '*', ports: ['1-3', '5'] }], ['1-3 a', '5-5 a']],
  [
    'what a denying rule before it leaves',
    [
      { name: 'deny', priority: 1, access: 'Deny', source: '*', ports: '10-20' },
      { name: 'a', priority: 2, source: '*', ports: '5-30' },
    ],
    ['5-9 a', '21-30 a'],
  ],
  [
    'all of it when the denying rule comes later',
    [
      { name: 'deny', priority: 3, access: 'Deny', source: '*', ports: '*' },
      { name: 'a', priority: 2, source: '*', ports: '5' },
    ],
    ['5-5 a'],
  ],
  [
    'despite a denying rule for some addresses',
    [
      { name: 'deny', priority: 1, access: 'Deny', source: '203.0.113.0/24', ports: '*' },
      { name: 'a', priority: 2, source: 'Internet', ports: '5' },
    ],
    ['5-5 a'],
  ],
  [
    'despite a denying rule for the other family',
    [
      { name: 'deny', priority: 1, access: 'Deny', source: '::/0', ports: '*' },
      { name: 'a', priority: 2, source: '*', ports: '5' },
    ],
    ['5-5 a'],
  ],
  ['not for another protocol', [{ name: 'a', priority: 1, source: '*', ports: '5', protocol: 'Icmp' }], []],
  ['not for outbound destinations', [{ name: 'a', priority: 1, source: '*', ports: '5', destination: 'Internet' }], []],
  ['for the whole virtual network', [{ name: 'a', priority: 1, source: '*', ports: '5', destination: 'VirtualNetwork' }], ['5-5 a']],
  ['for its own address', [{ name: 'a', priority: 1, source: '*', ports: '5', destination: '10.0.0.4' }], ['5-5 a']],
  ['for its prefix', [{ name: 'a', priority: 1, source: '*', ports: '5', destination: '10.0.0.0/29' }], ['5-5 a']],
  ['not for another address', [{ name: 'a', priority: 1, source: '*', ports: '5', destination: '10.0.0.5' }], []],
  ['not for another application group', [{ name: 'a', priority: 1, source: '*', ports: '5', applicationGroup: 'api' }], []],
])('the Internet reaches %s', (_title, rules, expected) => {
  expect(openTcp(rules)).toEqual(expected);
});

test('an application security group decides for its members', () => {
  const rules: readonly ExampleRule[] = [{ name: 'a', priority: 1, source: '*', ports: '5', applicationGroup }];
  expect(openTcp(rules, target('10.0.0.4', [applicationGroup]))).toEqual(['5-5 a']);
  expect(openTcp(rules, target('10.0.0.4'))).toEqual([]);
});

test('an unknown address is undecided only where a rule asks for it', () => {
  expect(openTcp([{ name: 'a', priority: 1, source: '*', ports: '5' }], target(undefined))).toEqual(['5-5 a']);
  expect(openTcp([{ name: 'a', priority: 1, source: '*', ports: '5', destination: '10.0.0.4' }], target(undefined))).toBeUndefined();
});

test('a group without its rules cannot be read', () => {
  expect(filterOf({ ...exampleSecurityGroup('rules', []), properties: {} })).toBeUndefined();
});

test('a denying rule for some source ports keeps nobody out', () => {
  const deny = exampleRule({ name: 'deny', priority: 1, access: 'Deny', source: '*', ports: '*' });
  const narrowed: JsonObject = { name: 'deny', properties: { ...(deny['properties'] as JsonObject), sourcePortRange: '1024-2048' } };
  const group = exampleSecurityGroup('rules', [], {
    securityRules: [narrowed, exampleRule({ name: 'a', priority: 2, source: '*', ports: '5' })],
  });
  expect(within(filterOf(group)?.openingsTo(target('10.0.0.4')) ?? [], allPorts)).toMatchObject([{ from: 5, to: 5 }]);
});

test('rules that name web ports are found for the machines that they are for', () => {
  const filter = filterOf(
    exampleSecurityGroup('rules', [
      { name: 'ssh', priority: 1, source: '*', ports: '22' },
      { name: 'everything', priority: 2, source: '*', ports: '*' },
      { name: 'web', priority: 3, source: '10.0.0.0/8', ports: '440-450', destination: '10.0.0.4' },
    ]),
  );
  expect(filter?.ruleNaming(webPorts, target('10.0.0.4'))?.name).toBe('web');
  expect(filter?.ruleNaming(webPorts, target('10.0.0.5'))).toBeUndefined();
});

const sources = ['*', 'Internet', '0.0.0.0/0', '203.0.113.0/24', 'VirtualNetwork', '::/0'] as const;
const destinations = ['*', '10.0.0.4', '10.0.0.0/30', '10.0.0.9', 'VirtualNetwork'] as const;
const anyRule = fc
  .record({
    access: fc.constantFrom('Allow' as const, 'Deny' as const),
    source: fc.constantFrom(...sources),
    destination: fc.constantFrom(...destinations),
    protocol: fc.constantFrom('Tcp', 'udp', '*', 'Icmp'),
    from: fc.nat(24),
    length: fc.nat(8),
  })
  .map(({ from, length, ...rule }) => ({ ...rule, ports: `${from}-${from + length}` }));
const anyRules = fc.array(anyRule, { maxLength: 8 }).chain((rules) =>
  fc
    .shuffledSubarray(
      rules.map((_, i) => i + 100),
      { minLength: rules.length },
    )
    .map((priorities) => rules.map((rule, i) => ({ ...rule, name: `r${i}`, priority: priorities[i] ?? 0 }))),
);

/** What Azure does with one packet from some address of the Internet: the first rule that matches decides. */
function passes(rules: readonly ExampleRule[], protocol: 'tcp' | 'udp', port: number): boolean {
  const match = [...rules]
    .sort((a, b) => a.priority - b.priority)
    .find(
      ({ source, destination = '*', protocol: of = '*', ports }) =>
        ['*', 'Internet', '0.0.0.0/0'].includes(String(source)) &&
        destination !== '10.0.0.9' &&
        (of === '*' || of.toLowerCase() === protocol) &&
        Number(String(ports).split('-')[0]) <= port &&
        port <= Number(String(ports).split('-')[1]),
    );
  return match?.access === 'Allow';
}

describe('against one packet after the other', () => {
  test('one group, port by port', () => {
    fc.assert(
      fc.property(anyRules, (rules) => {
        const openings = filterOf(exampleSecurityGroup('rules', rules))?.openingsTo(target('10.0.0.1')) ?? [];
        for (const protocol of ['tcp', 'udp'] as const) {
          for (let port = 0; port <= 40; port++) {
            const isOpen = openings.some((opening) => opening.protocol === protocol && opening.from <= port && port <= opening.to);
            // 10.0.0.1 is within 10.0.0.0/30 and is not 10.0.0.4.
            expect(isOpen, `${protocol} ${port}`).toBe(
              passes(
                rules.filter(({ destination }) => destination !== '10.0.0.4'),
                protocol,
                port,
              ),
            );
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('two groups, both have to let it through', () => {
    fc.assert(
      fc.property(anyRules, anyRules, (outer, inner) => {
        const [a, b] = [outer, inner].map((rules) => filterOf(exampleSecurityGroup('rules', rules))?.openingsTo(target('10.0.0.2')) ?? []);
        const passing = passingBoth(a ?? [], b ?? []);
        const here = (rules: readonly ExampleRule[]) => rules.filter(({ destination }) => destination !== '10.0.0.4');
        for (const protocol of ['tcp', 'udp'] as const) {
          for (let port = 0; port <= 40; port++) {
            const isOpen = passing.some((opening) => opening.protocol === protocol && opening.from <= port && port <= opening.to);
            expect(isOpen, `${protocol} ${port}`).toBe(passes(here(outer), protocol, port) && passes(here(inner), protocol, port));
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
