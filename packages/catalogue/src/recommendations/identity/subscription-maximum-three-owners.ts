import { ownersAreCounted } from '../../identity/decisions.ts';
import {
  exampleAssignment,
  exampleGroup,
  exampleMember,
  exampleRole,
  exampleSubscription,
  exampleUser,
  managementGroupScope,
} from '../../identity/example-directory.ts';
import type { GraphRecommendation } from '../../recommendation.ts';

export const subscriptionMaximumThreeOwners: GraphRecommendation = {
  name: 'subscription-maximum-three-owners',
  key: '6f90a6d6-d4d6-0794-0ec1-98fa77878c2e',
  title: 'A maximum of 3 owners should be designated for your subscription',
  alsoKnownAs: ['A maximum of 3 owners should be designated for subscriptions'],
  why: 'Every owner is a password away from the whole subscription; with a dozen of them nobody notices one more.',
  severity: 'high',
  category: 'identity',
  threats: ['accountBreach', 'maliciousInsider', 'elevationOfPrivilege'],
  ...ownersAreCounted({ settledFrom: 4, settled: 'Unhealthy', otherwise: 'Healthy', expected: 'at most 3 users' }),
  fix: {
    effort: 'low',
    userImpact: 'moderate',
    steps: [
      'List the owners, with those of groups and of management groups above',
      'Keep those who answer for the subscription; give the others Contributor or a narrower role',
      'Remove their owner assignments, also where they are inherited',
    ],
    command: 'az role assignment delete --assignee PRINCIPAL_ID --role Owner --scope {id}',
    caution: 'Leave at least two, and check that one of them can sign in.',
  },
  whenNotToFix: 'A subscription for training that every participant is meant to own.',
  examples: {
    healthy: [
      {
        name: 'three owners, one of them twice',
        resource: exampleSubscription(),
        estate: [
          ...['ada', 'alan', 'grace'].map((to) => exampleAssignment({ to, role: 'Owner' })),
          exampleAssignment({ to: 'ada', role: 'Owner', scope: managementGroupScope('root') }),
          exampleAssignment({ to: 'edsger', role: 'Contributor' }),
        ],
      },
      {
        name: 'the fourth role permits everything but something',
        resource: exampleSubscription(),
        estate: [
          ...['ada', 'alan', 'grace'].map((to) => exampleAssignment({ to, role: 'Owner' })),
          exampleAssignment({ to: 'edsger', role: 'Nearly owner' }),
          exampleRole('Nearly owner', { actions: ['*'], notActions: ['Microsoft.Authorization/*/Write'] }),
        ],
      },
    ],
    unhealthy: [
      {
        name: 'four owners',
        resource: exampleSubscription(),
        estate: ['ada', 'alan', 'grace', 'edsger'].map((to) => exampleAssignment({ to, role: 'Owner' })),
      },
      {
        name: 'a group of four',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'operations', role: 'Owner', principalType: 'Group' }),
          exampleGroup('operations', [exampleMember('ada'), exampleMember('alan'), exampleMember('grace'), exampleMember('edsger')]),
        ],
      },
      {
        name: 'four known ones, and a group of which nothing is known',
        resource: exampleSubscription(),
        estate: [
          ...['ada', 'alan', 'grace', 'edsger'].map((to) => exampleAssignment({ to, role: 'Owner' })),
          exampleAssignment({ to: 'operations', role: 'Owner', principalType: 'Group' }),
        ],
      },
    ],
    notCollected: [
      { name: 'no role assignments', resource: exampleSubscription(), estate: [exampleUser('ada')] },
      {
        name: 'two owners, and a group without its members',
        resource: exampleSubscription(),
        estate: [
          ...['ada', 'alan'].map((to) => exampleAssignment({ to, role: 'Owner' })),
          exampleAssignment({ to: 'operations', role: 'Owner', principalType: 'Group' }),
          exampleGroup('operations'),
        ],
      },
      {
        name: 'an owner of whom it is not said whether it is a user',
        resource: exampleSubscription(),
        estate: [exampleAssignment({ to: 'ada', role: 'Owner', principalType: null })],
      },
    ],
  },
};
