import type { JsonObject } from '@plumbline/policy';
import { exampleResource } from '../../example-resource.ts';
import { textAt } from '../../json-reading.ts';
import type { GraphRecommendation } from '../../recommendation.ts';

const server = 'Microsoft.Sql/servers';
const administrators = `${server}/administrators`;
const inline = 'properties.administrators.administratorType';

/** A graph, for newer API versions show the administrator on the server itself and older ones as its child. */
export const sqlServerAadAdministrator: GraphRecommendation = {
  name: 'sql-server-aad-administrator',
  key: 'f0553104-cfdb-65e6-759c-002812e38500',
  title: 'Provision an Azure AD administrator for SQL server',
  alsoKnownAs: [
    'SQL servers should have an Azure Active Directory administrator provisioned',
    'An Azure Active Directory administrator should be provisioned for SQL servers',
    'Azure Active Directory administrator should be provisioned for SQL servers',
  ],
  why: 'Without one everybody signs in with passwords that the database keeps: no second factor, no central leaving, no trace of the person.',
  severity: 'high',
  category: 'data',
  threats: ['accountBreach', 'maliciousInsider'],
  resourceTypes: [server],
  kind: 'graph',
  reads: { [server]: [inline], [administrators]: ['properties.administratorType'] },
  needs: [administrators],
  judge(subject, neighbours) {
    if (isDirectory(textAt(subject, inline))) {
      return {
        status: 'Healthy',
        because: { text: 'The server names an administrator from the directory.', path: inline, found: 'ActiveDirectory' },
      };
    }
    const id = textAt(subject, 'id') ?? '';
    const child = neighbours
      .under(id, administrators)
      .find((found) => isDirectory(textAt(found, 'properties.administratorType') ?? 'ActiveDirectory'));
    if (child !== undefined) {
      return {
        status: 'Healthy',
        because: { text: 'The server has an administrator from the directory.', resource: textAt(child, 'id') ?? '' },
      };
    }
    if (!neighbours.isCollected(administrators)) {
      return { status: 'NotCollected', needs: administrators, because: { text: 'The administrators of servers are not in the input.' } };
    }
    return {
      status: 'Unhealthy',
      because: {
        text: 'The server has no administrator from the directory.',
        resource: id,
        path: inline,
        found: textAt(subject, inline),
        expected: 'ActiveDirectory',
      },
    };
  },
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: [
      'Make a group of the people who administer the databases',
      'Set this group as the administrator of the server',
      'Move applications to managed identities',
    ],
    command:
      'az sql server ad-admin create --resource-group {resourceGroup} --server-name {name} --display-name GROUP --object-id GROUP_OBJECT_ID',
    caution: 'Setting an administrator replaces the one before.',
  },
  whenNotToFix: 'A server of an application that cannot sign in through the directory, with nobody else on it.',
  examples: {
    healthy: [
      { name: 'administrator as a child', resource: named('shop-sql', {}), estate: [child('shop-sql')] },
      {
        name: 'administrator on the server itself',
        resource: named('hr-sql', { administrators: { administratorType: 'ActiveDirectory', login: 'dba' } }),
        estate: [child('shop-sql')],
      },
    ],
    unhealthy: [{ name: 'only another server has one', resource: named('old-sql', {}), estate: [child('shop-sql')] }],
    notCollected: [{ name: 'no administrators in the input', resource: named('old-sql', {}) }],
  },
};

function isDirectory(administratorType: string | undefined): boolean {
  return administratorType?.toLowerCase() === 'activedirectory';
}

function named(name: string, properties: JsonObject): JsonObject {
  return exampleResource(server, name, { kind: 'v12.0', properties: { version: '12.0', administratorLogin: 'dba', ...properties } });
}

function child(name: string): JsonObject {
  return exampleResource(administrators, `${name}/ActiveDirectory`, {
    properties: { administratorType: 'ActiveDirectory', login: 'dba-group' },
  });
}
