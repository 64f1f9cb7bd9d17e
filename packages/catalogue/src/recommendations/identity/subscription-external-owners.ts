import { isExternal } from '../../identity/accounts.ts';
import { noAccountIs } from '../../identity/decisions.ts';
import {
  exampleAssignment,
  exampleGroup,
  exampleGuest,
  exampleMember,
  exampleRole,
  exampleSubscription,
  exampleSubscriptionAlone,
  exampleSubscriptionId,
  exampleUser,
  managementGroupScope,
} from '../../identity/example-directory.ts';
import type { GraphRecommendation } from '../../recommendation.ts';

export const subscriptionExternalOwners: GraphRecommendation = {
  name: 'subscription-external-owners',
  key: 'c3b6ae71-f1f0-31b4-e6c1-d5951285d03d',
  title: 'External accounts with owner permissions should be removed from your subscription',
  alsoKnownAs: [
    'External accounts with owner permissions should be removed from subscriptions',
    'Guest accounts with owner permissions on Azure resources should be removed',
  ],
  why: 'A guest’s account is governed by another organisation: you do not see when it is stolen, when its owner leaves, or whether it has a second factor.',
  severity: 'high',
  category: 'identity',
  threats: ['accountBreach', 'maliciousInsider', 'elevationOfPrivilege'],
  ...noAccountIs({ levels: ['owner'], is: isExternal, word: 'external', what: 'owner permissions' }),
  fix: {
    effort: 'low',
    userImpact: 'moderate',
    steps: [
      'Ask who needs the guest to own the subscription, and for what',
      'Give them an account of your own, or a narrower role for a limited time',
      'Remove the role assignment, also where it is inherited from a management group or a group',
    ],
    command: 'az role assignment delete --assignee PRINCIPAL_ID --role Owner --scope {id}',
    caution: 'Make sure that another owner is left.',
  },
  whenNotToFix: 'A managed service provider who owns the subscription by contract, with access that is reviewed.',
  examples: {
    healthy: [
      {
        name: 'owners of this organisation only',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'ada', role: 'Owner' }),
          exampleAssignment({ to: 'grace', role: 'Reader' }),
          exampleUser('ada'),
          exampleGuest('grace'),
        ],
      },
      {
        name: 'a guest owns a resource group only',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'ada', role: 'Owner' }),
          exampleAssignment({ to: 'grace', role: 'Owner', scope: `${exampleSubscriptionId}/resourceGroups/shop` }),
          exampleUser('ada'),
          exampleGuest('grace'),
        ],
      },
      {
        name: 'a guest owns another branch of the management groups',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'ada', role: 'Owner' }),
          exampleAssignment({ to: 'grace', role: 'Owner', scope: managementGroupScope('laboratory') }),
          exampleUser('ada'),
          exampleGuest('grace'),
        ],
      },
      {
        name: 'applications are no accounts',
        resource: exampleSubscription(),
        estate: [exampleAssignment({ to: 'deploy', role: 'Owner', principalType: 'ServicePrincipal' }), exampleUser('ada')],
      },
    ],
    unhealthy: [
      {
        name: 'a guest is owner',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'ada', role: 'Owner' }),
          exampleAssignment({ to: 'grace', role: 'Owner' }),
          exampleUser('ada'),
          exampleGuest('grace'),
        ],
      },
      {
        name: 'inherited from a management group',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'deploy', role: 'Contributor', principalType: 'ServicePrincipal' }),
          exampleAssignment({ to: 'grace', role: 'Owner', scope: managementGroupScope('Shop-Production') }),
          exampleGuest('grace'),
        ],
      },
      {
        name: 'through a group within a group',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'operations', role: 'Owner', principalType: 'Group' }),
          exampleGroup('operations', [exampleMember('ada'), exampleMember('partners', 'group')]),
          exampleGroup('partners', [exampleMember('grace'), exampleMember('operations', 'group')]),
          exampleUser('ada'),
          exampleGuest('grace'),
        ],
      },
      {
        name: 'a custom role that permits everything, known by the name only',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'grace', role: 'Shop administrator' }),
          exampleRole('Shop administrator', { actions: ['*'] }),
          exampleUser('grace', { userPrincipalName: 'grace_partner.example#EXT#@shop.example', userType: null }),
        ],
      },
      {
        name: 'assigned at the root, in an export without principal types',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'ada', role: 'Reader' }),
          exampleAssignment({ to: 'grace', role: 'Owner', scope: '/', principalType: null }),
          exampleUser('ada'),
          exampleGuest('grace'),
        ],
      },
    ],
    notCollected: [
      { name: 'no role assignments', resource: exampleSubscription(), estate: [exampleUser('ada')] },
      { name: 'no users', resource: exampleSubscription(), estate: [exampleAssignment({ to: 'ada', role: 'Owner' })] },
      {
        name: 'users without their type',
        resource: exampleSubscription(),
        estate: [exampleAssignment({ to: 'ada', role: 'Owner' }), exampleUser('ada', { userType: null })],
      },
      {
        name: 'a group without its members',
        resource: exampleSubscription(),
        estate: [
          exampleAssignment({ to: 'operations', role: 'Owner', principalType: 'Group' }),
          exampleGroup('operations'),
          exampleUser('ada'),
        ],
      },
      {
        name: 'a custom role without its definition',
        resource: exampleSubscription(),
        estate: [exampleAssignment({ to: 'grace', role: 'Shop administrator' }), exampleGuest('grace')],
      },
      {
        name: 'assigned at a management group, and those above are not known',
        resource: exampleSubscriptionAlone(),
        estate: [
          exampleAssignment({ to: 'ada', role: 'Reader' }),
          exampleAssignment({ to: 'grace', role: 'Owner', scope: managementGroupScope('laboratory') }),
          exampleUser('ada'),
          exampleGuest('grace'),
        ],
      },
    ],
  },
};
