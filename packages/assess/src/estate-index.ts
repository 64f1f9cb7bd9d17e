import type { Entry } from '@plumbline/inventory';
import type { RelatedQuery, Resource } from '@plumbline/policy';
import { ancestorsOf, fullNameOf } from './arm-id.ts';
import type { JudgePlan } from './judge-plan.ts';
import { prune } from './prune.ts';
import { isPartlyUnreadable } from './unreadable.ts';

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
}

interface Kept {
  readonly key: string;
  readonly type: string;
  readonly subscription: string;
  readonly resourceGroup: string | undefined;
  readonly resource: Resource;
}

/** Gathers, while entries stream by, what relations will look at. */
export interface EstateBuilder {
  /** @returns what is kept of it; undefined when nothing looks at its type. */
  add(entry: Entry): Resource | undefined;
  /** Drops what an earlier entry with the same id left: the later wins. */
  forget(key: string): void;
  build(options: EstateOptions): Estate;
}

export interface EstateOptions {
  readonly collected: readonly { readonly type: string; readonly subscription?: string }[];
  readonly managementGroupsOf: (subscription: string) => readonly string[];
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
    build: (options) => estateOf(keptByKey, options),
  };
}

const none: readonly Resource[] = [];

/** Lists by place, each put in order when it is first asked for: most never are. */
class Places {
  private readonly keptByPlace = new Map<string, Kept[]>();
  private readonly sortedByPlace = new Map<string, readonly Resource[]>();

  put(place: string, kept: Kept): void {
    const list = this.keptByPlace.get(place);
    if (list === undefined) this.keptByPlace.set(place, [kept]);
    else list.push(kept);
  }

  has(place: string): boolean {
    return this.keptByPlace.has(place);
  }

  at(place: string): readonly Resource[] {
    const known = this.sortedByPlace.get(place);
    if (known !== undefined) return known;
    const list = this.keptByPlace.get(place);
    if (list === undefined) return none;
    // Sorted, so that answers do not depend on the order of the input.
    if (list.length > 1) list.sort((a, b) => (a.key < b.key ? -1 : 1));
    const sorted = list.map(({ resource }) => resource);
    this.sortedByPlace.set(place, sorted);
    return sorted;
  }
}

/** What is kept of one type, indexed when somebody asks that way. */
class KeptOfType {
  readonly bySubscription = new Places();
  private readonly kept: Kept[] = [];
  private byGroup: Places | undefined;
  private byAncestor: Places | undefined;

  add(kept: Kept): void {
    this.kept.push(kept);
    this.bySubscription.put(kept.subscription, kept);
  }

  inResourceGroup(subscription: string, resourceGroup: string): readonly Resource[] {
    if (this.byGroup === undefined) {
      this.byGroup = new Places();
      for (const kept of this.kept)
        if (kept.resourceGroup !== undefined) this.byGroup.put(`${kept.subscription} ${kept.resourceGroup}`, kept);
    }
    return this.byGroup.at(`${subscription} ${resourceGroup}`);
  }

  under(key: string): readonly Resource[] {
    if (this.byAncestor === undefined) {
      this.byAncestor = new Places();
      for (const kept of this.kept) for (const ancestor of ancestorsOf(kept.key)) this.byAncestor.put(ancestor, kept);
    }
    return this.byAncestor.at(key);
  }
}

function estateOf(keptByKey: ReadonlyMap<string, Kept>, options: EstateOptions): Estate {
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
    under: (key, type) => byType.get(type)?.under(key) ?? none,
    inSubscription: (subscription, type) => byType.get(type)?.bySubscription.at(subscription) ?? none,
    inResourceGroup: (subscription, resourceGroup, type) => byType.get(type)?.inResourceGroup(subscription, resourceGroup) ?? none,
    isCollected: (subscription, type) =>
      byType.get(type)?.bySubscription.has(subscription) === true ||
      (declared.size > 0 && (declared.has(`* ${type}`) || declared.has(`${subscription} ${type}`))),
    managementGroupsOf: options.managementGroupsOf,
  };
}

/** @returns the candidates that an if-not-exists effect asks for; undefined when their type was not collected there. */
export function relatedIn(estate: Estate, subscription: string, query: RelatedQuery): readonly Resource[] | undefined {
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

/** Names are compared from the right: `web` means any parent's `web`, and `?` any last segment. */
function isNamed(resource: Resource, name: string): boolean {
  const id = resource['id'];
  const actual = fullNameOf(typeof id === 'string' ? id.toLowerCase() : '').split('/');
  const wanted = name.toLowerCase().split('/');
  return wanted.every((segment, index) => {
    const found = actual[actual.length - wanted.length + index];
    return found === segment || (segment === '?' && index === wanted.length - 1 && found !== undefined);
  });
}
