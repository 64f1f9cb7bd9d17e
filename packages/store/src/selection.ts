// What a read is computed from: the asked scopes cut down to what may be read, by subscription.
import { isWithin, scopeFilterOf, subscriptionOf } from '@plumbline/assess';
import type { Mirror } from './mirror.ts';
import type { Selection } from './store.ts';

/** Of one subscription: all of it, or what lies under these keys (none under another). */
export type Part = 'whole' | readonly string[];

export interface Selected {
  /** The asked scopes as ARM ids; empty for everything. */
  readonly ids: readonly string[];
  /** By subscription; '' is the tenant. */
  readonly parts: ReadonlyMap<string, Part>;
  /** What may be read at all, whatever was asked for. */
  readonly readable: ReadonlyMap<string, Part>;
  readonly isPartial: boolean;
}

const groupPrefix = '/providers/microsoft.management/managementgroups/';

/**
 * @param mirror the moment that is asked about: its tree says what a management group holds
 * @param now the tree that says what may be read, when another moment than the latest is asked about
 */
export function selectedIn(
  mirror: Pick<Mirror, 'counts' | 'context'>,
  selection: Selection,
  now: Pick<Mirror, 'context'> = mirror,
): Selected {
  const asked = (selection.scope ?? []).filter((scope) => scope !== '/');
  const ids = scopeFilterOf(asked, mirror.context.hierarchy).ids;
  const known = new Set(['', ...mirror.counts.keys()]);
  const wanted = partsOf(mirror, asked.length < (selection.scope ?? []).length ? undefined : asked.length === 0 ? undefined : ids, known);
  if (selection.readable === undefined) return { ids, parts: wanted, readable: partsOf(mirror, undefined, known), isPartial: false };
  const readable = readableParts(now, selection.readable, known);
  const parts = new Map<string, Part>();
  let isPartial = false;
  for (const [subscription, part] of wanted) {
    const both = common(part, readable.get(subscription));
    if (both !== undefined) parts.set(subscription, both);
    // The tenant's own things count in no subscription; that a reader of some subscriptions does not see them is no cut.
    if (subscription !== '' && !isCovered(part, readable.get(subscription))) isPartial = true;
  }
  return { ids, parts, readable, isPartial };
}

function readableParts(mirror: Pick<Mirror, 'context'>, readable: readonly string[], known: Set<string>): ReadonlyMap<string, Part> {
  if (readable.includes('/')) return partsOf(mirror, undefined, known);
  return partsOf(mirror, scopeFilterOf(readable, mirror.context.hierarchy).ids, known);
}

/** @param ids undefined: everything */
function partsOf(mirror: Pick<Mirror, 'context'>, ids: readonly string[] | undefined, known: ReadonlySet<string>): Map<string, Part> {
  if (ids === undefined) return new Map([...known].map((subscription) => [subscription, 'whole']));
  const parts = new Map<string, Part>();
  for (const id of ids) {
    const key = id.toLowerCase();
    if (key.startsWith(groupPrefix)) {
      const group = key.slice(groupPrefix.length);
      for (const subscription of known) {
        const isBelow = subscription !== '' && mirror.context.hierarchy.managementGroupsOf(subscription).includes(group);
        if (isBelow) parts.set(subscription, 'whole');
      }
      continue;
    }
    const subscription = subscriptionOf(key) ?? '';
    const before = parts.get(subscription);
    if (before === 'whole') continue;
    if (key === `/subscriptions/${subscription}`) parts.set(subscription, 'whole');
    else parts.set(subscription, outermost([...(before ?? []), key]));
  }
  return parts;
}

function outermost(keys: readonly string[]): readonly string[] {
  return keys.filter((key, index) => !keys.some((other, at) => at !== index && isWithin(key, other) && (key !== other || at < index)));
}

function common(a: Part, b: Part | undefined): Part | undefined {
  if (b === undefined) return undefined;
  if (a === 'whole') return b;
  if (b === 'whole') return a;
  const both = a.flatMap((one) => b.flatMap((other) => (isWithin(one, other) ? [one] : isWithin(other, one) ? [other] : [])));
  return both.length === 0 ? undefined : outermost(both);
}

function isCovered(wanted: Part, readable: Part | undefined): boolean {
  if (readable === 'whole') return true;
  if (readable === undefined || wanted === 'whole') return false;
  return wanted.every((key) => readable.some((other) => isWithin(key, other)));
}

/** Whether one resource lies in what was selected. */
export function isInParts(parts: ReadonlyMap<string, Part>, key: string, subscription: string): boolean {
  const part = parts.get(subscription);
  if (part === undefined) return false;
  return part === 'whole' || part.some((prefix) => isWithin(key, prefix));
}
