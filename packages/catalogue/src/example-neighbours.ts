import type { Resource } from '@plumbline/policy';
import { listAt, textAt } from './json-reading.ts';
import type { Neighbours } from './recommendation.ts';

export interface ExampleOptions {
  /** Types that are declared to be collected, besides those of which the estate holds something. */
  readonly collected?: readonly string[];
  readonly now?: string;
}

/**
 * What a graph recommendation may ask, answered from an example: for tests, without the engine.
 * Management groups are read from a subscription's `managementGroupAncestorsChain`, as Resource Graph gives it.
 */
export function neighboursOf(subject: Resource, estate: readonly Resource[], options: ExampleOptions = {}): Neighbours {
  const all = [subject, ...estate];
  const subscription = subscriptionOf(subject) ?? '';
  const byId = new Map(all.map((resource) => [idOf(resource), resource]));
  const memo = new Map<string, readonly Resource[]>();
  // The same list each time, as the engine gives it: what is derived from it is remembered by it.
  const listOf = (place: string | undefined, type: string): readonly Resource[] => {
    const key = `${place} ${type.toLowerCase()}`;
    const found = memo.get(key) ?? all.filter((resource) => isOfType(resource, type) && subscriptionOf(resource) === place);
    memo.set(key, found);
    return found;
  };
  const declared = new Set((options.collected ?? []).map((type) => type.toLowerCase()));
  return {
    now: options.now ?? '2026-01-15T08:00:00Z',
    subscription,
    managementGroups: managementGroupsOf(all, subscription),
    byId: (id) => byId.get(id.toLowerCase()),
    under: (id, type) => all.filter((resource) => isOfType(resource, type) && idOf(resource).startsWith(`${id.toLowerCase()}/`)),
    inSubscription: (type) => listOf(subscription, type),
    inTenant: (type) => listOf(undefined, type),
    isCollected: (type) => declared.has(type.toLowerCase()) || listOf(isTenantType(type) ? undefined : subscription, type).length > 0,
  };
}

/** Types that only exist above subscriptions: for all others, holding some above says nothing about the subscription. */
function isTenantType(type: string): boolean {
  return /^microsoft\.(graph|management)\//i.test(type);
}

function idOf(resource: Resource): string {
  return (textAt(resource, 'id') ?? '').toLowerCase();
}

function isOfType(resource: Resource, type: string): boolean {
  return textAt(resource, 'type')?.toLowerCase() === type.toLowerCase();
}

function subscriptionOf(resource: Resource): string | undefined {
  return /^\/subscriptions\/([^/]+)/.exec(idOf(resource))?.[1];
}

function managementGroupsOf(all: readonly Resource[], subscription: string): readonly string[] {
  const found = all.find((resource) => idOf(resource) === `/subscriptions/${subscription}`);
  return listAt(found, 'properties.managementGroupAncestorsChain').flatMap((group) => textAt(group, 'name')?.toLowerCase() ?? []);
}
