import type { JsonObject } from '@plumbline/policy';
import { exampleResource } from '../../example-resource.ts';
import type { PolicyRecommendation } from '../../recommendation.ts';

const database = 'Microsoft.Sql/servers/databases';
const encryption = `${database}/transparentDataEncryption`;

export const sqlTransparentDataEncryption: PolicyRecommendation = {
  name: 'sql-transparent-data-encryption',
  key: '651967bf-044e-4bde-8376-3e08e0600105',
  title: 'Transparent Data Encryption on SQL databases should be enabled',
  alsoKnownAs: ['Enable Transparent Data Encryption on SQL databases'],
  why: 'Files, backups and logs of a database that is not encrypted can be read by whoever gets hold of a copy.',
  severity: 'low',
  category: 'data',
  threats: ['dataExfiltration', 'dataSpillage'],
  resourceTypes: [database],
  kind: 'policy',
  rule: {
    if: {
      allOf: [
        { field: 'type', equals: database },
        // `master` cannot be encrypted; exports name it with its server or without.
        { field: 'name', notEquals: 'master' },
        { field: 'name', notLike: '*/master' },
      ],
    },
    then: {
      effect: 'auditIfNotExists',
      details: {
        type: encryption,
        // Older API versions say `status`, newer ones `state`.
        existenceCondition: {
          anyOf: [
            { field: `${encryption}/status`, equals: 'Enabled' },
            { field: `${encryption}/state`, equals: 'Enabled' },
          ],
        },
      },
    },
  },
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: ['Turn on transparent data encryption', 'Wait until the database has been encrypted in the background'],
    command: 'az sql db tde set --ids {id} --status Enabled',
    caution: 'Encrypting a large database takes hours and some of its throughput.',
    together: {
      action: 'Assign a policy that turns on encryption, with a remediation task',
      on: 'subscription',
    },
  },
  whenNotToFix: 'A database that holds nothing but public data; encryption costs next to nothing, so hardly ever.',
  examples: {
    healthy: [
      { name: 'enabled, as newer versions say it', resource: named('ledger'), estate: [child('ledger', { state: 'Enabled' })] },
      { name: 'enabled, as older versions say it', resource: named('orders'), estate: [child('orders', { status: 'Enabled' })] },
      {
        name: 'a name that only ends in master',
        resource: named('webmaster'),
        estate: [child('webmaster', { state: 'enabled' })],
      },
    ],
    unhealthy: [
      { name: 'disabled', resource: named('archive'), estate: [child('archive', { state: 'Disabled' })] },
      {
        name: 'enabled on another database only',
        resource: named('stock'),
        estate: [child('stock-2', { state: 'Enabled' })],
      },
    ],
    notApplicable: [
      { name: 'master', resource: named('master'), estate: [child('master', { status: 'Disabled' })] },
      { name: 'master, named with its server', resource: { ...named('master'), name: 'shop-sql/master' } },
    ],
    notCollected: [{ name: 'no encryption state in the input', resource: named('ledger') }],
  },
};

function named(name: string): JsonObject {
  return exampleResource(database, `shop-sql/${name}`, { properties: { status: 'Online' } });
}

function child(name: string, properties: JsonObject): JsonObject {
  return exampleResource(encryption, `shop-sql/${name}/current`, { properties });
}
