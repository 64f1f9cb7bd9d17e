import { isExternal } from '../../identity/accounts.ts';
import { noAccountIs } from '../../identity/decisions.ts';
import {
  exampleAssignment,
  exampleGroup,
  exampleGuest,
  exampleMember,
  exampleRole,
  exampleSubscription,
  exampleUser,
} from '../../identity/example-directory.ts';
import type { GraphRecommendation } from '../../recommendation.ts';

/** Roles that change something, short of owner: owners are `subscription-external-owners`. */
export const subscriptionExternalWriters: GraphRecommendation = {
  name: 'subscription-external-writers',
  key: '04e7147b-0deb-9796-2e5c-0336343ceb3d',
  title: 'External accounts with write permissions should be removed from your subscription',
  alsoKnownAs: [
    'External accounts with write permissions should be removed from subscriptions',
    'Guest accounts with write permissions on Azure resources should be removed',
  ],
  why: 'Who can write can run code with the rights of what they change; for a guest nobody here watches the account.',
  severity: 'high',
  category: 'identity',
  threats: ['accountBreach', 'maliciousInsider', 'elevationOfPrivilege'],
  ...noAccountIs({ levels: ['write'], is: isExternal, word: 'external', what: 'write permissions' }),
  fix: {
    effort: 'low',
    userImpact: 'moderate',
    steps: [
      'Ask what the guest works on',
      'Give a role on that resource group alone, or eligibility for a limited time',
      'Remove the assignment on the subscription, also where it is inherited',
    ],
    command: 'az role assignment delete --assignee PRINCIPAL_ID --scope {id}',
    caution: 'Pipelines that sign in as the guest stop: move them to a service principal first.',
  },
  whenNotToFix: 'A partner’s engineers who operate the subscription by contract, with access that is reviewed.',
  examples: {
    healthy: [
      {
        name: 'guests read only, and own only in another recommendation',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'ada', role: 'Contributor' }),
          exampleAssignment({ to: 'grace', role: 'Reader' }),
          exampleAssignment({ to: 'edsger', role: 'Owner' }),
          exampleUser('ada'),
          exampleGuest('grace'),
          exampleGuest('edsger'),
        ],
      },
      {
        name: 'a custom role that reads and opens tickets',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'grace', role: 'Auditor' }),
          exampleRole('Auditor', { actions: ['*/read', 'Microsoft.Support/*', 'Microsoft.Storage/storageAccounts/listKeys/action'] }),
          exampleGuest('grace'),
        ],
      },
    ],
    unhealthy: [
      {
        name: 'a guest is contributor',
        resource: exampleSubscription(),
        estate: [exampleAssignment({ to: 'grace', role: 'Contributor' }), exampleGuest('grace')],
      },
      {
        name: 'a guest may give away access',
        resource: exampleSubscription(),
        estate: [exampleAssignment({ to: 'grace', role: 'User Access Administrator' }), exampleGuest('grace')],
      },
      {
        name: 'a custom role for machines, through a group',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'operators', role: 'Machine operator', principalType: 'Group' }),
          exampleRole('Machine operator', { actions: ['Microsoft.Compute/*/read', 'Microsoft.Compute/virtualMachines/*'] }),
          exampleGroup('operators', [exampleMember('deploy', 'servicePrincipal'), exampleMember('grace')]),
          exampleGuest('grace'),
        ],
      },
    ],
    notCollected: [
      { name: 'no role assignments', resource: exampleSubscription(), estate: [exampleGuest('grace')] },
      { name: 'no users', resource: exampleSubscription(), estate: [exampleAssignment({ to: 'grace', role: 'Contributor' })] },
      {
        name: 'one of two users is not in the input',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'ada', role: 'Contributor' }),
          exampleAssignment({ to: 'grace', role: 'Contributor' }),
          exampleUser('ada'),
        ],
      },
    ],
  },
};
