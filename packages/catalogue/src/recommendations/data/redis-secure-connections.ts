import type { JsonObject } from '@plumbline/policy';
import { withoutConfiguration } from '../../example-machine.ts';
import { exampleResource } from '../../example-resource.ts';
import type { PolicyRecommendation } from '../../recommendation.ts';

const type = 'Microsoft.Cache/redis';

export const redisSecureConnections: PolicyRecommendation = {
  name: 'redis-secure-connections',
  key: '35b25be2-d08a-e340-45ed-f08a95d804fc',
  title: 'Only secure connections to your Redis Cache should be enabled',
  alsoKnownAs: [
    'Redis Cache should allow access only via SSL',
    'Only secure connections to your Azure Cache for Redis should be enabled',
    'Only secure connections to Redis Cache should be enabled',
  ],
  why: 'On the port without TLS the access key and every value cross the network readable.',
  severity: 'high',
  category: 'data',
  threats: ['dataExfiltration', 'dataSpillage', 'accountBreach'],
  resourceTypes: [type],
  kind: 'policy',
  rule: {
    if: {
      allOf: [
        { field: 'type', equals: type },
        { field: `${type}/enableNonSslPort`, equals: true },
      ],
    },
    then: { effect: 'audit' },
  },
  fix: {
    effort: 'low',
    userImpact: 'moderate',
    steps: ['Move clients from port 6379 to 6380 with TLS', 'Switch the port without TLS off', 'Change the keys that went over it'],
    command: 'az redis update --ids {id} --set enableNonSslPort=false',
    caution: 'Clients that still use port 6379 stop working.',
    together: {
      action: 'Assign a policy that closes the port without encryption, with a remediation task',
      on: 'subscription',
    },
  },
  whenNotToFix: 'A client that cannot speak TLS, over a network that nobody else can reach, until it is replaced.',
  examples: {
    healthy: [
      { name: 'port without TLS switched off', resource: cache({ enableNonSslPort: false, sslPort: 6380 }) },
      { name: 'setting left out, which means off', resource: cache({ sslPort: 6380 }) },
    ],
    unhealthy: [
      { name: 'port without TLS open', resource: cache({ enableNonSslPort: true, port: 6379 }) },
      { name: 'open, given as a text', resource: cache({ enableNonSslPort: 'true' }) },
    ],
    notApplicable: [{ name: 'a database', resource: exampleResource('Microsoft.DBforPostgreSQL/servers', 'orders', { properties: {} }) }],
    notCollected: [{ name: 'listed without its configuration', resource: withoutConfiguration(cache({})) }],
  },
};

function cache(properties: JsonObject): JsonObject {
  return exampleResource(type, 'sessions', { properties: { redisVersion: '6.0', ...properties } });
}
