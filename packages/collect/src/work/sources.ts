// Where each type is to be had. Facts of Azure: Resource Graph's page of tables and types, and the REST reference of each type.

/** How a type is collected. */
export type Source =
  /** Rows of a table of Resource Graph, by type. */
  | { readonly kind: 'query'; readonly table: Table }
  /** A list below each subscription. */
  | { readonly kind: 'subscription-list'; readonly path: string; readonly apiVersion: string; readonly filter?: string }
  /** A list or single objects below each resource of the parent type. */
  | {
      readonly kind: 'children';
      readonly parent: string;
      readonly asked: readonly ChildRequest[];
    }
  /** The same below every resource that a rule looks at in this way. */
  | { readonly kind: 'extension'; readonly asked: readonly ChildRequest[] }
  /** The resource itself in full, as Resource Graph leaves parts of it out. */
  | { readonly kind: 'whole'; readonly apiVersion: string }
  /** Stands within the parent. */
  | { readonly kind: 'embedded'; readonly parent: string }
  | { readonly kind: 'directory'; readonly what: 'users' | 'groups' }
  | { readonly kind: 'hierarchy' }
  /** Nobody has it in a form that can be asked for. */
  | { readonly kind: 'none'; readonly why: string };

export interface ChildRequest {
  /** Behind the parent's id. */
  readonly path: string;
  /** undefined: the newest that the provider names. */
  readonly apiVersion: string | undefined;
  readonly method?: 'POST';
  /** Left out with `--no-app-settings`. */
  readonly isSettings?: true;
}

export type Table =
  | 'resources'
  | 'resourcecontainers'
  | 'policyresources'
  | 'securityresources'
  | 'guestconfigurationresources'
  | 'recoveryservicesresources'
  | 'advisorresources'
  | 'maintenanceresources'
  | 'patchassessmentresources';

const query = (table: Table): Source => ({ kind: 'query', table });
const list = (path: string, apiVersion: string, filter?: string): Source => ({
  kind: 'subscription-list',
  path,
  apiVersion,
  ...(filter === undefined ? {} : { filter }),
});
const below = (parent: string, path: string, apiVersion: string, ...more: readonly ChildRequest[]): Source => ({
  kind: 'children',
  parent,
  asked: [{ path, apiVersion }, ...more],
});
const sqlVersion = '2021-11-01';
const site = 'microsoft.web/sites';
const settings = (apiVersion: string): ChildRequest => ({ path: 'config/appsettings/list', apiVersion, method: 'POST', isSettings: true });

const sourceByType: Readonly<Record<string, Source>> = {
  'microsoft.resources/subscriptions': query('resourcecontainers'),
  'microsoft.resources/subscriptions/resourcegroups': query('resourcecontainers'),
  'microsoft.management/managementgroups': { kind: 'hierarchy' },
  'microsoft.authorization/policyassignments': query('policyresources'),
  'microsoft.authorization/policyexemptions': query('policyresources'),
  'microsoft.authorization/policydefinitions': query('policyresources'),
  'microsoft.authorization/policysetdefinitions': query('policyresources'),
  'microsoft.security/assessments': query('securityresources'),
  'microsoft.security/assessments/subassessments': query('securityresources'),
  'microsoft.guestconfiguration/guestconfigurationassignments': query('guestconfigurationresources'),
  'microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers/protecteditems': query('recoveryservicesresources'),

  // Resource Graph holds these below others; everything else that lies below something is asked for there.
  'microsoft.sql/servers/databases': query('resources'),
  'microsoft.sql/servers/elasticpools': query('resources'),
  'microsoft.sql/managedinstances/databases': query('resources'),
  'microsoft.compute/virtualmachines/extensions': query('resources'),
  'microsoft.hybridcompute/machines/extensions': query('resources'),
  'microsoft.web/sites/slots': query('resources'),
  'microsoft.automation/automationaccounts/runbooks': query('resources'),
  'microsoft.cdn/profiles/endpoints': query('resources'),
  'microsoft.cdn/profiles/afdendpoints': query('resources'),

  'microsoft.authorization/roleassignments': list('/providers/Microsoft.Authorization/roleAssignments', '2022-04-01'),
  'microsoft.authorization/roledefinitions': list(
    '/providers/Microsoft.Authorization/roleDefinitions',
    '2022-04-01',
    // Azure's own are the same in every subscription, and asked for once.
    "type eq 'CustomRole'",
  ),
  'microsoft.authorization/locks': list('/providers/Microsoft.Authorization/locks', '2020-05-01'),
  'microsoft.policyinsights/attestations': list('/providers/Microsoft.PolicyInsights/attestations', '2022-09-01'),
  'microsoft.security/pricings': list('/providers/Microsoft.Security/pricings', '2024-01-01'),
  'microsoft.security/securitycontacts': list('/providers/Microsoft.Security/securityContacts', '2020-01-01-preview'),
  'microsoft.security/autoprovisioningsettings': list('/providers/Microsoft.Security/autoProvisioningSettings', '2017-08-01-preview'),
  'microsoft.security/settings': list('/providers/Microsoft.Security/settings', '2022-05-01'),
  'microsoft.security/workspacesettings': list('/providers/Microsoft.Security/workspaceSettings', '2017-08-01-preview'),
  'microsoft.security/locations/jitnetworkaccesspolicies': list('/providers/Microsoft.Security/jitNetworkAccessPolicies', '2020-01-01'),

  'microsoft.insights/diagnosticsettings': {
    kind: 'extension',
    asked: [{ path: 'providers/Microsoft.Insights/diagnosticSettings', apiVersion: '2021-05-01-preview' }],
  },
  'microsoft.insights/datacollectionruleassociations': {
    kind: 'extension',
    asked: [{ path: 'providers/Microsoft.Insights/dataCollectionRuleAssociations', apiVersion: '2022-06-01' }],
  },
  'microsoft.security/advancedthreatprotectionsettings': {
    kind: 'extension',
    asked: [{ path: 'providers/Microsoft.Security/advancedThreatProtectionSettings/current', apiVersion: '2019-01-01' }],
  },
  'microsoft.security/defenderforstoragesettings': {
    kind: 'extension',
    asked: [{ path: 'providers/Microsoft.Security/defenderForStorageSettings/current', apiVersion: '2022-12-01-preview' }],
  },

  // Lists leave their fields out or are not there, so that the one that counts is asked for by its name.
  [`${site}/config`]: below(site, 'config/web', '2023-12-01', settings('2023-12-01')),
  [`${site}/slots/config`]: below(`${site}/slots`, 'config/web', '2023-12-01', settings('2023-12-01')),
  [`${site}/basicpublishingcredentialspolicies`]: below(site, 'basicPublishingCredentialsPolicies', '2023-12-01'),
  'microsoft.sql/servers/auditingsettings': below('microsoft.sql/servers', 'auditingSettings/default', sqlVersion),
  'microsoft.sql/servers/databases/auditingsettings': below('microsoft.sql/servers/databases', 'auditingSettings/default', sqlVersion),
  'microsoft.sql/servers/databases/transparentdataencryption': below(
    'microsoft.sql/servers/databases',
    'transparentDataEncryption/current',
    sqlVersion,
  ),
  'microsoft.sql/servers/administrators': below('microsoft.sql/servers', 'administrators', sqlVersion),
  'microsoft.sql/servers/securityalertpolicies': below('microsoft.sql/servers', 'securityAlertPolicies/default', sqlVersion),
  'microsoft.sql/servers/vulnerabilityassessments': below('microsoft.sql/servers', 'vulnerabilityAssessments/default', sqlVersion),
  'microsoft.sql/servers/encryptionprotector': below('microsoft.sql/servers', 'encryptionProtector/current', sqlVersion),
  'microsoft.compute/virtualmachinescalesets/extensions': below('microsoft.compute/virtualmachinescalesets', 'extensions', '2024-07-01'),
  'microsoft.automation/automationaccounts/variables': below('microsoft.automation/automationaccounts', 'variables', '2023-11-01'),
  'microsoft.servicebus/namespaces/authorizationrules': below('microsoft.servicebus/namespaces', 'authorizationRules', '2021-11-01'),
  'microsoft.eventhub/namespaces/authorizationrules': below('microsoft.eventhub/namespaces', 'authorizationRules', '2024-01-01'),
  'microsoft.eventhub/namespaces/eventhubs': below('microsoft.eventhub/namespaces', 'eventhubs', '2024-01-01'),
  'microsoft.eventhub/namespaces/eventhubs/authorizationrules': below(
    'microsoft.eventhub/namespaces/eventhubs',
    'authorizationRules',
    '2024-01-01',
  ),

  'microsoft.datalakestore/accounts': { kind: 'whole', apiVersion: '2016-11-01' },
  'microsoft.datalakeanalytics/accounts': { kind: 'whole', apiVersion: '2016-11-01' },

  'microsoft.network/virtualnetworks/subnets': { kind: 'embedded', parent: 'microsoft.network/virtualnetworks' },
  'microsoft.graph/users': { kind: 'directory', what: 'users' },
  'microsoft.graph/groups': { kind: 'directory', what: 'groups' },
};

/** @param type lower case */
export function sourceOf(type: string): Source {
  const known = Object.hasOwn(sourceByType, type) ? sourceByType[type] : undefined;
  if (known !== undefined) return known;
  const parts = type.split('/');
  if (parts[0] === 'microsoft.graph') return { kind: 'none', why: 'Plumbline reads users and groups of the directory only' };
  if (parts.length <= 2) return query('resources');
  // Below something that Azure has no list for at a subscription.
  return { kind: 'children', parent: parts.slice(0, -1).join('/'), asked: [{ path: parts.at(-1) ?? '', apiVersion: undefined }] };
}
