import { exampleResource } from '../../example-resource.ts';
import type { Recommendation } from '../../recommendation.ts';

const type = 'Microsoft.EventHub/namespaces/authorizationRules';

export const eventHubNamespaceAuthorizationRules: Recommendation = {
  name: 'event-hub-namespace-authorization-rules',
  key: 'ad15dba1-6d89-46dc-9ef5-457736bfc139',
  title: 'All authorization rules except RootManageSharedAccessKey should be removed from Event Hub namespace',
  why: 'A key of the namespace opens every event hub in it; who sends to one hub should hold a key, or better a role, for that hub.',
  severity: 'low',
  category: 'compute',
  threats: ['elevationOfPrivilege', 'maliciousInsider'],
  resourceTypes: [type],
  kind: 'policy',
  rule: {
    if: {
      allOf: [
        { field: 'type', equals: type },
        { field: 'name', notEquals: 'RootManageSharedAccessKey' },
      ],
    },
    then: { effect: 'audit' },
  },
  fix: {
    effort: 'moderate',
    userImpact: 'high',
    steps: ['Find the clients that use the rule’s keys.', 'Give each a role or a rule on its own event hub.', 'Remove the rule.'],
    command: 'az resource delete --ids {id}',
    caution: 'Every client that still uses the rule’s keys stops at once.',
  },
  whenNotToFix: 'A tool that must manage all event hubs and cannot sign in with a managed identity.',
  examples: {
    healthy: [
      {
        name: 'the rule that every namespace has',
        resource: exampleResource(type, 'shop-hub/RootManageSharedAccessKey', { properties: { rights: ['Listen', 'Manage', 'Send'] } }),
      },
      { name: 'in another case', resource: exampleResource(type, 'shop-hub/rootmanagesharedaccesskey') },
    ],
    unhealthy: [
      { name: 'a rule for everything', resource: exampleResource(type, 'shop-hub/orders', { properties: { rights: ['Listen', 'Send'] } }) },
      { name: 'a rule for reading', resource: exampleResource(type, 'shop-hub/reader', { properties: { rights: ['Listen'] } }) },
    ],
  },
};
