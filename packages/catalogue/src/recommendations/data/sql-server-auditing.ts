import type { JsonObject } from '@plumbline/policy';
import { exampleResource } from '../../example-resource.ts';
import type { PolicyRecommendation } from '../../recommendation.ts';

const server = 'Microsoft.Sql/servers';
const auditing = `${server}/auditingSettings`;

export const sqlServerAuditing: PolicyRecommendation = {
  name: 'sql-server-auditing',
  key: '94208a8b-16e8-4e5b-abbd-4e81c9d02bee',
  title: 'SQL server auditing should be enabled',
  alsoKnownAs: [
    'Auditing on SQL server should be enabled',
    'Enable auditing on SQL servers',
    'Auditing should be enabled on advanced data security settings on SQL Server',
  ],
  why: 'Without an audit log nobody can tell after a break-in what was read and changed, and by whom.',
  severity: 'low',
  category: 'data',
  threats: ['maliciousInsider', 'missingCoverage'],
  resourceTypes: [server],
  kind: 'policy',
  rule: {
    if: {
      allOf: [
        { field: 'type', equals: server },
        // Servers that only carry a data warehouse have no auditing of their own.
        { field: 'kind', notContains: 'analytics' },
      ],
    },
    then: {
      effect: 'auditIfNotExists',
      details: { type: auditing, existenceCondition: { field: `${auditing}/state`, equals: 'Enabled' } },
    },
  },
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: [
      'Choose where the log goes: storage account, workspace or event hub',
      'Turn auditing on at the server, so that every database has it',
      'Set how long it is kept',
    ],
    command:
      'az sql server audit-policy update --ids {id} --state Enabled --log-analytics-target-state Enabled --log-analytics-workspace-resource-id WORKSPACE_ID',
    caution: 'Busy databases write a lot; the log is charged for.',
    together: {
      action: 'Assign a policy that turns on auditing, with a remediation task',
      on: 'subscription',
    },
  },
  whenNotToFix: 'A server whose databases are all audited one by one, with other targets.',
  examples: {
    healthy: [
      { name: 'enabled', resource: named('shop-sql'), estate: [child('shop-sql', 'Enabled')] },
      {
        name: 'enabled, type in small letters',
        resource: named('hr-sql'),
        estate: [{ ...child('hr-sql', 'enabled'), type: auditing.toLowerCase() }],
      },
    ],
    unhealthy: [
      { name: 'disabled', resource: named('old-sql'), estate: [child('old-sql', 'Disabled')] },
      { name: 'enabled on another server only', resource: named('test-sql'), estate: [child('test-sql-2', 'Enabled')] },
    ],
    notApplicable: [
      {
        name: 'a server of a data warehouse',
        resource: { ...named('dw-sql'), kind: 'v12.0,analytics' },
        estate: [child('dw-sql', 'Disabled')],
      },
    ],
    notCollected: [{ name: 'no auditing settings in the input', resource: named('shop-sql') }],
  },
};

function named(name: string): JsonObject {
  return exampleResource(server, name, { kind: 'v12.0', properties: { version: '12.0', state: 'Ready' } });
}

function child(name: string, state: string): JsonObject {
  return exampleResource(auditing, `${name}/Default`, { properties: { state } });
}
