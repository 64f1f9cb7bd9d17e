import type { tableNames } from './tables.ts';

type TableName = (typeof tableNames)[number];

const tablesByType: Readonly<Record<string, TableName>> = {
  'microsoft.resources/subscriptions': 'resourcecontainers',
  'microsoft.resources/subscriptions/resourcegroups': 'resourcecontainers',
  'microsoft.management/managementgroups': 'resourcecontainers',
  'microsoft.authorization/roleassignments': 'authorizationresources',
  'microsoft.authorization/roledefinitions': 'authorizationresources',
  'microsoft.authorization/classicadministrators': 'authorizationresources',
};

const tablesByProvider: readonly (readonly [prefix: string, table: TableName])[] = [
  ['microsoft.authorization/policy', 'policyresources'],
  ['microsoft.policyinsights/', 'policyresources'],
  ['microsoft.security/', 'securityresources'],
  ['microsoft.advisor/', 'advisorresources'],
  ['microsoft.guestconfiguration/', 'guestconfigurationresources'],
];

/** What is in no table of Resource Graph: what belongs to other resources or to the directory. */
const inNone = ['microsoft.graph/', 'microsoft.authorization/', 'microsoft.insights/diagnosticsettings', 'microsoft.resources/tenants'];

/** @param type in lower case @returns the table that has resources of the type; undefined where none has */
export function tableOfType(type: string): TableName | undefined {
  const own = tablesByType[type] ?? tablesByProvider.find(([prefix]) => type.startsWith(prefix))?.[1];
  if (own !== undefined) return own;
  return inNone.some((prefix) => type.startsWith(prefix)) ? undefined : 'resources';
}
