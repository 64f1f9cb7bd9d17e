import { ownersAreCounted } from '../../identity/decisions.ts';
import {
  exampleAssignment,
  exampleGroup,
  exampleMember,
  exampleSubscription,
  exampleUser,
  managementGroupScope,
} from '../../identity/example-directory.ts';
import type { GraphRecommendation } from '../../recommendation.ts';

export const subscriptionMoreThanOneOwner: GraphRecommendation = {
  name: 'subscription-more-than-one-owner',
  key: '2c79b4af-f830-b61e-92b9-63dfa30f16e4',
  title: 'There should be more than one owner assigned to your subscription',
  alsoKnownAs: ['There should be more than one owner assigned to subscriptions'],
  why: 'When the only owner is away, ill or locked out, nobody can give access or stop what is happening.',
  severity: 'high',
  category: 'identity',
  threats: ['denialOfService', 'maliciousInsider'],
  ...ownersAreCounted({ settledFrom: 2, settled: 'Healthy', otherwise: 'Unhealthy', expected: 'at least 2 users' }),
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: ['Choose a second person who answers for the subscription', 'Make them owner, best with activation for a limited time'],
    command: 'az role assignment create --assignee PRINCIPAL_ID --role Owner --scope {id}',
    caution: 'Every owner is one more account to guard: two or three are enough.',
  },
  whenNotToFix: 'A subscription that only a pipeline deploys to and whose owners are raised at the management group when they are needed.',
  examples: {
    healthy: [
      {
        name: 'two owners',
        resource: exampleSubscription(),
        estate: [exampleAssignment({ to: 'ada', role: 'Owner' }), exampleAssignment({ to: 'grace', role: 'Owner' })],
      },
      {
        name: 'one here, one inherited',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'ada', role: 'Owner' }),
          exampleAssignment({ to: 'grace', role: 'Owner', scope: managementGroupScope('root') }),
        ],
      },
      {
        name: 'two known ones, and a group of which nothing is known',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'ada', role: 'Owner' }),
          exampleAssignment({ to: 'grace', role: 'Owner' }),
          exampleAssignment({ to: 'operations', role: 'Owner', principalType: 'Group' }),
        ],
      },
    ],
    unhealthy: [
      {
        name: 'one owner, assigned twice',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'ada', role: 'Owner' }),
          exampleAssignment({ to: 'ada', role: 'Owner', scope: managementGroupScope('root') }),
          exampleAssignment({ to: 'grace', role: 'Contributor' }),
        ],
      },
      {
        name: 'one member, who is owner besides, and a pipeline',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'ada', role: 'Owner' }),
          exampleAssignment({ to: 'deploy', role: 'Owner', principalType: 'ServicePrincipal' }),
          exampleAssignment({ to: 'operations', role: 'Owner', principalType: 'Group' }),
          exampleGroup('operations', [exampleMember('ada'), exampleMember('deploy', 'servicePrincipal')]),
        ],
      },
      {
        name: 'no user at all',
        resource: exampleSubscription(),
        estate: [exampleAssignment({ to: 'deploy', role: 'Owner', principalType: 'ServicePrincipal' })],
      },
    ],
    notCollected: [
      { name: 'no role assignments', resource: exampleSubscription(), estate: [exampleUser('ada')] },
      {
        name: 'one owner, and a group without its members',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'ada', role: 'Owner' }),
          exampleAssignment({ to: 'operations', role: 'Owner', principalType: 'Group' }),
        ],
      },
      {
        name: 'only assignments above the subscription were collected',
        resource: exampleSubscription(),
        estate: [exampleAssignment({ to: 'ada', role: 'Owner', scope: managementGroupScope('root') })],
      },
    ],
  },
};
