import type { Catalogue, CatalogueItem } from '@plumbline/catalogue';
import type { Entry, ResourceKey, SubscriptionId } from '@plumbline/inventory';
import type { Resource } from '@plumbline/policy';
import { embeddedIn } from './embedded.ts';
import { type Estate, estateBuilder } from './estate-index.ts';
import type { Hierarchy } from './hierarchy.ts';
import { judge } from './judge.ts';
import { planOf } from './judge-plan.ts';
import type { ItemVerdict } from './verdict.ts';

/** What judging a resource asked about others, and what it was told. */
export interface LookUp {
  /** `id`: one resource; `under`: what hangs on it; a place: all of a type there; `collected`: whether a type was exported at all. */
  readonly kind: 'id' | 'under' | 'resourceGroup' | 'subscription' | 'tenant' | 'collected';
  /** The id, or the place; empty for the tenant. */
  readonly of: string;
  /** Lower case; of everything but single ids. */
  readonly type?: string;
  /** Ids as the input gave them. For `collected` empty. */
  readonly found: readonly string[];
  /** For `collected`. */
  readonly isCollected?: boolean;
}

/** How one verdict of our own rule came about. */
export interface Trace {
  /** As it was read; undefined for a subscription that the input names without holding it. */
  readonly resource: Resource | undefined;
  /** Before exemptions and assessments in the input; undefined when the recommendation is not judged on this type. */
  readonly verdict: ItemVerdict | undefined;
  /** In the order of asking, each once. */
  readonly lookUps: readonly LookUp[];
}

export interface Tracer {
  /** To be told every entry of the input. */
  add(entry: Entry): void;
  finish(context: {
    readonly now: string;
    readonly collected: readonly { readonly type: string; readonly subscription?: string }[];
    readonly hierarchy: Hierarchy;
  }): Trace;
}

/**
 * Watches one verdict of a stream: judges one recommendation on one resource as a run does, and writes down what it looks at.
 *
 * @param key lower-case id of the resource
 */
export function tracerOf(catalogue: Catalogue, item: CatalogueItem, key: string): Tracer {
  const plan = planOf({ ...catalogue, items: [item] });
  const estate = estateBuilder(plan);
  const seen = new Set<string>();
  let subject: Entry | undefined;
  let embedded: Entry | undefined;
  return {
    add(entry) {
      if (seen.has(entry.key)) estate.forget(entry.key);
      if (plan.keptPathsByType.has(entry.type)) seen.add(entry.key);
      estate.add(entry);
      if (entry.key === key) subject = entry;
      else if (key.startsWith(entry.key)) embedded = embeddedIn(entry).find((child) => child.key === key) ?? embedded;
    },
    finish({ now, collected, hierarchy }) {
      const lookUps = new Map<string, LookUp>();
      const built = estate.build({ collected, managementGroupsOf: (subscription) => hierarchy.managementGroupsOf(subscription) });
      const entry = subject ?? embedded ?? impliedSubscription(key);
      if (entry === undefined) return { resource: undefined, verdict: undefined, lookUps: [] };
      const recorded = recording(built, (lookUp) => lookUps.set(`${lookUp.kind} ${lookUp.of} ${lookUp.type ?? ''}`, lookUp));
      const [judged] = judge(plan, entry, recorded, { now, explain: 'all' });
      return { resource: (subject ?? embedded)?.resource, verdict: judged?.[1], lookUps: [...lookUps.values()] };
    },
  };
}

/** Subscriptions are judged also where the input only holds what lies in them. */
function impliedSubscription(key: string): Entry | undefined {
  const subscription = /^\/subscriptions\/([^/]+)$/.exec(key)?.[1];
  if (subscription === undefined) return undefined;
  return {
    key: key as ResourceKey,
    type: 'microsoft.resources/subscriptions',
    subscription: subscription as SubscriptionId,
    resourceGroup: undefined,
    hasConfiguration: false,
    resource: { id: key, type: 'Microsoft.Resources/subscriptions', name: subscription },
  };
}

function recording(estate: Estate, record: (lookUp: LookUp) => void): Estate {
  return {
    byKey(key) {
      const found = estate.byKey(key);
      record({ kind: 'id', of: key, found: idsOf(found === undefined ? [] : [found]) });
      return found;
    },
    under(key, type) {
      const found = estate.under(key, type);
      record({ kind: 'under', of: key, type, found: idsOf(found) });
      return found;
    },
    inSubscription(subscription, type) {
      const found = estate.inSubscription(subscription, type);
      record({ kind: subscription === '' ? 'tenant' : 'subscription', of: subscription, type, found: idsOf(found) });
      return found;
    },
    inResourceGroup(subscription, resourceGroup, type) {
      const found = estate.inResourceGroup(subscription, resourceGroup, type);
      record({ kind: 'resourceGroup', of: `/subscriptions/${subscription}/resourceGroups/${resourceGroup}`, type, found: idsOf(found) });
      return found;
    },
    isCollected(subscription, type) {
      const isCollected = estate.isCollected(subscription, type);
      record({ kind: 'collected', of: subscription, type, found: [], isCollected });
      return isCollected;
    },
    managementGroupsOf: (subscription) => estate.managementGroupsOf(subscription),
  };
}

function idsOf(resources: readonly Resource[]): readonly string[] {
  return resources.map((resource) => (typeof resource['id'] === 'string' ? resource['id'] : ''));
}
