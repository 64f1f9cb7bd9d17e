import type { Entry } from '@plumbline/inventory';
import type { RelatedQuery, Resource } from '@plumbline/policy';
import { ancestorsOf, fullNameOf, resourcesAbove } from './arm-id.ts';
import type { JudgePlan } from './judge-plan.ts';
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

/** What is kept of one resource. */
export interface Kept {
  readonly key: string;
  readonly type: string;
  readonly subscription: string;
  readonly resourceGroup: string | undefined;
  readonly resource: Resource | undefined;
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
  keptByKey(key: string): Kept | undefined;
  keptUnder(key: string, type: string): readonly Kept[];
  keptInSubscription(subscription: string, type: string): readonly Kept[];
  keptInResourceGroup(subscription: string, resourceGroup: string, type: string): readonly Kept[];
}

export function estateBuilder(plan: JudgePlan): EstateBuilder {
  const keptByKey = new Map<string, Kept>();
  return {
    add(entry) {
      const paths = plan.keptPathsByType.get(entry.type);
      if (paths === undefined) return undefined;
      const resource = prune(entry.resource, paths);
      keptByKey.set(entry.key, {
        key: entry.key,
        type: entry.type,
        subscription: entry.subscription ?? '',
        resourceGroup: entry.resourceGroup,
        resource,
      });
      return resource;
    },
    forget: (key) => void keptByKey.delete(key),
    keep: (kept) => void keptByKey.set(kept.key, kept),
    build: (options) => estateOf(keptByKey, options),
  };
}

const none: readonly Resource[] = [];
const noneKept: readonly Kept[] = [];

/** Lists by place, each put in order when it is first asked for: most never are. */
class Places {
  private readonly keptByPlace = new Map<string, Kept[]>();
  private readonly isSorted = new Set<string>();
  private readonly resourcesByPlace = new Map<string, readonly Resource[]>();

  put(place: string, kept: Kept): void {
    const list = this.keptByPlace.get(place);
    if (list === undefined) this.keptByPlace.set(place, [kept]);
    else list.push(kept);
  }

  has(place: string): boolean {
    return this.keptByPlace.has(place);
  }

  keptAt(place: string): readonly Kept[] {
    const list = this.keptByPlace.get(place);
    if (list === undefined) return noneKept;
    if (list.length > 1 && !this.isSorted.has(place)) {
      // Sorted, so that answers do not depend on the order of the input.
      list.sort((a, b) => (a.key < b.key ? -1 : 1));
      this.isSorted.add(place);
    }
    return list;
  }

  at(place: string): readonly Resource[] {
    const known = this.resourcesByPlace.get(place);
    if (known !== undefined) return known;
    const kept = this.keptAt(place);
    if (kept.length === 0) return none;
    const resources = kept.map(({ resource }) => resource ?? {});
    this.resourcesByPlace.set(place, resources);
    return resources;
  }
}

/** What is kept of one type, indexed when somebody asks that way. */
class KeptOfType {
  readonly bySubscription = new Places();
  /** Subscriptions in which nobody may say that something of the type is missing. */
  readonly unreadableIn = new Set<string>();
  private readonly kept: Kept[] = [];
  private byGroup: Places | undefined;
  private byResource: Places | undefined;
  private byScope: Places | undefined;

  add(kept: Kept): void {
    this.kept.push(kept);
    this.bySubscription.put(kept.subscription, kept);
    if (isUnreadableKey(kept.key) && kept.key.startsWith(`/subscriptions/${kept.subscription}/providers/${kept.type}/`))
      this.unreadableIn.add(kept.subscription);
  }

  /** By subscription and lower-case name of the resource group, as `groupPlace` writes them. */
  get groups(): Places {
    if (this.byGroup === undefined) {
      this.byGroup = new Places();
      for (const kept of this.kept)
        if (kept.resourceGroup !== undefined) this.byGroup.put(groupPlace(kept.subscription, kept.resourceGroup), kept);
    }
    return this.byGroup;
  }

  /** By what they lie under. Nearly always it is a resource that is asked about. */
  ancestors(key: string): Places {
    if (isOfProvider(key)) {
      this.byResource ??= this.byAncestor(resourcesAbove);
      return this.byResource;
    }
    this.byScope ??= this.byAncestor((below) => ancestorsOf(below).filter((ancestor) => !isOfProvider(ancestor)));
    return this.byScope;
  }

  private byAncestor(above: (key: string) => readonly string[]): Places {
    const places = new Places();
    for (const kept of this.kept) for (const ancestor of above(kept.key)) places.put(ancestor, kept);
    return places;
  }
}

function isOfProvider(key: string): boolean {
  return key.includes('/providers/');
}

function groupPlace(subscription: string, resourceGroup: string): string {
  return `${subscription} ${resourceGroup}`;
}

function estateOf(keptByKey: ReadonlyMap<string, Kept>, options: EstateOptions): KeptEstate {
  const byType = new Map<string, KeptOfType>();
  for (const kept of keptByKey.values()) {
    let ofType = byType.get(kept.type);
    if (ofType === undefined) {
      ofType = new KeptOfType();
      byType.set(kept.type, ofType);
    }
    ofType.add(kept);
  }
  const declared = new Set(
    options.collected.map(({ type, subscription }) => `${subscription?.toLowerCase() ?? '*'} ${type.toLowerCase()}`),
  );
  return {
    byKey: (key) => keptByKey.get(key)?.resource,
    under: (key, type) => byType.get(type)?.ancestors(key).at(key) ?? none,
    inSubscription: (subscription, type) => byType.get(type)?.bySubscription.at(subscription) ?? none,
    inResourceGroup: (subscription, resourceGroup, type) => byType.get(type)?.groups.at(groupPlace(subscription, resourceGroup)) ?? none,
    keptByKey: (key) => keptByKey.get(key),
    keptUnder: (key, type) => byType.get(type)?.ancestors(key).keptAt(key) ?? noneKept,
    keptInSubscription: (subscription, type) => byType.get(type)?.bySubscription.keptAt(subscription) ?? noneKept,
    keptInResourceGroup: (subscription, resourceGroup, type) =>
      byType.get(type)?.groups.keptAt(groupPlace(subscription, resourceGroup)) ?? noneKept,
    isCollected(subscription, type) {
      const ofType = byType.get(type);
      if (ofType?.unreadableIn.has(subscription) === true) return false;
      if (ofType?.bySubscription.has(subscription) === true) return true;
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
  subject: Kept,
  { type, scope, name }: RelatedQuery,
  group = subject.resourceGroup,
): readonly Kept[] | undefined {
  if (!estate.isCollected(subject.subscription, type)) return undefined;
  const candidates =
    scope === 'subscription'
      ? estate.keptInSubscription(subject.subscription, type)
      : scope === 'resourceGroup'
        ? estate.keptInResourceGroup(subject.subscription, group ?? '', type)
        : estate.keptUnder(subject.key, type);
  if (candidates.some(({ key }) => isUnreadableKey(key))) return undefined;
  const found = name === undefined ? candidates : candidates.filter(({ key }) => isKeyNamed(key, name));
  return found.length === 0 && othersVerdicts.has(type) ? undefined : found;
}

/** Names are compared from the right: `web` means any parent's `web`, and `?` any last segment. */
function isNamed(resource: Resource, name: string): boolean {
  const id = resource['id'];
  return isKeyNamed(typeof id === 'string' ? id.toLowerCase() : '', name);
}

function isKeyNamed(key: string, name: string): boolean {
  const actual = fullNameOf(key).split('/');
  const wanted = name.toLowerCase().split('/');
  return wanted.every((segment, index) => {
    const found = actual[actual.length - wanted.length + index];
    return found === segment || (segment === '?' && index === wanted.length - 1 && found !== undefined);
  });
}
