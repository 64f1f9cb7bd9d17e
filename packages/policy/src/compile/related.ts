import type { RelatedQuery } from '../evaluation.ts';
import type { Outcome } from '../expression/environment.ts';
import type { Details, Operand } from '../parse/tree.ts';
import type { Frame } from './frame.ts';
import { identityOfAll } from './identity.ts';
import type { Scope, Yield } from './scope.ts';

/** What `details` say about the look-up, resolved against one resource. */
interface Sought {
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
function placeOf(sought: Sought, type: string | undefined): RelatedQuery['scope'] {
  if (type !== undefined && sought.type.startsWith(`${type}/`)) return 'children';
  if (sought.existenceScope === 'subscription') return 'subscription';
  const ofSubscription = type === 'microsoft.resources/subscriptions' && sought.type !== 'microsoft.security/assessments';
  const isFree = !ofSubscription && sought.resourceGroup === undefined && sought.existenceScope === undefined;
  return isFree && extensionTypes.has(sought.type) ? 'extensions' : 'resourceGroup';
}

function queryFor(sought: Sought, scope: RelatedQuery['scope'], of: string): RelatedQuery {
  const { type, name } = sought;
  if (scope !== 'resourceGroup') return name === undefined ? { type, scope, of } : { type, scope, of, name };
  const resourceGroup = sought.resourceGroup ?? groupOf(of);
  const base = resourceGroup === undefined ? { type, scope: 'subscription' as const, of } : { type, scope, of, resourceGroup };
  return name === undefined ? base : { ...base, name };
}

/**
 * The look-up of an if-not-exists effect. `ask`: it hangs on nothing but the id of the resource, in lower case. `resolve`: it has
 * expressions; a name that cannot be worked out is left out. Text: why it cannot be resolved. Equal keys ask for the same;
 * without one that cannot be told.
 */
export type Seeks =
  | { readonly type: string; readonly key: string; readonly ask: (id: string) => RelatedQuery }
  | { readonly type: undefined; readonly key: string | undefined; readonly resolve: (frame: Frame) => RelatedQuery | string };

/** @param type of the resource of the `if`, lower case. */
export function compileSeeks(details: Details, scope: Scope, type: string | undefined): Seeks {
  const yielded = (operand: Operand | undefined): Yield | undefined => operand && scope.yield(operand);
  const parts = {
    type: yielded(details.type),
    name: isHashed(details.name) ? undefined : yielded(details.name),
    resourceGroup: yielded(details.resourceGroupName),
    existenceScope: yielded(details.existenceScope),
  };
  const resolve = (read: (part: Yield | undefined) => string | undefined): Sought | undefined => {
    const sought = read(parts.type);
    if (sought === undefined) return undefined;
    return {
      type: sought,
      name: read(parts.name),
      resourceGroup: read(parts.resourceGroup),
      existenceScope: read(parts.existenceScope),
    };
  };
  const isConstant = Object.values(parts).every((part) => part === undefined || 'constant' in part);
  const sought = isConstant ? resolve((part) => lowerText(part && 'constant' in part ? part.constant : undefined)) : undefined;
  if (sought) {
    const place = placeOf(sought, type);
    const key = JSON.stringify([place, sought.type, sought.name, sought.resourceGroup]);
    return { type: sought.type, key, ask: (id) => queryFor(sought, place, id) };
  }
  return {
    type: undefined,
    key: identityOfAll([details.type, details.name, details.resourceGroupName, details.existenceScope], scope),
    resolve: (frame) => {
      const found = resolve((part) => lowerText(part && ('constant' in part ? part.constant : part.run(frame))));
      return found ? queryFor(found, placeOf(found, type), frame.lowerId()) : 'the type of the related resource cannot be worked out';
    },
  };
}

/** readings.hashedNames */
function isHashed(name: Operand | undefined): boolean {
  return name?.kind === 'expression' && /uniquestring\s*\(/i.test(name.text);
}

function lowerText(value: Outcome): string | undefined {
  return typeof value === 'string' ? value.toLowerCase() : undefined;
}

const lastGroup = { id: '', name: undefined as string | undefined };

/** The name of the resource group in a lower-case id. All rules of a resource ask for the same one after the other. */
export function groupOf(id: string): string | undefined {
  if (id !== lastGroup.id) {
    lastGroup.id = id;
    lastGroup.name = /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)/.exec(id)?.[1];
  }
  return lastGroup.name;
}

/** The subscription in a lower-case id. */
export function subscriptionOf(id: string): string | undefined {
  return /^\/subscriptions\/([^/]+)/.exec(id)?.[1];
}
