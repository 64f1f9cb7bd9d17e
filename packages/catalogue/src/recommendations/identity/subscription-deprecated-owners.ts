import { isDeprecated } from '../../identity/accounts.ts';
import { noAccountIs } from '../../identity/decisions.ts';
import {
  exampleAssignment,
  exampleGroup,
  exampleMember,
  exampleSubscription,
  exampleUser,
  managementGroupScope,
} from '../../identity/example-directory.ts';
import type { GraphRecommendation } from '../../recommendation.ts';

export const subscriptionDeprecatedOwners: GraphRecommendation = {
  name: 'subscription-deprecated-owners',
  key: 'e52064aa-6853-e252-a11e-dffc675689c2',
  title: 'Deprecated accounts with owner permissions should be removed from your subscription',
  alsoKnownAs: [
    'Deprecated accounts with owner permissions should be removed from subscriptions',
    'Blocked accounts with owner permissions on Azure resources should be removed',
  ],
  why: 'An account that is blocked because its owner left needs one click to be let in again, and then it owns everything; nobody would miss its rights.',
  severity: 'high',
  category: 'identity',
  threats: ['accountBreach', 'maliciousInsider', 'elevationOfPrivilege'],
  ...noAccountIs({ levels: ['owner'], is: isDeprecated, word: 'deprecated', what: 'owner permissions' }),
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: ['Check that the account is blocked for good', 'Remove its role assignment, or take it out of the group that has one'],
    command: 'az role assignment delete --assignee PRINCIPAL_ID --role Owner --scope {id}',
    caution: 'Make sure that another owner is left.',
  },
  whenNotToFix: 'An account that is blocked for a few weeks only, such as during a leave.',
  examples: {
    healthy: [
      {
        name: 'blocked accounts only read',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'ada', role: 'Owner' }),
          exampleAssignment({ to: 'alan', role: 'Reader' }),
          exampleUser('ada'),
          exampleUser('alan', { accountEnabled: false }),
        ],
      },
    ],
    unhealthy: [
      {
        name: 'a blocked owner',
        resource: exampleSubscription(),
        estate: [exampleAssignment({ to: 'alan', role: 'Owner' }), exampleUser('alan', { accountEnabled: false })],
      },
      {
        name: 'inherited, through a group',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'ada', role: 'Owner' }),
          exampleAssignment({ to: 'founders', role: 'Owner', scope: managementGroupScope('root'), principalType: 'Group' }),
          exampleGroup('founders', [exampleMember('ada'), exampleMember('alan')]),
          exampleUser('ada'),
          exampleUser('alan', { accountEnabled: 'False' }),
        ],
      },
    ],
    notCollected: [
      { name: 'no users', resource: exampleSubscription(), estate: [exampleAssignment({ to: 'alan', role: 'Owner' })] },
      {
        name: 'users without their state, as a plain list gives them',
        resource: exampleSubscription(),
        estate: [exampleAssignment({ to: 'ada', role: 'Owner' }), exampleUser('ada', { accountEnabled: null, userType: null })],
      },
      { name: 'no role assignments', resource: exampleSubscription(), estate: [exampleUser('alan', { accountEnabled: false })] },
    ],
  },
};
