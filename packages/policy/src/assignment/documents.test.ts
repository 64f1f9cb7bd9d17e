import { describe, expect, it } from 'vitest';
import { isAssigned } from './apply.ts';
import { parseAssignment } from './assignment.ts';
import { attestedState, parseAttestation } from './attestation.ts';
import { type ExemptionQuestion, isExempt, parseExemption } from './exemption.ts';
import { isWithin } from './scope.ts';

const group = '/subscriptions/S/resourceGroups/G';
const id = `${group}/providers/Microsoft.Authorization/policyAssignments/A`;

describe('an assignment', () => {
  it('is read whole', () => {
    const { value, problems } = parseAssignment({
      id,
      name: 'A',
      properties: {
        displayName: 'Shown',
        description: 'Why',
        scope: '/subscriptions/S',
        notScopes: ['/subscriptions/S/resourceGroups/H'],
        policyDefinitionId: '/Definitions/D',
        definitionVersion: '1.*.*',
        parameters: { Effect: { value: 'Deny' }, none: { VALUE: null } },
        enforcementMode: 'doNotEnforce',
        nonComplianceMessages: [
          { message: 'all' },
          { message: 'one', policyDefinitionReferenceId: 'R' },
          { policyDefinitionReferenceId: 'Q' },
        ],
        resourceSelectors: [{ name: 's', selectors: [{ kind: 'ResourceLocation', notIn: ['East US'] }] }],
        overrides: [{ kind: 'POLICYEFFECT', value: 'Audit', selectors: [{ kind: 'policyDefinitionReferenceId', in: ['R', 1] }] }],
        metadata: { owner: 'me' },
      },
    });
    expect(problems).toEqual([]);
    expect(value).toEqual({
      id,
      name: 'A',
      displayName: 'Shown',
      description: 'Why',
      scope: '/subscriptions/S',
      notScopes: ['/subscriptions/S/resourceGroups/H'],
      definitionId: '/definitions/d',
      definitionVersion: '1.*.*',
      parameters: { Effect: 'Deny', none: null },
      isEnforced: false,
      messages: [
        { message: 'all', referenceId: undefined },
        { message: 'one', referenceId: 'R' },
      ],
      resourceSelectors: [[{ kind: 'resourceLocation', values: new Set(['eastus']), selects: false }]],
      overrides: [
        {
          kind: 'policyEffect',
          value: 'Audit',
          selectors: [{ kind: 'policyDefinitionReferenceId', values: new Set(['r']), selects: true }],
        },
      ],
      metadata: { owner: 'me' },
    });
  });

  it('has defaults for what is not said', () => {
    const { value, problems } = parseAssignment({ name: 'A', properties: { policyDefinitionId: 'd', metadata: [] } });
    expect(problems).toEqual([]);
    expect(value).toEqual({
      id: undefined,
      name: 'A',
      displayName: 'A',
      description: '',
      scope: undefined,
      notScopes: [],
      definitionId: 'd',
      definitionVersion: undefined,
      parameters: {},
      isEnforced: true,
      messages: [],
      resourceSelectors: [],
      overrides: [],
      metadata: {},
    });
    expect(parseAssignment({ policyDefinitionId: 'd' }).value?.displayName).toBe('');
  });

  it.each([
    [id, group],
    ['/providers/Microsoft.Authorization/policyAssignments/A', '/'],
    [
      `${group}/providers/Microsoft.Authorization/locks/l/PROVIDERS/MICROSOFT.AUTHORIZATION/policyAssignments/A`,
      `${group}/providers/Microsoft.Authorization/locks/l`,
    ],
    ['A', undefined],
  ])('of the id %s has the scope %s', (given, scope) => {
    expect(parseAssignment({ id: given, properties: { policyDefinitionId: 'd' } }).value?.scope).toBe(scope);
  });

  it('without a scope holds for nothing', () => {
    const { value } = parseAssignment({ policyDefinitionId: 'd' });
    expect(value && isAssigned(value, { id: group }, () => [])).toBe(false);
  });
});

describe('a scope', () => {
  it.each<readonly [resource: string, scope: string, isIn: boolean]>([
    [group, '', true],
    [group, ' /subscriptions/s ', true],
    [group, '/subscriptions/s/', true],
    [`${group}/`, group, true],
    [group, '/subscriptions', true],
    [group, 'x/providers/Microsoft.Management/managementGroups/m', false],
    [group, '/providers/Microsoft.Management/managementGroups/m/x', false],
    [group, '/providers/Microsoft.Management/managementGroups/m', true],
    [group, '/providers/Microsoft.Management/managementGroups/N', true],
    ['x/subscriptions/s', '/providers/Microsoft.Management/managementGroups/m', false],
    ['/tenants/t', '/providers/Microsoft.Management/managementGroups/m', false],
  ])('%s in %j: %s', (resource, scope, isIn) => {
    const tree = (subscription: string): readonly string[] =>
      subscription === 's' ? ['M ', '/providers/Microsoft.Management/managementGroups/n/'] : [];
    expect(isWithin(resource, scope, tree)).toBe(isIn);
  });
});

const now = '2026-06-01T00:00:00Z';

describe('an exemption', () => {
  it('is read whole', () => {
    const { value, problems } = parseExemption({
      id: `${group}/providers/Microsoft.Authorization/policyExemptions/E`,
      name: 'E',
      properties: {
        displayName: 'Shown',
        description: 'Why',
        policyAssignmentId: '/Assignments/A',
        policyDefinitionReferenceIds: ['R'],
        exemptionCategory: 'MITIGATED',
        expiresOn: '2026-06-01T00:00:00.5Z',
        resourceSelectors: [{ selectors: [{ kind: 'resourceType', in: ['A.B/C'] }] }],
      },
    });
    expect(problems).toEqual([]);
    expect(value).toEqual({
      id: `${group}/providers/Microsoft.Authorization/policyExemptions/E`,
      name: 'E',
      displayName: 'Shown',
      description: 'Why',
      scope: group,
      assignmentId: '/assignments/a',
      referenceIds: new Set(['r']),
      category: 'Mitigated',
      expiresAtMs: Date.parse(now) + 500,
      resourceSelectors: [[{ kind: 'resourceType', values: new Set(['a.b/c']), selects: true }]],
    });
  });

  it('has defaults for what is not said', () => {
    const { value } = parseExemption({ name: 'E', properties: { scope: '/x', policyAssignmentId: 'a', exemptionCategory: 'Waiver' } });
    expect(value).toMatchObject({
      displayName: 'E',
      description: '',
      scope: '/x',
      category: 'Waiver',
      expiresAtMs: undefined,
      resourceSelectors: [],
    });
    expect(parseExemption({ policyAssignmentId: 'a' }).value).toMatchObject({ displayName: '', scope: undefined, category: 'Waiver' });
  });

  const question: ExemptionQuestion = {
    resourceId: `${group}/providers/A.B/c/d`,
    assignmentId: 'A',
    referenceId: 'R',
    type: 'A.B/c',
    location: 'x',
    now,
  };
  it.each<readonly [string, object, Partial<ExemptionQuestion>, boolean]>([
    ['covers its scope', {}, {}, true],
    ['covers nothing without a scope', { scope: undefined }, {}, false],
    ['of members covers no assignment of one definition', { policyDefinitionReferenceIds: ['R'] }, { referenceId: undefined }, false],
    ['expires to the tick', { expiresOn: '2026-06-01T00:00:00.0001Z' }, {}, true],
    ['expires in UTC where no zone is named', { expiresOn: '2026-06-01T00:00:00' }, {}, false],
    ['lasts in UTC where no zone is named', { expiresOn: '2026-06-01T00:00:01' }, {}, true],
    [
      'without a fitting selector covers nothing',
      { resourceSelectors: [{ selectors: [{ kind: 'resourceWithoutLocation', in: ['subscriptionLevelResources'] }] }] },
      {},
      false,
    ],
    [
      'of what has no location',
      { resourceSelectors: [{ selectors: [{ kind: 'resourceWithoutLocation', in: ['subscriptionLevelResources'] }] }] },
      { location: undefined },
      true,
    ],
    [
      'of a location covers nothing without one',
      { resourceSelectors: [{ selectors: [{ kind: 'resourceLocation', in: ['x'] }] }] },
      { location: undefined },
      false,
    ],
    [
      'of a type covers nothing without one',
      { resourceSelectors: [{ selectors: [{ kind: 'resourceType', in: ['A.B/c'] }] }] },
      { type: undefined },
      false,
    ],
  ])('%s', (_, properties, asked, covers) => {
    const { value } = parseExemption({ properties: { scope: group, policyAssignmentId: 'a', exemptionCategory: 'Waiver', ...properties } });
    expect(value && isExempt(value, { ...question, ...asked }, () => [])).toBe(covers);
  });
});

describe('an attestation', () => {
  const read = (properties: object, of = `${group}/providers/Microsoft.PolicyInsights/attestations/t`) =>
    parseAttestation({ id: of, properties: { policyAssignmentId: '/A', ...properties } });

  it('is read whole', () => {
    expect(read({ policyDefinitionReferenceId: 'R', complianceState: 'nonCompliant', expiresOn: now })).toEqual({
      problems: [],
      value: { resourceId: group.toLowerCase(), assignmentId: '/a', referenceId: 'r', state: 'NonCompliant', expiresAtMs: Date.parse(now) },
    });
    expect(read({})).toEqual({
      problems: [],
      value: { resourceId: group.toLowerCase(), assignmentId: '/a', referenceId: undefined, state: 'Unknown', expiresAtMs: undefined },
    });
    expect(read({ complianceState: 'Fine' }).value?.state).toBe('Unknown');
    expect(read({}, 'T').value?.resourceId).toBe('');
    expect(parseAttestation({ properties: { policyAssignmentId: '/A' } }).value).toBeUndefined();
    expect(parseAttestation({ id: group, properties: { complianceState: 'Compliant' } }).value).toBeUndefined();
  });

  const stated = { complianceState: 'Compliant', policyDefinitionReferenceId: 'r', expiresOn: '2026-06-01T00:00:01Z' };
  const question = { resourceId: group, assignmentId: '/a', referenceId: 'R', now };
  it.each<readonly [string, object, string | undefined, string]>([
    ['holds for its resource', {}, 'NonCompliant', 'Compliant'],
    ['holds for no other', { resourceId: `${group}/x` }, 'nonCompliant', 'NonCompliant'],
    ['holds for no other assignment', { assignmentId: '/b' }, 'NonCompliant', 'NonCompliant'],
    ['holds for no other member', { referenceId: 'q' }, 'NonCompliant', 'NonCompliant'],
    ['holds for no assignment of one definition', { referenceId: undefined }, 'NonCompliant', 'NonCompliant'],
    ['holds no longer at its end', { now: '2026-06-01T00:00:01Z' }, 'NonCompliant', 'NonCompliant'],
    ['leaves it unknown where the default is no state', { referenceId: 'q' }, 'Fine', 'Unknown'],
    ['leaves it unknown where nothing is said', { referenceId: 'q' }, undefined, 'Unknown'],
  ])('%s', (_, asked, defaultState, state) => {
    const { value } = read(stated);
    expect(attestedState(value ? [value] : [], { ...question, ...asked }, defaultState)).toBe(state);
  });
});
