import { exampleResource } from '../../example-resource.ts';
import type { Recommendation } from '../../recommendation.ts';

const type = 'Microsoft.ServiceBus/namespaces/authorizationRules';

export const serviceBusAuthorizationRules: Recommendation = {
  name: 'service-bus-authorization-rules',
  key: '077cc54b-eea9-e565-c72d-1ca6b5373728',
  title: 'Remove all authorization rules except RootManageSharedAccessKey from Service Bus namespace',
  alsoKnownAs: ['All authorization rules except RootManageSharedAccessKey should be removed from Service Bus namespace'],
  why: 'A key of the namespace opens every queue and topic in it; who needs one queue should hold a key, or better a role, for that queue.',
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
    steps: ['Find the clients that use the rule’s keys.', 'Give each a role or a rule on its own queue or topic.', 'Remove the rule.'],
    command: 'az resource delete --ids {id}',
    caution: 'Every client that still uses the rule’s keys stops at once.',
  },
  whenNotToFix: 'A tool that must manage all queues and topics and cannot sign in with a managed identity.',
  examples: {
    healthy: [
      {
        name: 'the rule that every namespace has',
        resource: exampleResource(type, 'shop-bus/RootManageSharedAccessKey', { properties: { rights: ['Listen', 'Manage', 'Send'] } }),
      },
      { name: 'in another case', resource: exampleResource(type, 'shop-bus/rootmanagesharedaccesskey') },
    ],
    unhealthy: [
      { name: 'a rule for everything', resource: exampleResource(type, 'shop-bus/orders', { properties: { rights: ['Listen', 'Send'] } }) },
      { name: 'a rule for reading', resource: exampleResource(type, 'shop-bus/reader', { properties: { rights: ['Listen'] } }) },
    ],
  },
};
