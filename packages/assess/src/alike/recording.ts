import type { RelatedQuery } from '@plumbline/policy';
import { type Estate, relatedIn } from '../estate-index.ts';

/** A question as it was put. */
export type Asked =
  | { readonly kind: 'id'; readonly key: string }
  | { readonly kind: 'under'; readonly key: string; readonly type: string }
  | { readonly kind: 'subscription'; readonly type: string }
  | { readonly kind: 'tenant'; readonly type: string }
  | { readonly kind: 'collected'; readonly type: string; readonly isAbove: boolean }
  | { readonly kind: 'related'; readonly query: RelatedQuery }
  | { readonly kind: 'never' };

/** An estate that notes what it is asked, each question once, in their order. */
export function recording(estate: Estate, asked: Map<string, Asked>): Estate {
  const note = (text: string, question: Asked) => {
    if (!asked.has(text)) asked.set(text, question);
  };
  return {
    byKey(key) {
      note(`id ${key}`, { kind: 'id', key });
      return estate.byKey(key);
    },
    under(key, type) {
      note(`under ${key} ${type}`, { kind: 'under', key, type });
      return estate.under(key, type);
    },
    inSubscription(subscription, type) {
      if (subscription === '') note(`tenant ${type}`, { kind: 'tenant', type });
      else note(`subscription ${type}`, { kind: 'subscription', type });
      return estate.inSubscription(subscription, type);
    },
    inResourceGroup(subscription, resourceGroup, type) {
      note('never', { kind: 'never' });
      return estate.inResourceGroup(subscription, resourceGroup, type);
    },
    isCollected(subscription, type) {
      const isAbove = subscription === '';
      note(`collected ${isAbove} ${type}`, { kind: 'collected', type, isAbove });
      return estate.isCollected(subscription, type);
    },
    managementGroupsOf(subscription) {
      note('never', { kind: 'never' });
      return estate.managementGroupsOf(subscription);
    },
    related(subscription, query) {
      note(`related ${query.type} ${query.scope} ${query.resourceGroup ?? ''} ${query.name ?? ''}`, { kind: 'related', query });
      return relatedIn(estate, subscription, query);
    },
  };
}
