import type { JsonObject, Resource } from '@plumbline/policy';
import { exampleId, exampleResource } from '../../example-resource.ts';
import { lastSegmentOf, nameOf, textAt } from '../../json-reading.ts';
import type { GraphRecommendation } from '../../recommendation.ts';

const server = 'Microsoft.Sql/servers';
const database = `${server}/databases`;
const serverAuditing = `${server}/auditingSettings`;
const databaseAuditing = `${database}/auditingSettings`;

/** A graph, for auditing of the server covers its databases, and a policy rule can look at one related type only. */
export const sqlDatabaseAuditing: GraphRecommendation = {
  name: 'sql-database-auditing',
  key: '46158b7d-44ef-43d5-bbfa-88c2d3bae0c8',
  title: 'Enable auditing on SQL databases',
  alsoKnownAs: ['Auditing should be enabled on SQL databases', 'Enable Auditing & Threat detection on SQL databases'],
  why: 'A database without an audit log cannot answer who read or changed what, and whether a theft took one row or all of them.',
  severity: 'low',
  category: 'data',
  threats: ['maliciousInsider', 'missingCoverage'],
  resourceTypes: [database],
  kind: 'graph',
  reads: {
    [database]: [],
    [databaseAuditing]: ['properties.state'],
    [serverAuditing]: ['properties.state'],
  },
  needs: [databaseAuditing, serverAuditing],
  judge(subject, neighbours) {
    const id = textAt(subject, 'id') ?? '';
    const name = lastSegmentOf(id) || nameOf(subject);
    if (name.toLowerCase() === 'master') return { status: 'NotApplicable', because: { text: 'master is audited with its server only.' } };
    const serverId = id.split(/\/databases\//i)[0] ?? '';
    const places = [
      { of: 'the database', found: neighbours.under(id, databaseAuditing), type: databaseAuditing },
      { of: 'its server', found: neighbours.under(serverId, serverAuditing), type: serverAuditing },
    ];
    for (const { of, found } of places) {
      const enabled = found.find(isEnabled);
      if (enabled !== undefined) {
        return {
          status: 'Healthy',
          because: {
            text: `Auditing of ${of} is enabled.`,
            resource: textAt(enabled, 'id') ?? '',
            path: 'properties.state',
            found: 'Enabled',
          },
        };
      }
    }
    const missing = places.find(({ type }) => !neighbours.isCollected(type));
    if (missing !== undefined) {
      return {
        status: 'NotCollected',
        needs: missing.type,
        because: { text: `The auditing settings of ${missing.of} are not in the input.` },
      };
    }
    return {
      status: 'Unhealthy',
      because: {
        text: `Auditing is enabled neither on ${name} nor on its server.`,
        resource: id,
        path: 'properties.state',
        expected: 'Enabled',
      },
    };
  },
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: [
      'Turn auditing on at the server, so that new databases have it too',
      'Use a setting of the database only for other targets or events',
    ],
    command:
      'az sql db audit-policy update --ids {id} --state Enabled --log-analytics-target-state Enabled --log-analytics-workspace-resource-id WORKSPACE_ID',
    caution: 'Auditing at both places writes everything twice.',
  },
  whenNotToFix: 'A scratch database without any data of value.',
  examples: {
    healthy: [
      { name: 'audited itself', resource: named('ledger'), estate: [ofDatabase('ledger', 'Enabled'), ofServer('Disabled')] },
      { name: 'audited with its server', resource: named('orders'), estate: [ofDatabase('orders', 'Disabled'), ofServer('Enabled')] },
    ],
    unhealthy: [
      { name: 'audited nowhere', resource: named('archive'), estate: [ofDatabase('archive', 'Disabled'), ofServer('Disabled')] },
      { name: 'another database is audited', resource: named('stock'), estate: [ofDatabase('stock-2', 'Enabled'), ofServer('Disabled')] },
    ],
    notApplicable: [{ name: 'master', resource: named('master'), estate: [ofDatabase('ledger', 'Enabled'), ofServer('Disabled')] }],
    notCollected: [
      { name: 'no auditing settings in the input', resource: named('ledger') },
      { name: 'only those of the databases in the input', resource: named('stock'), estate: [ofDatabase('stock', 'Disabled')] },
    ],
  },
};

function isEnabled(setting: Resource): boolean {
  return textAt(setting, 'properties.state')?.toLowerCase() === 'enabled';
}

function named(name: string): JsonObject {
  return exampleResource(database, `shop-sql/${name}`, { properties: { status: 'Online' } });
}

function ofDatabase(name: string, state: string): JsonObject {
  return { id: `${exampleId(named(name))}/auditingSettings/Default`, name: 'Default', type: databaseAuditing, properties: { state } };
}

function ofServer(state: string): JsonObject {
  return exampleResource(serverAuditing, 'shop-sql/Default', { properties: { state } });
}
