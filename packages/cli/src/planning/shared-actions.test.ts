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
    expect(actions.textOf(first?.key ?? '')).toEqual({ action: 'Close the ports', on: text });
  });

  test('what the catalogue declares holds where the file says nothing, at the cost of one fix', () => {
    const actions = actionsFor('subscription');
    const network = { ...judged('n'), type: 'microsoft.network/virtualnetworks' };
    expect(actions.actionOf(network, keyOf('vnet-ddos-protection'))?.cost).toBe(9);
    expect(actions.actionOf(network, keyOf('storage-secure-transfer'))).toBeUndefined();
  });
});
