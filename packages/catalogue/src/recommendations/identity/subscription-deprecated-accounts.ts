import { isDeprecated } from '../../identity/accounts.ts';
import { noAccountIs } from '../../identity/decisions.ts';
import {
  exampleAssignment,
  exampleRole,
  exampleSubscription,
  exampleSubscriptionId,
  exampleUser,
} from '../../identity/example-directory.ts';
import type { GraphRecommendation } from '../../recommendation.ts';

/** Whatever the role: owners count here too, and once more in `subscription-deprecated-owners`. */
export const subscriptionDeprecatedAccounts: GraphRecommendation = {
  name: 'subscription-deprecated-accounts',
  key: '00c6d40b-e990-6acf-d4f3-471e747a27c4',
  title: 'Deprecated accounts should be removed from your subscription',
  alsoKnownAs: [
    'Deprecated accounts should be removed from subscriptions',
    'Blocked accounts with read and write permissions on Azure resources should be removed',
  ],
  why: 'Rights of an account that nobody uses any more protect nobody and serve whoever revives it.',
  severity: 'high',
  category: 'identity',
  threats: ['accountBreach', 'maliciousInsider'],
  ...noAccountIs({ levels: ['owner', 'write', 'read'], is: isDeprecated, word: 'deprecated', what: 'permissions on the subscription' }),
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: ['Check that the account is blocked for good', 'Remove its role assignments, or take it out of the groups that have them'],
    command: 'az role assignment delete --assignee PRINCIPAL_ID --scope {id}',
    caution: 'Look first whether the account still owns something that runs in its name.',
  },
  whenNotToFix: 'An account that is blocked for a few weeks only, such as during a leave.',
  examples: {
    healthy: [
      {
        name: 'everybody signs in',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'ada', role: 'Owner' }),
          exampleAssignment({ to: 'grace', role: 'Reader' }),
          exampleUser('ada'),
          exampleUser('grace'),
        ],
      },
      {
        name: 'a blocked account has rights on one resource group',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'ada', role: 'Owner' }),
          exampleAssignment({ to: 'alan', role: 'Contributor', scope: `${exampleSubscriptionId}/resourceGroups/old` }),
          exampleUser('ada'),
          exampleUser('alan', { accountEnabled: false }),
        ],
      },
    ],
    unhealthy: [
      {
        name: 'a blocked reader',
        resource: exampleSubscription(),
        estate: [exampleAssignment({ to: 'alan', role: 'Reader' }), exampleUser('alan', { accountEnabled: false })],
      },
      {
        name: 'a blocked account with a custom role, while another role is not known',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'alan', role: 'Machine operator' }),
          exampleAssignment({ to: 'ada', role: 'Unheard of' }),
          exampleRole('Machine operator', { actions: ['Microsoft.Compute/virtualMachines/*'] }),
          exampleUser('ada'),
          exampleUser('alan', { accountEnabled: false }),
        ],
      },
    ],
    notCollected: [
      { name: 'no users', resource: exampleSubscription(), estate: [exampleAssignment({ to: 'alan', role: 'Reader' })] },
      { name: 'no role assignments', resource: exampleSubscription(), estate: [exampleUser('alan', { accountEnabled: false })] },
    ],
  },
};
