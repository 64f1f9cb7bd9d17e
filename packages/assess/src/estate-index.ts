import type { Entry } from '@plumbline/inventory';
import type { RelatedQuery, Resource } from '@plumbline/policy';
import { type Place, PlaceTable } from './alike/place-table.ts';
import { ancestorsOf, fullNameOf, lastNameOf, resourcesAbove } from './arm-id.ts';
import type { JudgePlan } from './judge-plan.ts';
import { type Kept, KeptList, keptIn, resourcesIn } from './kept.ts';
import { KeptBelow } from './kept-below.ts';
import { prune } from './prune.ts';
import { isPartlyUnreadable, isUnreadableKey } from './unreadable.ts';

/** What relations can be looked up in: kept resources by id, by what they hang on, by place and type. */
export interface Estate {
  byKey(key: string): Resource | undefined;
  under(key: string, type: string): readonly Resource[];
  /** @param subscription a lower-case GUID; empty for what stands above subscriptions. */
  inSubscription(subscription: string, type: string): readonly Resource[];
  inResourceGroup(subscription: string, resourceGroup: string, type: string): readonly Resource[];
  /** Whether the input holds something of the type there, or says that all of it was collected. */
  isCollected(subscription: string, type: string): boolean;
  /** Management group names from the subscription's parent to the root, lower case. */
  managementGroupsOf(subscription: string): readonly string[];
  /** What `relatedIn` gives, where somebody watches. */
  readonly related?: (subscription: string, query: RelatedQuery) => readonly Resource[] | undefined;
}

/** Gathers, while entries stream by, what relations will look at. */
export interface EstateBuilder {
  /** @returns what is kept of it; undefined when nothing looks at its type. */
  add(entry: Entry): Resource | undefined;
  /** Drops what an earlier entry with the same id left: the later wins. */
  forget(key: string): void;
  /** Adds what somebody else keeps. */
  keep(kept: Kept): void;
  build(options: EstateOptions): KeptEstate;
}

export interface EstateOptions {
  readonly collected: readonly { readonly type: string; readonly subscription?: string }[];
  readonly managementGroupsOf: (subscription: string) => readonly string[];
}

/** An estate that also tells what stands behind the resources it finds, without reading them. Lists are sorted by key. */
export interface KeptEstate extends Estate {
  /** Places of the resources that it tells of. */
  readonly places: PlaceTable;
  keptAt(place: Place): Kept | undefined;
  keptBelow(place: Place, type: string): readonly Kept[];
  keptInSubscription(subscription: string, type: string): readonly Kept[];
  keptInResourceGroup(subscription: string, resourceGroup: string, type: string): readonly Kept[];
}

/** @param places where ids are found by their bytes */
export function estateBuilder(plan: JudgePlan, places?: PlaceTable): EstateBuilder {
  const store = places === undefined ? keptByText() : keptByPlace(places);
  return {
    add(entry) {
      const paths = plan.keptPathsByType.get(entry.type);
      if (paths === undefined) return undefined;
      const resource = prune(entry.resource, paths);
      store.put({
        key: entry.key,
        type: entry.type,
        subscription: entry.subscription ?? '',
        resourceGroup: entry.resourceGroup,
        resource,
        isUnreadable: isUnreadableKey(entry.key),
        place: places?.ofKey(entry.key),
      });
      return resource;
    },
    forget: store.drop,
    keep: store.put,
    build: (options) => estateOf(store, options),
  };
}

/** Kept resources by id. */
interface KeptStore {
  readonly places: PlaceTable;
  /** Where ids are found by their bytes. */
  readonly isByPlace: boolean;
  put(kept: Kept): void;
  drop(key: string): void;
  forEach(take: (kept: Kept) => void): void;
  get(key: string): Kept | undefined;
  at(place: Place): Kept | undefined;
}

function keptByText(): KeptStore {
  const places = new PlaceTable();
  const keptByKey = new Map<string, Kept>();
  return {
    places,
    isByPlace: false,
    put: (kept) => void keptByKey.set(kept.key, kept),
    drop: (key) => void keptByKey.delete(key),
    forEach: (take) => {
      for (const kept of keptByKey.values()) take(kept);
    },
    get: (key) => keptByKey.get(key),
    at: (place) => keptByKey.get(places.keyOf(place)),
  };
}

function keptByPlace(places: PlaceTable): KeptStore {
  const listed: Place[] = [];
  const keptAt: (Kept | undefined)[] = [];
  return {
    places,
    isByPlace: true,
    put(kept) {
      const place = kept.place ?? places.ofKey(kept.key);
      if (!(place in keptAt)) listed.push(place);
      keptAt[place] = kept;
    },
    drop(key) {
      const place = places.find(key);
      if (place in keptAt) keptAt[place] = undefined;
    },
    forEach(take) {
      for (const place of listed) {
        const kept = keptAt[place];
        if (kept !== undefined) take(kept);
      }
    },
    get: (key) => keptAt[places.find(key)],
    at: (place) => keptAt[place],
  };
}

function listIn(
  lists: Map<string, KeptList>,
  name: string,
  { type, places }: { readonly type: string; readonly places: PlaceTable | undefined },
): KeptList {
  let list = lists.get(name);
  if (list === undefined) {
    list = new KeptList(type, places);
    lists.set(name, list);
  }
  return list;
}

/** What is kept of one type, indexed when somebody asks that way. */
class KeptOfType {
  readonly subscriptions = new Set<string>();
  /** Subscriptions in which nobody may say that something of the type is missing. */
  readonly unreadableIn = new Set<string>();
  readonly type: string;
  readonly places: PlaceTable;
  readonly kept: Kept[] = [];
  private lastSubscription: string | undefined;
  private subscriptionLists: Map<string, KeptList> | undefined;
  private groupLists: Map<string, KeptList> | undefined;
  private scopeLists: Map<string, KeptList> | undefined;
  private belowLists: Map<string, KeptList> | undefined;

  constructor(type: string, places: PlaceTable) {
    this.type = type;
    this.places = places;
  }

  add(kept: Kept): void {
    this.kept.push(kept);
    if (kept.subscription !== this.lastSubscription) this.subscriptions.add(kept.subscription);
    this.lastSubscription = kept.subscription;
    if (kept.isUnreadable && kept.key.startsWith(`/subscriptions/${kept.subscription}/providers/${kept.type}/`))
      this.unreadableIn.add(kept.subscription);
  }

  inSubscription(subscription: string): KeptList | undefined {
    this.subscriptionLists ??= this.lists((kept) => [kept.subscription]);
    return this.subscriptionLists.get(subscription);
  }

  /** @param place of the resource group, as `groupPlace` writes it */
  inGroup(place: string): KeptList | undefined {
    this.groupLists ??= this.lists(({ subscription, resourceGroup }) =>
      resourceGroup === undefined ? [] : [groupPlace(subscription, resourceGroup)],
    );
    return this.groupLists.get(place);
  }

  /** Under what is no resource. */
  inScope(key: string): KeptList | undefined {
    this.scopeLists ??= this.lists((kept) => ancestorsOf(kept.key).filter((ancestor) => !isOfProvider(ancestor)));
    return this.scopeLists.get(key);
  }

  /** Under a resource. */
  below(key: string): KeptList | undefined {
    this.belowLists ??= this.lists((kept) => resourcesAbove(kept.key));
    return this.belowLists.get(key);
  }

  private lists(placesOf: (kept: Kept) => readonly string[]): Map<string, KeptList> {
    const lists = new Map<string, KeptList>();
    for (const kept of this.kept) for (const place of placesOf(kept)) listIn(lists, place, this).add(kept);
    return lists;
  }
}

function isOfProvider(key: string): boolean {
  return key.includes('/providers/');
}

function groupPlace(subscription: string, resourceGroup: string): string {
  return `${subscription} ${resourceGroup}`;
}

function estateOf(store: KeptStore, options: EstateOptions): KeptEstate {
  const byType = new Map<string, KeptOfType>();
  store.forEach((kept) => {
    let ofType = byType.get(kept.type);
    if (ofType === undefined) {
      ofType = new KeptOfType(kept.type, store.places);
      byType.set(kept.type, ofType);
    }
    ofType.add(kept);
  });
  const { places } = store;
  const below = store.isByPlace ? new KeptBelow(places) : undefined;
  const declared = new Set(
    options.collected.map(({ type, subscription }) => `${subscription?.toLowerCase() ?? '*'} ${type.toLowerCase()}`),
  );
  const under = (key: string, type: string) => {
    const ofType = byType.get(type);
    if (ofType === undefined) return undefined;
    if (!isOfProvider(key)) return ofType.inScope(key);
    return below === undefined ? ofType.below(key) : below.at(places.ofKey(key), ofType);
  };
  const underPlace = (place: Place, type: string) => {
    const ofType = byType.get(type);
    if (ofType === undefined) return undefined;
    return below !== undefined && places.isOfProvider(place) ? below.at(place, ofType) : under(places.keyOf(place), type);
  };
  const inSubscription = (subscription: string, type: string) => byType.get(type)?.inSubscription(subscription);
  const inResourceGroup = (subscription: string, resourceGroup: string, type: string) =>
    byType.get(type)?.inGroup(groupPlace(subscription, resourceGroup));
  return {
    byKey: (key) => store.get(key)?.resource,
    under: (key, type) => resourcesIn(under(key, type)),
    inSubscription: (subscription, type) => resourcesIn(inSubscription(subscription, type)),
    inResourceGroup: (subscription, resourceGroup, type) => resourcesIn(inResourceGroup(subscription, resourceGroup, type)),
    places,
    keptAt: store.at,
    keptBelow: (place, type) => keptIn(underPlace(place, type)),
    keptInSubscription: (subscription, type) => keptIn(inSubscription(subscription, type)),
    keptInResourceGroup: (subscription, resourceGroup, type) => keptIn(inResourceGroup(subscription, resourceGroup, type)),
    isCollected(subscription, type) {
      const ofType = byType.get(type);
      if (ofType?.unreadableIn.has(subscription) === true) return false;
      if (ofType?.subscriptions.has(subscription) === true) return true;
      return declared.size > 0 && (declared.has(`* ${type}`) || declared.has(`${subscription} ${type}`));
    },
    managementGroupsOf: options.managementGroupsOf,
  };
}

/** @returns the candidates that an if-not-exists effect asks for; undefined when their type was not collected there. */
export function relatedIn(estate: Estate, subscription: string, query: RelatedQuery): readonly Resource[] | undefined {
  if (estate.related !== undefined) return estate.related(subscription, query);
  if (!estate.isCollected(subscription, query.type)) return undefined;
  const { name } = query;
  const candidates = candidatesOf(estate, subscription, query);
  if (isPartlyUnreadable(candidates)) return undefined;
  const found = candidates.filter((resource) => name === undefined || isNamed(resource, name));
  return found.length === 0 && othersVerdicts.has(query.type) ? undefined : found;
}

/** Results of others: that one was exported says nothing about the next, so an absent one was not collected, never negative. */
const othersVerdicts = new Set(['microsoft.security/assessments', 'microsoft.guestconfiguration/guestconfigurationassignments']);

function candidatesOf(estate: Estate, subscription: string, query: RelatedQuery): readonly Resource[] {
  switch (query.scope) {
    case 'children':
    case 'extensions':
      return estate.under(query.of.toLowerCase(), query.type);
    case 'resourceGroup':
      return query.resourceGroup === undefined ? [] : estate.inResourceGroup(subscription, query.resourceGroup.toLowerCase(), query.type);
    case 'subscription':
      return estate.inSubscription(subscription, query.type);
  }
}

/**
 * The same as `relatedIn` without reading the candidates.
 *
 * @param subject a resource of the estate, in whose place the query is asked
 * @param group lower-case name of the resource group that is looked in, where it is meant whatever the subject's is
 */
export function keptRelatedIn(
  estate: KeptEstate,
  subject: Kept & { readonly place: Place },
  { type, scope, name }: RelatedQuery,
  group?: string,
): readonly Kept[] | undefined {
  if (!estate.isCollected(subject.subscription, type)) return undefined;
  const candidates =
    scope === 'subscription'
      ? estate.keptInSubscription(subject.subscription, type)
      : scope === 'resourceGroup'
        ? estate.keptInResourceGroup(subject.subscription, group ?? subject.resourceGroup ?? '', type)
        : estate.keptBelow(subject.place, type);
  if (candidates.some(({ isUnreadable }) => isUnreadable)) return undefined;
  const found = name === undefined ? candidates : candidates.filter(({ key }) => isKeyNamed(key, name));
  return found.length === 0 && othersVerdicts.has(type) ? undefined : found;
}

/** Names are compared from the right: `web` means any parent's `web`, and `?` any last segment. */
function isNamed(resource: Resource, name: string): boolean {
  const id = resource['id'];
  return isKeyNamed(typeof id === 'string' ? id.toLowerCase() : '', name);
}

function isKeyNamed(key: string, name: string): boolean {
  const lower = name.toLowerCase();
  // Most ask for one name, of many resources: then no list is made of the names in the key.
  if (lower !== '?' && !lower.includes('/')) return lastNameOf(key) === lower;
  const actual = fullNameOf(key).split('/');
  const wanted = lower.split('/');
  return wanted.every((segment, index) => {
    const found = actual[actual.length - wanted.length + index];
    return found === segment || (segment === '?' && index === wanted.length - 1 && found !== undefined);
  });
}
