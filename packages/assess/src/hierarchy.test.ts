import { describe, expect, it } from 'vitest';
import { hierarchyBuilder } from './hierarchy.ts';
import { scopeFilterOf } from './scope.ts';
import { entryOf } from './test-entries.ts';

const group = (name: string, parent?: string) => ({
  id: `/providers/Microsoft.Management/managementGroups/${name}`,
  name,
  type: 'Microsoft.Management/managementGroups',
  properties: { displayName: name.toUpperCase(), details: parent === undefined ? {} : { parent: { name: parent } } },
});
const link = (parent: string, subscription: string) => ({
  id: `/providers/Microsoft.Management/managementGroups/${parent}/subscriptions/${subscription}`,
  type: 'Microsoft.Management/managementGroups/subscriptions',
  properties: { parent: { id: `/providers/Microsoft.Management/managementGroups/${parent}` } },
});
const chained = (id: string, ...chain: string[]) => ({
  id: `/subscriptions/${id}`,
  name: `Name of ${id}`,
  type: 'microsoft.resources/subscriptions',
  properties: { managementGroupAncestorsChain: chain.map((name) => ({ name, displayName: name.toUpperCase() })) },
});
const hierarchyOf = (...resources: Parameters<typeof entryOf>[0][]) => {
  const builder = hierarchyBuilder();
  for (const resource of resources) builder.add(entryOf(resource));
  return builder.build();
};

describe('hierarchy', () => {
  it('takes the chain that Resource Graph gives with a subscription', () => {
    const hierarchy = hierarchyOf(chained('S1', 'Prod', 'Root'));
    expect(hierarchy.managementGroupsOf('s1')).toEqual(['prod', 'root']);
    expect(hierarchy.displayNameOf('s1')).toBe('Name of S1');
    expect(hierarchy.groupNameOf('prod')).toBe('PROD');
  });
  it('follows parents from group to group, in any order of the input', () => {
    const parts = [link('Prod', 's1'), group('Prod', 'Root'), group('Root')];
    for (const order of [parts, parts.toReversed()]) expect(hierarchyOf(...order).managementGroupsOf('s1')).toEqual(['prod', 'root']);
  });
  it('cuts a cycle where it closes, and names it', () => {
    const hierarchy = hierarchyOf(link('a', 's1'), group('a', 'b'), group('b', 'a'));
    expect(hierarchy.managementGroupsOf('s1')).toEqual(['a', 'b']);
    expect(hierarchy.cycles.length).toBeGreaterThan(0);
  });
});

describe('scopeFilterOf', () => {
  const hierarchy = hierarchyOf(chained('11111111-1111-4111-8111-111111111111', 'prod', 'root'), chained('s2', 'root'));
  const first = '/subscriptions/11111111-1111-4111-8111-111111111111';
  it.each<[string, string[], string, string, boolean]>([
    ['nothing selected is everything', [], '/x', '', true],
    ['a subscription', [first.toUpperCase()], `${first}/resourcegroups/a`, first.slice(15), true],
    ['another subscription', ['/subscriptions/s2'], `${first}/resourcegroups/a`, first.slice(15), false],
    ['a bare GUID', [first.slice(15)], `${first}/resourcegroups/a`, first.slice(15), true],
    ['a resource group, by whole segments', [`${first}/resourceGroups/a`], `${first}/resourcegroups/ab`, first.slice(15), false],
    [
      'a management group by id',
      ['/providers/Microsoft.Management/managementGroups/PROD'],
      `${first}/resourcegroups/a`,
      first.slice(15),
      true,
    ],
    ['a management group by name', ['prod'], '/subscriptions/s2/resourcegroups/a', 's2', false],
    ['the root group', ['root'], '/subscriptions/s2/resourcegroups/a', 's2', true],
    ['any of several', ['prod', '/subscriptions/s2'], '/subscriptions/s2', 's2', true],
  ])('%s', (_, scopes, key, subscription, expected) => {
    expect(scopeFilterOf(scopes, hierarchy).has(key, subscription)).toBe(expected);
  });
});
