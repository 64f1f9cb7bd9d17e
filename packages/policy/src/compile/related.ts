import type { RelatedQuery } from '../evaluation.ts';
import { keyReader } from '../fields/key.ts';
import type { Resource } from '../resource.ts';

const idOf = keyReader('id');

/** What `details` say about the look-up, resolved against one resource. */
export interface Sought {
  readonly type: string;
  readonly name: string | undefined;
  readonly resourceGroup: string | undefined;
  /** Lower case; undefined when not given. */
  readonly existenceScope: string | undefined;
}

/**
 * Types that hang on a resource of any other type by its id, `{id}/providers/{type}/{name}`. The documentation names nested types
 * only, but Microsoft's own definitions treat these so.
 */
const extensionTypes: ReadonlySet<string> = new Set([
  'microsoft.insights/diagnosticsettings',
  'microsoft.insights/datacollectionruleassociations',
  'microsoft.insights/datacollectionendpointassociations',
  'microsoft.guestconfiguration/guestconfigurationassignments',
  'microsoft.authorization/locks',
  'microsoft.authorization/roleassignments',
  'microsoft.security/assessments',
  'microsoft.security/complianceresults',
  'microsoft.security/advancedthreatprotectionsettings',
  'microsoft.security/defenderforstoragesettings',
  'microsoft.security/pricings',
  'microsoft.security/apicollections',
  'microsoft.customproviders/associations',
  'microsoft.containerservice/fleetmemberships',
  'microsoft.security/sqlvulnerabilityassessments',
  'microsoft.security/devicesecuritygroups',
  'microsoft.maintenance/configurationassignments',
  'microsoft.kubernetesconfiguration/extensions',
  'microsoft.kubernetesconfiguration/fluxconfigurations',
  'microsoft.kubernetesconfiguration/sourcecontrolconfigurations',
  'microsoft.recoveryservices/backupprotecteditems',
  'microsoft.automanage/configurationprofileassignments',
  'microsoft.changeanalysis/profile',
  'microsoft.workloadmonitor/monitors',
  'microsoft.hybridconnectivity/endpoints',
  'microsoft.chaos/targets',
  'microsoft.resources/links',
  'microsoft.resources/tags',
  'microsoft.servicelinker/linkers',
  'microsoft.eventgrid/eventsubscriptions',
]);

/** Where related resources are looked for, as Microsoft's page on auditIfNotExists says. All lower case. */
export function relatedQuery(sought: Sought, resource: Resource, type: string | undefined): RelatedQuery {
  const found = idOf(resource);
  const id = typeof found === 'string' ? found.toLowerCase() : '';
  const base = { type: sought.type, of: id, ...(sought.name === undefined ? {} : { name: sought.name }) };
  if (type !== undefined && sought.type.startsWith(`${type}/`)) return { ...base, scope: 'children' };
  if (sought.existenceScope === 'subscription') return { ...base, scope: 'subscription' };
  const ofSubscription = type === 'microsoft.resources/subscriptions' && sought.type !== 'microsoft.security/assessments';
  if (extensionTypes.has(sought.type) && !ofSubscription && sought.resourceGroup === undefined && sought.existenceScope === undefined) {
    return { ...base, scope: 'extensions' };
  }
  const group = sought.resourceGroup ?? groupOf(id);
  return group === undefined ? { ...base, scope: 'subscription' } : { ...base, scope: 'resourceGroup', resourceGroup: group };
}

/** The name of the resource group in a lower-case id. */
export function groupOf(id: string): string | undefined {
  return /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)/.exec(id)?.[1];
}

/** The subscription in a lower-case id. */
export function subscriptionOf(id: string): string | undefined {
  return /^\/subscriptions\/([^/]+)/.exec(id)?.[1];
}
