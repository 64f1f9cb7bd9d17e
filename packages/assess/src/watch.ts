import type { RelatedQuery } from '@plumbline/policy';
import type { Estate } from './estate-index.ts';
import type { ResourceState } from './run.ts';
import type { VerdictVector } from './verdict-vectors.ts';

/** Told of each resource what judging it looks at, and what became of it. What one was told before the next belongs to it. */
export interface Watch {
  /** What is looked at from now on is looked at for this one. */
  subject(state: ResourceState): void;
  /** Whether there is something with this id, and what it holds. @param key lower case */
  byKey(key: string): void;
  /** All of a type in a place: below a resource, in a resource group or in a subscription. @param place lower-case id */
  under(place: string, type: string): void;
  /** @param isJoined assessments of the input had their say. */
  decided(vector: VerdictVector, isJoined: boolean): void;
}

/** The same estate, which tells what it is asked. Whether something was collected is not told: that changes with whole types. */
export function watchedEstate(estate: Estate, watch: Pick<Watch, 'byKey' | 'under'>): Estate {
  return {
    byKey(key) {
      watch.byKey(key);
      return estate.byKey(key);
    },
    under(key, type) {
      watch.under(key, type);
      return estate.under(key, type);
    },
    inSubscription(subscription, type) {
      if (subscription !== '') watch.under(subscriptionPlace(subscription), type);
      return estate.inSubscription(subscription, type);
    },
    inResourceGroup(subscription, resourceGroup, type) {
      watch.under(resourceGroupPlace(subscription, resourceGroup), type);
      return estate.inResourceGroup(subscription, resourceGroup, type);
    },
    isCollected: (subscription, type) => estate.isCollected(subscription, type),
    managementGroupsOf: estate.managementGroupsOf,
  };
}

/** Tells what a query looks at without putting it. */
export function watchRelated(
  watch: Pick<Watch, 'under'>,
  subject: { readonly key: string; readonly subscription: string; readonly resourceGroup: string | undefined },
  { query: { scope, type }, group = subject.resourceGroup }: { readonly query: RelatedQuery; readonly group?: string | undefined },
): void {
  if (scope === 'subscription') watch.under(subscriptionPlace(subject.subscription), type);
  else if (scope === 'resourceGroup') watch.under(resourceGroupPlace(subject.subscription, group ?? ''), type);
  else watch.under(subject.key, type);
}

export function subscriptionPlace(subscription: string): string {
  return `/subscriptions/${subscription}`;
}

export function resourceGroupPlace(subscription: string, resourceGroup: string): string {
  return `/subscriptions/${subscription}/resourcegroups/${resourceGroup}`;
}
