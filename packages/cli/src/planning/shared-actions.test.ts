import { loadCatalogue } from '@plumbline/catalogue';
import { entryOf } from '@plumbline/inventory';
import { describe, expect, test } from 'vitest';
import type { TogetherRule } from './cost-rules.ts';
import { sharedActionsOf } from './shared-actions.ts';

const { items } = loadCatalogue().catalogue;
const keyOf = (wanted: string) => items.find(({ recommendation: { name } }) => name === wanted)?.recommendation.key ?? '';
const ports = keyOf('vm-management-ports-closed');
const machine = (name: string, subnet: string) => ({
  id: `/subscriptions/s/resourceGroups/g-${name}/providers/Microsoft.Compute/virtualMachines/${name}`,
  type: 'Microsoft.Compute/virtualMachines',
  name,
  properties: { subnets: [{ id: `/${subnet}` }] },
});
const judged = (name: string) => ({
  id: machine(name, '').id,
  key: machine(name, '').id.toLowerCase(),
  type: 'microsoft.compute/virtualmachines',
  subscription: 's',
  assessments: [],
});

function actionsFor(on: string) {
  const rules: readonly TogetherRule[] = [{ recommendations: [ports], action: 'Close the ports', on, cost: 2 }];
  const actions = sharedActionsOf(items, rules, {
    tagsOf: (key) => (key.endsWith('a') ? { team: 'Blue' } : undefined),
    costOf: () => 9,
  });
  for (const [name, subnet] of [
    ['a', 'one'],
    ['b', 'ONE'],
    ['c', 'two'],
  ] as const) {
    const entry = entryOf(machine(name, subnet));
    if (entry !== undefined) actions.observe(entry);
  }
  return actions;
}

describe('one action for several resources', () => {
  test.each([
    ['subscription', [true, true, true], '/subscriptions/s'],
    ['resourceGroup', [true, false, false], '/subscriptions/s/resourceGroups/g-a'],
    ['tag:team', [true, undefined, undefined], 'Blue'],
    ['properties.subnets[*].id', [true, true, false], '/one'],
  ])('on %s', (on, isSameAsFirst, text) => {
    const actions = actionsFor(on);
    const [first, ...others] = ['a', 'b', 'c'].map((name) => actions.actionOf(judged(name), ports));
    expect([true, ...others.map((one) => (one === undefined ? undefined : one.key === first?.key))]).toEqual(isSameAsFirst);
    expect(first?.cost).toBe(2);
    expect(actions.textOf(first?.key ?? '')).toEqual({ action: 'Close the ports', on: text, isOwn: true });
  });

  describe('a security group that machines share', () => {
    const group = (name: string) => `/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/${name}`;
    const card = (name: string) => `/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkInterfaces/${name}`;
    const wired = (name: string, cards: readonly string[]) => ({
      ...machine(name, ''),
      properties: { networkProfile: { networkInterfaces: cards.map((one) => ({ id: card(one).toUpperCase() })) } },
    });
    const wire = (name: string, ...groups: readonly string[]) => ({
      id: card(name),
      type: 'Microsoft.Network/networkInterfaces',
      name,
      properties: groups[0] === undefined ? {} : { networkSecurityGroup: { id: group(groups[0]) } },
    });
    const actions = sharedActionsOf(items, [], { tagsOf: () => undefined, costOf: () => 9 });
    const estate = [
      wired('a', ['a1']),
      wired('b', ['b1', 'b2']),
      wired('c', ['c1', 'b1']),
      wired('d', ['d1']),
      wired('e', []),
      wire('a1', 'web'),
      wire('b1', 'web'),
      wire('b2', 'WEB'),
      wire('c1', 'db'),
      wire('d1'),
    ];
    for (const one of estate) {
      const entry = entryOf(one);
      if (entry !== undefined) actions.observe(entry);
    }
    const first = actions.actionOf(judged('a'), ports);

    test('is one action', () => {
      expect(actions.textOf(first?.key ?? '')).toEqual({
        action: 'Close the management ports in the security group',
        on: group('web'),
        isOwn: false,
      });
      expect(actions.actionOf(judged('b'), ports)?.key).toBe(first?.key);
    });

    test.each([
      ['behind two groups', 'c'],
      ['without a group', 'd'],
      ['without an interface', 'e'],
    ])('a machine %s is fixed by itself', (_what, name) => {
      expect(actions.actionOf(judged(name), ports)).toBeUndefined();
    });
  });

  test('what the catalogue declares holds where the file says nothing, at the cost of one fix', () => {
    const actions = actionsFor('subscription');
    const network = { ...judged('n'), type: 'microsoft.network/virtualnetworks' };
    expect(actions.actionOf(network, keyOf('vnet-ddos-protection'))?.cost).toBe(9);
    expect(actions.actionOf(network, keyOf('storage-encryption'))).toBeUndefined();
  });
});
