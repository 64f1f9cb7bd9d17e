// What `subscription()` and `resourceGroup()` give to the rules of policies.
import type { Places } from '@plumbline/catalogue';
import type { Entry } from '@plumbline/inventory';
import type { CompiledPolicy, EvaluationContext, JsonObject, Verdict } from '@plumbline/policy';
import type { Estate } from './estate-index.ts';

const subscriptionType = 'microsoft.resources/subscriptions';
const groupType = 'microsoft.resources/subscriptions/resourcegroups';

/** Subscriptions and resource groups by their keys. */
export type KnownPlaces = Pick<Places, 'get'>;

/** The types that hold it. */
export const placeTypes: readonly string[] = [subscriptionType, groupType];

/** Of the resources of an estate those that others lie in, in the shape that expressions see. */
export function placesIn(entries: Iterable<Pick<Entry, 'key' | 'type' | 'resource'>>): Places {
  const places = new Map<string, JsonObject>();
  for (const { key, type, resource } of entries) {
    const place = placeAt(key, type, resource);
    if (place !== undefined) places.set(key, place);
  }
  return places;
}

function placeAt(key: string, type: string, resource: JsonObject): JsonObject | undefined {
  if (type === subscriptionType) return subscriptionAt(key, resource);
  // Whoever lists resource groups tells their tags.
  return type === groupType ? { ...resource, tags: resource['tags'] ?? {} } : undefined;
}

function subscriptionAt(key: string, { id, name, properties, tags }: JsonObject): JsonObject {
  const { tenantId, displayName } = isObject(properties) ? properties : {};
  return {
    id: id ?? key,
    subscriptionId: key.slice('/subscriptions/'.length),
    displayName: displayName ?? name ?? null,
    ...(tenantId === undefined ? {} : { tenantId }),
    // `az account list` leaves the tags out, so that without them nothing is known; null says that there are none.
    ...(tags === undefined ? {} : { tags: tags ?? {} }),
  };
}

export type PlaceKind = 'subscription' | 'resourceGroup';

export const placeTypeOf: Readonly<Record<PlaceKind, string>> = { subscription: subscriptionType, resourceGroup: groupType };

/** What any id says of the places that it lies in. */
const saidByIds: ReadonlySet<string | undefined> = new Set(['id', 'name', 'subscriptionid']);

/** The kinds of places of which policies ask more than ids say. */
export function placesAskedBy(policies: Iterable<Pick<CompiledPolicy, 'readsBeyond'>>): ReadonlySet<PlaceKind> {
  const asked = new Set<PlaceKind>();
  for (const { readsBeyond } of policies) {
    for (const read of readsBeyond) {
      const [, of, member] = /^(subscription|resourceGroup)(?:\.(.+))?$/.exec(read) ?? [];
      if (of !== undefined && !saidByIds.has(member)) asked.add(of === 'subscription' ? of : 'resourceGroup');
    }
  }
  return asked;
}

/** What an estate holds of places, looked up when it is asked for. */
export function placesOver(estate: Pick<Estate, 'byKey'>, asked: ReadonlySet<PlaceKind>): KnownPlaces {
  return {
    get(key) {
      const kind = key.includes('/resourcegroups/') ? 'resourceGroup' : 'subscription';
      const resource = asked.has(kind) ? estate.byKey(key) : undefined;
      return resource && placeAt(key, placeTypeOf[kind], resource);
    },
  };
}

/** Where a resource lies: what is known of both places, else what the resource's own id says. */
export function placeOf(
  { subscription, resourceGroup }: Pick<Entry, 'subscription' | 'resourceGroup'>,
  places: KnownPlaces | undefined,
): Pick<EvaluationContext, 'subscription' | 'resourceGroup'> {
  if (subscription === undefined) return {};
  const id = `/subscriptions/${subscription}`;
  const inSubscription = { subscription: places?.get(id) ?? { id, subscriptionId: subscription } };
  if (resourceGroup === undefined) return inSubscription;
  const group = `${id}/resourceGroups/${resourceGroup}`;
  return { ...inSubscription, resourceGroup: places?.get(group.toLowerCase()) ?? { id: group, name: resourceGroup } };
}

export type UndecidedVerdict = Exclude<Verdict, { readonly compliance: 'Compliant' | 'NonCompliant' | 'NotApplicable' }>;

/**
 * What stands in place of a verdict where the policy asks for more of the subscription or resource group than is known: judged by what is
 * absent, every resource would differ from its group.
 *
 * @returns undefined when everything is known that it asks for
 */
export function unknownPlace(
  policy: CompiledPolicy,
  context: EvaluationContext,
  places: KnownPlaces | undefined,
): UndecidedVerdict | undefined {
  for (const read of policy.readsBeyond) {
    const [, of, member] = /^(subscription|resourceGroup)\.(.+)$/.exec(read) ?? [];
    // A group that nobody manages has no `managedBy`: the language gives null for it.
    if (member === undefined || read === 'resourceGroup.managedby') continue;
    const known = of === 'subscription' ? context.subscription : context.resourceGroup;
    if (known === undefined) return { compliance: 'Error', reason: `The resource lies in no ${wordOf[of ?? '']}, of which the rule asks.` };
    if (Object.keys(known).some((key) => key.toLowerCase() === member)) continue;
    if (places === undefined)
      return { compliance: 'Unknown', reason: `The rule asks of the ${wordOf[of ?? '']} what only a scan of files looks up.` };
    return { compliance: 'NotCollected', needs: of === 'subscription' ? subscriptionType : groupType };
  }
  return undefined;
}

const wordOf: Readonly<Record<string, string>> = { subscription: 'subscription', resourceGroup: 'resource group' };

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
