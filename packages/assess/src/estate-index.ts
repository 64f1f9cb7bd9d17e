import type { Entry } from '@plumbline/inventory';
import type { RelatedQuery, Resource } from '@plumbline/policy';
import { ancestorsOf, fullNameOf } from './arm-id.ts';
import type { JudgePlan } from './judge-plan.ts';
import { prune } from './prune.ts';

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
  add(entry: Entry): void;
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
      if (paths === undefined) return;
      keptByKey.set(entry.key, {
        key: entry.key,
        type: entry.type,
        subscription: entry.subscription ?? '',
        resourceGroup: entry.resourceGroup,
        resource: prune(entry.resource, paths),
      });
    },
    forget: (key) => void keptByKey.delete(key),
    build: (options) => estateOf(keptByKey, options),
  };
}

function estateOf(keptByKey: ReadonlyMap<string, Kept>, options: EstateOptions): Estate {
  // Sorted, so that answers do not depend on the order of the input.
  const sorted = [...keptByKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  const byPlace = new Map<string, Resource[]>();
  const put = (place: string, resource: Resource) => {
    const list = byPlace.get(place);
    if (list === undefined) byPlace.set(place, [resource]);
    else list.push(resource);
  };
  for (const kept of sorted) {
    put(`s ${kept.subscription} ${kept.type}`, kept.resource);
    if (kept.resourceGroup !== undefined) put(`g ${kept.subscription} ${kept.resourceGroup} ${kept.type}`, kept.resource);
    for (const ancestor of ancestorsOf(kept.key)) put(`u ${ancestor} ${kept.type}`, kept.resource);
  }
  const declared = new Set(
    options.collected.map(({ type, subscription }) => `${subscription?.toLowerCase() ?? '*'} ${type.toLowerCase()}`),
  );
  const at = (place: string): readonly Resource[] => byPlace.get(place) ?? [];
  return {
    byKey: (key) => keptByKey.get(key)?.resource,
    under: (key, type) => at(`u ${key} ${type}`),
    inSubscription: (subscription, type) => at(`s ${subscription} ${type}`),
    inResourceGroup: (subscription, resourceGroup, type) => at(`g ${subscription} ${resourceGroup} ${type}`),
    isCollected: (subscription, type) =>
      byPlace.has(`s ${subscription} ${type}`) || declared.has(`* ${type}`) || declared.has(`${subscription} ${type}`),
    managementGroupsOf: options.managementGroupsOf,
  };
}

/** @returns the candidates that an if-not-exists effect asks for; undefined when their type was not collected there. */
export function relatedIn(estate: Estate, subscription: string, query: RelatedQuery): readonly Resource[] | undefined {
  if (!estate.isCollected(subscription, query.type)) return undefined;
  const found = candidatesOf(estate, subscription, query);
  const { name } = query;
  if (name === undefined) return found;
  return found.filter((resource) => isNamed(resource, name));
}

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
