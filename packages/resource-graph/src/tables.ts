import type { Column } from './value.ts';

/** Tables of Resource Graph. One that the source does not have is empty; any other name is refused. */
export const tableNames = [
  'advisorresources',
  'alertsmanagementresources',
  'appserviceresources',
  'authorizationresources',
  'awsresources',
  'azurebusinesscontinuityresources',
  'chaosresources',
  'communitygalleryresources',
  'computeresources',
  'desktopvirtualizationresources',
  'dnsresources',
  'edgeorderresources',
  'elasticsanresources',
  'extendedlocationresources',
  'featureresources',
  'guestconfigurationresources',
  'healthresourcechanges',
  'healthresources',
  'impactreportresources',
  'insightsresources',
  'iotsecurityresources',
  'kubernetesconfigurationresources',
  'kustoresources',
  'maintenanceresources',
  'managedservicesresources',
  'migrateresources',
  'networkresources',
  'orbitalresources',
  'patchassessmentresources',
  'patchinstallationresources',
  'policyresources',
  'quotaresources',
  'recoveryservicesresources',
  'resourcechanges',
  'resourcecontainerchanges',
  'resourcecontainers',
  'resources',
  'securityresources',
  'servicefabricresources',
  'servicehealthresources',
  'spotresources',
  'supportresources',
  'tagsresources',
  'workloadmonitorresources',
] as const; // prettier-ignore

const known: ReadonlySet<string> = new Set(tableNames);

/** Names of tables take no notice of case. */
export const isTableName = (name: string): boolean => known.has(name.toLowerCase());

/** What every table of Resource Graph has. */
export const standardColumns: readonly Column[] = [
  { name: 'id', type: 'string' },
  { name: 'name', type: 'string' },
  { name: 'type', type: 'string' },
  { name: 'tenantId', type: 'string' },
  { name: 'kind', type: 'string' },
  { name: 'location', type: 'string' },
  { name: 'resourceGroup', type: 'string' },
  { name: 'subscriptionId', type: 'string' },
  { name: 'managedBy', type: 'string' },
  { name: 'sku', type: 'dynamic' },
  { name: 'plan', type: 'dynamic' },
  { name: 'properties', type: 'dynamic' },
  { name: 'tags', type: 'dynamic' },
  { name: 'identity', type: 'dynamic' },
  { name: 'zones', type: 'dynamic' },
  { name: 'extendedLocation', type: 'dynamic' },
];

/** A column that rows have only when the query names it, so that it is not in the answer to `resources`. */
export const apiVersionColumn: Column = { name: 'apiVersion', type: 'string' };
