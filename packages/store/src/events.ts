import type { Model } from '@plumbline/assess';
import { isSpecialType } from './context.ts';
import type { State, Written } from './state.ts';
import type { StoreEvent } from './store.ts';
import { tallyDifferences } from './tallied.ts';

/** Events of one moment: the score first, then recommendations, then single resources. */
export function eventsOf(state: State, { work, finished, before, after }: Written<unknown>, model: Model): readonly StoreEvent[] {
  if (!finished.isMoment) return [];
  const { setup, tallier } = state;
  const at = new Date(after.at).toISOString();
  const { sequence } = finished;
  const subscriptions = [...finished.differences.keys()].sort();
  const events: Omit<StoreEvent, 'id' | 'sequence' | 'at'>[] = [];
  if (subscriptions.length > 0) {
    const score = { before: tallier.scoreOf(before.counts, { model }), after: tallier.scoreOf(after.counts, { model }) };
    events.push({ kind: 'score', subscriptions, score });
  }
  const moved = new Map<number, Set<string>>();
  for (const [subscription, tallies] of tallyDifferences(finished.differences, (id) => setup.shapes.get(id))) {
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
  for (const { id, subscription, change, type } of work.changedResources) {
    if (!isSpecialType(type)) events.push({ kind: 'resource', resource: id, subscriptions: [subscription], change });
  }
  return events.map((event, index) => ({ id: `${sequence}-${index + 1}`, sequence, at, ...event }));
}

export function publish(state: State, events: readonly StoreEvent[]): void {
  if (events.length === 0) return;
  for (const listener of state.listeners) listener(events);
}
