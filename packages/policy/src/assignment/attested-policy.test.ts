import { describe, expect, it } from 'vitest';
import { compileDefinition } from '../index.ts';
import { attestationType, attestedPolicy } from './attested-policy.ts';

const id = '/subscriptions/s/resourceGroups/g/providers/A.B/boxes/c';
const assignmentId = '/subscriptions/s/providers/Microsoft.Authorization/policyAssignments/a';
const box = { id, type: 'A.B/boxes', name: 'c' };
const now = '2026-01-01T00:00:00Z';

function manual(then: object = { effect: 'Manual' }) {
  const { policy } = compileDefinition({ mode: 'All', policyRule: { if: { field: 'type', equals: 'A.B/boxes' }, then } } as never);
  if (policy === undefined) throw new Error('The fixture does not compile.');
  return policy;
}
const attestation = (complianceState: string, more: object = {}) => ({
  id: `${id}/providers/Microsoft.PolicyInsights/attestations/x`,
  properties: { policyAssignmentId: assignmentId, complianceState, ...more },
});
const judged = (attestations: readonly object[] | undefined, then?: object) =>
  attestedPolicy(manual(then), { assignmentId }).evaluate(box, { now, related: () => attestations as never });

describe('attestedPolicy', () => {
  it.each([
    ['attested', [attestation('Compliant')], { compliance: 'Compliant', effect: 'Manual' }],
    ['found wanting', [attestation('NonCompliant')], { compliance: 'NonCompliant', effect: 'Manual' }],
    ['attested until now', [attestation('Compliant', { expiresOn: now })], { compliance: 'Unknown' }],
    ['attested for another member', [attestation('Compliant', { policyDefinitionReferenceId: 'r' })], { compliance: 'Unknown' }],
    ['attested for another assignment', [attestation('Compliant', { policyAssignmentId: '/b' })], { compliance: 'Unknown' }],
    ['unreadable and attested', [{ id: 'x' }, attestation('Compliant')], { compliance: 'Compliant' }],
    ['not attested', [], { compliance: 'Unknown' }],
    ['not collected', undefined, { compliance: 'Unknown' }],
  ])('is decided by what was said: %s', (_, attestations, expected) => {
    expect(judged(attestations)).toMatchObject(expected);
  });

  it('falls back to the default state only where attestations were collected', () => {
    const then = { effect: 'Manual', details: { defaultState: 'Compliant' } };
    expect(judged([], then)).toMatchObject({ compliance: 'Compliant' });
    expect(judged(undefined, then)).toMatchObject({ compliance: 'Unknown' });
  });

  it('asks below the resource, and nothing of one that the rule is not about', () => {
    const policy = attestedPolicy(manual(), { assignmentId });
    expect(policy.begin(box, { now })).toMatchObject({
      compliance: 'Pending',
      query: { type: attestationType, scope: 'extensions', of: id.toLowerCase() },
    });
    expect(policy.begin({ ...box, type: 'A.B/other' }, { now })).toEqual({ compliance: 'NotApplicable' });
  });

  it('leaves every other policy as it is', () => {
    for (const then of [{ effect: 'audit' }, { effect: 'disabled' }]) {
      const policy = manual(then);
      expect(attestedPolicy(policy, { assignmentId })).toBe(policy);
    }
  });
});
