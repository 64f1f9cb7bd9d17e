import type { Model } from '@plumbline/assess';
import { keyOf } from '@plumbline/inventory';
import { grouped } from './grouped.ts';
import type { Counts, Mirror } from './mirror.ts';
import { isInParts, selectedIn } from './selection.ts';
import type { Setup } from './setup.ts';
import type { State } from './state.ts';
import type { EventFilter, StoreEvent } from './store.ts';
import { type Tallier, tallyDifferences } from './tallied.ts';
import type { Written } from './write-moment.ts';

export interface ChangedResource {
  readonly id: string;
  readonly type: string;
  readonly subscription: string;
  readonly change: 'put' | 'delete' | 'status';
}

/** More single resources than this are not told one by one; the score and the recommendations are. */
const mostResources = 1000;

/** Events of one moment: the score first, then recommendations, then single resources. */
export function eventsOfMoment(
  setup: Setup,
  tallier: Tallier,
  model: Model,
  moment: {
    readonly sequence: number;
    readonly at: string;
    readonly differences: Counts;
    readonly before: Counts;
    readonly after: Counts;
    readonly resources: readonly ChangedResource[];
  },
): StoreEvent[] {
  const { sequence, at, differences } = moment;
  const events: Omit<StoreEvent, 'id' | 'sequence' | 'at'>[] = [];
  const subscriptions = [...differences.keys()].sort();
  if (subscriptions.length > 0) {
    const score = { before: tallier.scoreOf(moment.before, { model }), after: tallier.scoreOf(moment.after, { model }) };
    events.push({ kind: 'score', subscriptions, score });
  }
  const moved = new Map<number, Set<string>>();
  for (const [subscription, tallies] of tallyDifferences(differences, (id) => setup.shapes.get(id))) {
    for (const [name, difference] of tallies) {
      if (difference === 0) continue;
      const ordinal = Number(name.slice(0, -1));
      moved.set(ordinal, (moved.get(ordinal) ?? new Set()).add(subscription));
    }
  }
  for (const [ordinal, own] of [...moved].sort(([a], [b]) => a - b)) {
    const index = setup.ordinals.indexOf(ordinal);
    const name = index === undefined ? undefined : setup.plan.items[index]?.item.recommendation.name;
    if (name !== undefined) events.push({ kind: 'recommendation', recommendation: name, subscriptions: [...own].sort() });
  }
  for (const { id, subscription, change } of moment.resources.slice(0, mostResources)) {
    events.push({ kind: 'resource', resource: id, subscriptions: [subscription], change });
  }
  return events.map((event, index) => ({ id: `${sequence}-${index + 1}`, sequence, at, ...event }));
}

export function eventsOf({ work, finished, before, after }: Written<unknown>, model: Model): readonly StoreEvent[] {
  if (!finished.isMoment) return [];
  return eventsOfMoment(work.setup, work.setup.tallier, model, {
    sequence: finished.sequence,
    at: new Date(work.clock).toISOString(),
    differences: finished.differences,
    before: before.counts,
    after: after.counts,
    resources: work.isFirst ? [] : work.changedResources,
  });
}

/** Gives out the events of a moment made here. With several processes all events take one way, so that they come in their order. */
export function publish(state: State, events: readonly StoreEvent[]): void {
  if (state.database.kind === 'sqlite') giveOut(state, events);
}

export function giveOut(state: State, events: readonly StoreEvent[]): void {
  const last = events.at(-1);
  if (last === undefined) return;
  state.published = Math.max(state.published, last.sequence);
  for (const listener of state.listeners) listener(events);
}

/** What a reader may know of events: nothing about what lies elsewhere, not even that it happened. */
export function readableEvents(mirror: Mirror, events: readonly StoreEvent[], { readable }: EventFilter): readonly StoreEvent[] {
  if (readable === undefined) return events;
  const { parts } = selectedIn(mirror, { readable });
  const readableIn = new Map<number, ReadonlySet<string>>();
  for (const [sequence, own] of grouped(events, (event) => event.sequence)) {
    const seen = own.flatMap(({ kind, resource, subscriptions: [subscription = ''] }) =>
      kind === 'resource' && resource !== undefined && isInParts(parts, keyOf(resource), subscription) ? [subscription] : [],
    );
    readableIn.set(sequence, new Set(seen));
  }
  return events.flatMap((event) => {
    const { score: _score, ...rest } = event;
    if (event.kind === 'resource') {
      const [subscription = ''] = event.subscriptions;
      return event.resource !== undefined && isInParts(parts, keyOf(event.resource), subscription) ? [rest] : [];
    }
    // Of a subscription that is readable in part, only a change of a readable resource may be felt.
    const subscriptions = event.subscriptions.filter(
      (subscription) =>
        parts.get(subscription) === 'whole' || (parts.has(subscription) && readableIn.get(event.sequence)?.has(subscription) === true),
    );
    return subscriptions.length === 0 ? [] : [{ ...rest, subscriptions }];
  });
}
