import { describe, expect, it } from 'vitest';
import { fitsVersion, isAssigned, messageFor, overriddenEffect, versionFor } from './apply.ts';
import { parseAssignment } from './assignment.ts';
import type { ScopeTree } from './scope.ts';
import { isExcluded, isWithin } from './scope.ts';

const tree: ScopeTree = (subscription) =>
  subscription === 's1' ? ['team', '/providers/Microsoft.Management/managementGroups/Root'] : ['root'];
const mg = (name: string) => `/providers/Microsoft.Management/managementGroups/${name}`;
const vm = '/subscriptions/S1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm';

describe('isWithin', () => {
  it.each([
    [vm, '/', true],
    [vm, vm.toUpperCase(), true],
    [vm, '/subscriptions/s1', true],
    [vm, '/subscriptions/s1/', true],
    [vm, '/subscriptions/s1/resourceGroups/RG', true],
    [vm, '/subscriptions/s1/resourceGroups/r', false],
    [vm, '/subscriptions/s2', false],
    [vm, mg('TEAM'), true],
    [vm, mg('root'), true],
    [vm, mg('other'), false],
    ['/subscriptions/s2', mg('team'), false],
    ['/subscriptions/s2', mg('root'), true],
    [`${vm}/extensions/x`, vm, true],
    [`${vm}2`, vm, false],
  ])('%s in %s: %s', (id, scope, expected) => {
    expect(isWithin(id, scope, tree)).toBe(expected);
  });

  it('excludes by whole segments', () => {
    expect(isExcluded(vm, ['/subscriptions/s1/resourceGroups/r'], tree)).toBe(false);
    expect(isExcluded(vm, ['/subscriptions/s9', '/subscriptions/s1/resourceGroups/rg'], tree)).toBe(true);
  });
});

const read = (properties: object, id = '/subscriptions/s1/providers/Microsoft.Authorization/policyAssignments/a') => {
  const parsed = parseAssignment({ id, name: 'a', properties: { policyDefinitionId: '/d/X', ...properties } });
  if (!parsed.value) throw new Error('the assignment does not parse');
  return { assignment: parsed.value, problems: parsed.problems };
};

describe('parseAssignment', () => {
  it('reads values, defaults and the scope from the id', () => {
    const { assignment, problems } = read({ parameters: { P: { value: [1] } }, enforcementMode: 'DoNotEnforce' });
    expect(problems).toEqual([]);
    expect(assignment).toMatchObject({
      scope: '/subscriptions/s1',
      definitionId: '/d/x',
      parameters: { P: [1] },
      isEnforced: false,
      notScopes: [],
    });
    expect(read({ scope: mg('x') }).assignment.scope).toBe(mg('x'));
    expect(read({}).assignment.isEnforced).toBe(true);
  });

  it.each([
    ['no definition', { properties: {} }, 'missing-key'],
    ['a parameter without a value', { properties: { policyDefinitionId: 'x', parameters: { p: 1 } } }, 'missing-key'],
    [
      'an override of no kind',
      { properties: { policyDefinitionId: 'x', overrides: [{ kind: 'colour', value: 'red' }] } },
      'unknown-selector',
    ],
    [
      'eleven selectors',
      { properties: { policyDefinitionId: 'x', resourceSelectors: Array.from({ length: 11 }, () => ({ selectors: [] })) } },
      'too-many-selectors',
    ],
    [
      'fifty-one values',
      {
        properties: {
          policyDefinitionId: 'x',
          resourceSelectors: [{ selectors: [{ kind: 'resourceType', in: Array.from({ length: 51 }, String) }] }],
        },
      },
      'too-many-selectors',
    ],
    [
      'in and notIn',
      { properties: { policyDefinitionId: 'x', resourceSelectors: [{ selectors: [{ kind: 'resourceType', in: [], notIn: [] }] }] } },
      'missing-key',
    ],
    [
      'a kind used twice',
      {
        properties: {
          policyDefinitionId: 'x',
          resourceSelectors: [
            {
              selectors: [
                { kind: 'resourceType', in: [] },
                { kind: 'resourceType', in: [] },
              ],
            },
          ],
        },
      },
      'repeated-key',
    ],
    [
      'a kind that selects members',
      { properties: { policyDefinitionId: 'x', resourceSelectors: [{ selectors: [{ kind: 'policyDefinitionReferenceId', in: [] }] }] } },
      'unknown-selector',
    ],
    ['text that is no JSON', '{', 'not-json'],
  ])('reports %s', (_, input, code) => {
    expect(parseAssignment(input).problems.map((problem) => problem.code)).toContain(code);
  });
});

describe('isAssigned', () => {
  const resource = { id: vm, type: 'Microsoft.Compute/virtualMachines', location: 'West Europe' };
  const selector = (kind: string, values: readonly string[], key = 'in') => ({ selectors: [{ kind, [key]: values }] });
  it.each([
    ['in scope', {}, true],
    ['elsewhere', { scope: '/subscriptions/s2' }, false],
    ['under a notScope', { notScopes: ['/subscriptions/s1/resourcegroups/RG'] }, false],
    ['chosen by location', { resourceSelectors: [selector('resourceLocation', ['westeurope'])] }, true],
    ['not chosen by location', { resourceSelectors: [selector('resourceLocation', ['eastus'])] }, false],
    ['left out by location', { resourceSelectors: [selector('resourceLocation', ['westeurope'], 'notIn')] }, false],
    [
      'chosen by any selector',
      { resourceSelectors: [selector('resourceLocation', ['eastus']), selector('resourceType', ['microsoft.compute/virtualmachines'])] },
      true,
    ],
    [
      'needs every part of a selector',
      {
        resourceSelectors: [
          {
            selectors: [
              { kind: 'resourceLocation', in: ['westeurope'] },
              { kind: 'resourceType', in: ['a/b'] },
            ],
          },
        ],
      },
      false,
    ],
    ['has a location', { resourceSelectors: [selector('resourceWithoutLocation', ['subscriptionLevelResources'])] }, false],
  ])('%s', (_, properties, expected) => {
    expect(isAssigned(read(properties).assignment, resource, tree)).toBe(expected);
  });

  it('chooses what has no location', () => {
    const { assignment } = read({ resourceSelectors: [selector('resourceWithoutLocation', ['subscriptionLevelResources'])] });
    expect(isAssigned(assignment, { id: '/subscriptions/s1', type: 'microsoft.resources/subscriptions' }, tree)).toBe(true);
  });
});

describe('overrides, versions and messages', () => {
  const effects = [
    { kind: 'policyEffect', value: 'Disabled', selectors: [{ kind: 'policyDefinitionReferenceId', in: ['A'] }] },
    { kind: 'policyEffect', value: 'Deny', selectors: [{ kind: 'resourceLocation', in: ['eastus'] }] },
    { kind: 'policyEffect', value: 'Audit' },
  ];
  it.each([
    [{ referenceId: 'a' }, 'Disabled'],
    [{ referenceId: 'a', location: 'East US' }, 'Disabled'],
    [{ referenceId: 'b', location: 'East US' }, 'Deny'],
    [{ referenceId: 'b' }, 'Audit'],
  ])('the first override that fits %j is %s', (thing, effect) => {
    expect(overriddenEffect(read({ overrides: effects }).assignment, thing)).toBe(effect);
  });

  it('leaves the effect alone without an override', () => {
    expect(overriddenEffect(read({}).assignment, { referenceId: 'a' })).toBeUndefined();
  });

  it('asks for the version of the assignment or its override', () => {
    const { assignment } = read({
      definitionVersion: '1.*.*',
      overrides: [{ kind: 'policyVersion', value: '2.*.*', selectors: [{ kind: 'resourceLocation', in: ['eastus'] }] }],
    });
    expect(versionFor(assignment, { location: 'eastus' })).toBe('2.*.*');
    expect(versionFor(assignment, { location: 'westus' })).toBe('1.*.*');
  });

  it.each([
    ['1.2.3', '1.*.*', true],
    ['1.2.3', '1.2.*', true],
    ['1.3.0', '1.2.*', false],
    ['2.0.0', '1.*.*', false],
    ['1.0.0-preview', '1.0.*', true],
    ['1.2-preview', '1.2', true],
    ['1.2.3', '1', true],
    ['1.2.3', '1.3', false],
    ['1.2.3', '*', true],
    ['1.2.3', '*.2.*', true],
    ['1.2.3', '*.3.*', false],
    ['1.2.3', '1.*', true],
  ])('%s fits %s: %s', (version, wanted, expected) => {
    expect(fitsVersion(version, wanted)).toBe(expected);
  });

  it("gives a member's message, else the assignment's", () => {
    const { assignment } = read({ nonComplianceMessages: [{ message: 'all' }, { message: 'one', policyDefinitionReferenceId: 'A' }] });
    expect([messageFor(assignment, 'a'), messageFor(assignment, 'b'), messageFor(assignment, undefined)]).toEqual(['one', 'all', 'all']);
    expect(messageFor(read({}).assignment, 'a')).toBeUndefined();
  });
});
