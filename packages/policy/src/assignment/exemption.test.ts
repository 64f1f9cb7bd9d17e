import { describe, expect, it } from 'vitest';
import { attestedState, parseAttestation } from './attestation.ts';
import { isExempt, parseExemption } from './exemption.ts';

const scope = '/subscriptions/s/resourceGroups/g';
const question = {
  resourceId: `${scope}/providers/A.B/c/d`,
  assignmentId: '/Assignments/A',
  referenceId: 'R1',
  type: 'A.B/c',
  location: 'westeurope',
  now: '2026-06-01T00:00:00Z',
};

function read(properties: object) {
  return parseExemption({
    id: `${scope}/providers/Microsoft.Authorization/policyExemptions/e`,
    properties: { policyAssignmentId: '/assignments/a', exemptionCategory: 'Waiver', ...properties },
  });
}

describe('isExempt', () => {
  it.each([
    ['the whole assignment', {}, true],
    ['another assignment', { policyAssignmentId: '/assignments/b' }, false],
    ['a member', { policyDefinitionReferenceIds: ['r1', 'r2'] }, true],
    ['another member', { policyDefinitionReferenceIds: ['r2'] }, false],
    ['until later', { expiresOn: '2026-06-01T00:00:01Z' }, true],
    ['until now', { expiresOn: '2026-06-01T00:00:00Z' }, false],
    ['expired', { expiresOn: '2020-01-01' }, false],
    ['chosen', { resourceSelectors: [{ selectors: [{ kind: 'resourceLocation', in: ['West Europe'] }] }] }, true],
    ['not chosen', { resourceSelectors: [{ selectors: [{ kind: 'resourceType', in: ['x/y'] }] }] }, false],
    ['of another scope', { scope: '/subscriptions/other' }, false],
  ])('%s', (_, properties, expected) => {
    const { value, problems } = read(properties);
    expect(problems).toEqual([]);
    expect(value && isExempt(value, question, () => [])).toBe(expected);
  });

  it.each([
    ['no assignment', { policyAssignmentId: 3 }, 'missing-key'],
    ['a category that does not exist', { exemptionCategory: 'Gift' }, 'unknown-selector'],
    ['a date that is none', { expiresOn: 'tomorrow' }, 'wrong-date'],
  ])('reports %s', (_, properties, code) => {
    expect(read(properties).problems.map((problem) => problem.code)).toEqual([code]);
  });

  it('never honours a date that is none', () => {
    const { value } = read({ expiresOn: 'tomorrow' });
    expect(value && isExempt(value, question, () => [])).toBe(false);
  });
});

describe('attestedState', () => {
  const attestation = (properties: object) =>
    parseAttestation({
      id: `${question.resourceId}/providers/Microsoft.PolicyInsights/attestations/x`,
      properties: { policyAssignmentId: '/assignments/a', policyDefinitionReferenceId: 'r1', ...properties },
    }).value;

  it.each([
    ['is what was stated', { complianceState: 'Compliant' }, 'NonCompliant', 'Compliant'],
    ['holds until it expires', { complianceState: 'Compliant', expiresOn: '2030-01-01T00:00:00Z' }, undefined, 'Compliant'],
    [
      'falls back to the default when expired',
      { complianceState: 'Compliant', expiresOn: '2020-01-01T00:00:00Z' },
      'NonCompliant',
      'NonCompliant',
    ],
    ['is unknown where nothing says', { complianceState: 'Compliant', policyDefinitionReferenceId: 'r9' }, undefined, 'Unknown'],
  ])('%s', (_, properties, defaultState, expected) => {
    const found = attestation(properties);
    expect(attestedState(found ? [found] : [], question, defaultState)).toBe(expected);
  });

  it.each([
    ['a state that does not exist', { complianceState: 'Maybe' }, 'unknown-selector'],
    ['a date that is none', { expiresOn: 'x' }, 'wrong-date'],
  ])('reports %s', (_, properties, code) => {
    const parsed = parseAttestation({
      id: '/x/providers/Microsoft.PolicyInsights/attestations/x',
      properties: { policyAssignmentId: 'a', ...properties },
    });
    expect(parsed.problems.map((problem) => problem.code)).toEqual([code]);
  });
});
