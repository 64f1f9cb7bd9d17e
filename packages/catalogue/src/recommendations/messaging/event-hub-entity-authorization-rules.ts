import { exampleResource } from '../../example-resource.ts';
import type { Recommendation } from '../../recommendation.ts';

const type = 'Microsoft.EventHub/namespaces/eventhubs';
const ruleType = 'Microsoft.EventHub/namespaces/eventhubs/authorizationRules';

const orders = exampleResource(type, 'shop-hub/orders', { properties: { partitionCount: 4 } });
const ruleOn = (hub: string) => exampleResource(ruleType, `shop-hub/${hub}/sender`, { properties: { rights: ['Send'] } });

export const eventHubEntityAuthorizationRules: Recommendation = {
  name: 'event-hub-entity-authorization-rules',
  key: 'd460eef7-6e8b-4cd0-b2b6-3d2d888c0c07',
  title: 'Authorization rules on the Event Hub entity should be defined',
  alsoKnownAs: [
    'Authorization rules on the Event Hub instance should be defined',
    'Authorization rules on the Event Hub entity instance should be defined',
  ],
  why: 'A hub without rules of its own is reached with keys of the namespace, which open all other hubs as well.',
  severity: 'low',
  category: 'compute',
  threats: ['elevationOfPrivilege', 'maliciousInsider'],
  resourceTypes: [type],
  kind: 'policy',
  rule: {
    if: { field: 'type', equals: type },
    then: { effect: 'auditIfNotExists', details: { type: ruleType } },
  },
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: ['Add a rule to the hub for each kind of client, with the one right that it needs.', 'Move the clients to its keys.'],
    command:
      'az rest --method put --url "https://management.azure.com{id}/authorizationRules/send?api-version=2024-01-01" --body \'{"properties":{"rights":["Send"]}}\'',
    caution: 'The rule alone changes nothing: clients must be given its keys and lose those of the namespace.',
  },
  whenNotToFix: 'A namespace that refuses keys altogether (disableLocalAuth), where clients sign in and hold roles.',
  examples: {
    healthy: [{ name: 'a rule for senders', resource: orders, estate: [ruleOn('orders')] }],
    unhealthy: [
      { name: 'only another hub has one', resource: orders, estate: [ruleOn('returns')] },
      { name: 'a hub whose name goes on', resource: orders, estate: [ruleOn('orders2')] },
    ],
    notCollected: [
      { name: 'no rules in the input', resource: orders },
      {
        name: 'rules of the namespace only',
        resource: orders,
        estate: [exampleResource('Microsoft.EventHub/namespaces/authorizationRules', 'shop-hub/RootManageSharedAccessKey')],
      },
    ],
  },
};
