import { isExternal } from '../../identity/accounts.ts';
import { noAccountIs } from '../../identity/decisions.ts';
import { exampleAssignment, exampleGuest, exampleRole, exampleSubscription, exampleUser } from '../../identity/example-directory.ts';
import type { GraphRecommendation } from '../../recommendation.ts';

/** Roles that only read: those that change something have recommendations of their own. */
export const subscriptionExternalReaders: GraphRecommendation = {
  name: 'subscription-external-readers',
  key: 'a8c6a4ad-d51e-88fe-2979-d3ee3c864f8b',
  title: 'External accounts with read permissions should be removed from your subscription',
  alsoKnownAs: [
    'External accounts with read permissions should be removed from subscriptions',
    'Guest accounts with read permissions on Azure resources should be removed',
  ],
  why: 'Whoever reads the subscription knows its names, addresses and settings; that somebody outside does should be a decision, not a leftover.',
  severity: 'high',
  category: 'identity',
  threats: ['dataExfiltration', 'accountBreach'],
  ...noAccountIs({ levels: ['read'], is: isExternal, word: 'external', what: 'read permissions' }),
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: [
      'Ask what the guest looks at',
      'Give a role on just that, with an end date',
      'Remove the assignment on the subscription, also where it is inherited',
    ],
    command: 'az role assignment delete --assignee PRINCIPAL_ID --scope {id}',
    caution: 'Reports and dashboards that are read with the guest’s account go blank.',
  },
  whenNotToFix: 'Auditors of another company who need to see the whole subscription for the time of an audit.',
  examples: {
    healthy: [
      {
        name: 'only people of this organisation',
        resource: exampleSubscription(),
        estate: [exampleAssignment({ to: 'ada', role: 'Reader' }), exampleUser('ada'), exampleGuest('grace')],
      },
      {
        name: 'a guest who writes is not counted here',
        resource: exampleSubscription(),
        estate: [exampleAssignment({ to: 'grace', role: 'Contributor' }), exampleGuest('grace')],
      },
    ],
    unhealthy: [
      {
        name: 'a guest is reader',
        resource: exampleSubscription(),
        estate: [exampleAssignment({ to: 'grace', role: 'Reader' }), exampleGuest('grace')],
      },
      {
        name: 'a guest reads data',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'grace', role: 'Report reader' }),
          exampleRole('Report reader', {
            actions: [],
            dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'],
          }),
          exampleGuest('grace'),
        ],
      },
      {
        name: 'a guest that was created here',
        resource: exampleSubscription(),
        estate: [exampleAssignment({ to: 'alan', role: 'Reader' }), exampleUser('alan', { userType: 'guest' })],
      },
    ],
    notCollected: [
      { name: 'no role assignments', resource: exampleSubscription(), estate: [exampleGuest('grace')] },
      { name: 'no users', resource: exampleSubscription(), estate: [exampleAssignment({ to: 'ada', role: 'Reader' })] },
    ],
  },
};
