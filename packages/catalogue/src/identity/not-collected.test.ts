import type { Resource } from '@plumbline/policy';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { neighboursOf } from '../example-neighbours.ts';
import { subscriptionDeprecatedAccounts } from '../recommendations/identity/subscription-deprecated-accounts.ts';
import { subscriptionExternalOwners } from '../recommendations/identity/subscription-external-owners.ts';
import { subscriptionExternalReaders } from '../recommendations/identity/subscription-external-readers.ts';
import { subscriptionExternalWriters } from '../recommendations/identity/subscription-external-writers.ts';
import { subscriptionMaximumThreeOwners } from '../recommendations/identity/subscription-maximum-three-owners.ts';
import { subscriptionMoreThanOneOwner } from '../recommendations/identity/subscription-more-than-one-owner.ts';
import {
  exampleAssignment,
  exampleGroup,
  exampleMember,
  exampleRole,
  exampleSubscription,
  exampleSubscriptionId,
  exampleUser,
  managementGroupScope,
} from './example-directory.ts';
import { assignmentType } from './types.ts';

const recommendations = [
  subscriptionExternalOwners,
  subscriptionExternalWriters,
  subscriptionExternalReaders,
  subscriptionDeprecatedAccounts,
  subscriptionMoreThanOneOwner,
  subscriptionMaximumThreeOwners,
];

const people = ['ada', 'alan', 'edsger', 'grace', 'barbara'];
const groups = ['operations', 'partners'];
const principal = fc.constantFrom(...people, ...groups);
const assignment = fc.record({
  to: principal,
  role: fc.constantFrom('Owner', 'Contributor', 'Reader', 'Everything', 'Machines'),
  scope: fc.constantFrom(exampleSubscriptionId, managementGroupScope('root'), '/', managementGroupScope('laboratory')),
  isTyped: fc.boolean(),
});
const member = fc.constantFrom(...people.map((name) => exampleMember(name)), ...groups.map((name) => exampleMember(name, 'group')));
const person = fc.record({ userType: fc.constantFrom('Member', 'Guest'), accountEnabled: fc.boolean() });

const estates = fc
  .record({
    assignments: fc.array(assignment, { maxLength: 6 }),
    members: fc.array(fc.array(member, { maxLength: 3 }), { minLength: 2, maxLength: 2 }),
    users: fc.array(person, { minLength: 5, maxLength: 5 }),
  })
  .map(({ assignments, members, users }): readonly Resource[] => [
    exampleAssignment({ to: 'deploy', role: 'Contributor', principalType: 'ServicePrincipal' }),
    ...assignments.map(({ isTyped, ...about }) =>
      exampleAssignment({ ...about, principalType: isTyped ? (groups.includes(about.to) ? 'Group' : 'User') : null }),
    ),
    ...groups.map((name, i) => exampleGroup(name, members[i] ?? [])),
    ...people.map((name, i) => exampleUser(name, users[i] ?? {})),
    exampleRole('Everything', { actions: ['*'] }),
    exampleRole('Machines', { actions: ['Microsoft.Compute/virtualMachines/*'] }),
  ]);

test('taking users, groups and roles or all assignments away never turns a verdict into another one', () => {
  const subscription = exampleSubscription();
  fc.assert(
    fc.property(estates, fc.boolean(), fc.infiniteStream(fc.boolean()), (estate, hasAssignments, keep) => {
      const left = estate.filter((resource) => (resource['type'] === assignmentType ? hasAssignments : keep.next().value));
      for (const recommendation of recommendations) {
        const before = recommendation.judge(subscription, neighboursOf(subscription, estate)).status;
        const after = recommendation.judge(subscription, neighboursOf(subscription, left)).status;
        expect(before, recommendation.name).not.toBe('NotCollected');
        expect([before, 'NotCollected'], recommendation.name).toContain(after);
      }
    }),
    { numRuns: 200 },
  );
});
