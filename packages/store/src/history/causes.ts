// Why the score moved between two moments: every resource that changed has its part, at what it was worth, and the parts add up exactly.
import { type ScoringOptions, scoringTableOf } from '@plumbline/assess';
import {
  type ChangeCause,
  type ChangeModel,
  explanationOf,
  groupedContributions,
  nearestDouble,
  type Profile,
  type Tally,
  type Transition,
} from '@plumbline/score';
import { statusOf } from '../letter.ts';
import type { Counts } from '../mirror.ts';
import { OperationError } from '../operation-error.ts';
import type { View } from '../read/view.ts';
import type { Part } from '../selection.ts';
import { headIn } from '../state.ts';
import type { Selection, When } from '../store.ts';
import { countsAt } from './counts-at.ts';
import { momentAt } from './moments.ts';
import { type PastView, pastView } from './past-view.ts';
import type { MovedBy } from './told.ts';
import { journalBetween, loadShapes, membersOf } from './undo.ts';

export async function causesBetween(
  view: View,
  selection: Selection,
  when: { readonly from: When; readonly to: When },
  options: ScoringOptions,
): Promise<MovedBy> {
  const [from, to] = [await momentAt(view.reader, when.from), await momentAt(view.reader, when.to)];
  if (from === undefined || to === undefined) {
    throw new OperationError('bad-request', 'There is nothing before the first moment.', { hint: 'Take moments from the history.' });
  }
  // Looked at backwards, what happened gave what it took.
  if (from.sequence > to.sequence) {
    const { causes, ...told } = await causesBetween(view, selection, { from: when.to, to: when.from }, options);
    return {
      ...told,
      before: told.after,
      after: told.before,
      difference: -told.difference,
      causes: causes.map((one) => ({ ...one, amount: -one.amount })),
    };
  }
  const [first, second] = [await pastView(view, selection, from), await pastView(view, selection, to)];
  const [before, after] = [scoringTableOf(first.catalogue), scoringTableOf(second.catalogue)];
  const model: ChangeModel =
    options.model === 'classic'
      ? { kind: 'classic', before: before.recommendations, after: after.recommendations }
      : { kind: 'controls', aggregate: options.aggregate ?? 'weighted', before: before.controls, after: after.controls };
  const measure = options.model === 'classic' ? 'points' : 'percentage';
  const pairs = await pairsBetween(view, first, second);
  if (pairs === undefined) return { measure, before: 0, after: 0, difference: 0, causes: [], forgotten: true };
  const { shapes } = view.state.setup;
  const moved = pairs.map(({ subscription, from: earlier, to: later, count, cause }): Transition => {
    const causes = causesOf(earlier, later, view);
    return {
      subscription,
      before: earlier === 0 ? null : named(view, earlier),
      after: later === 0 ? null : named(view, later),
      count,
      ...(cause === undefined ? {} : { cause }),
      ...(causes === undefined ? {} : { causes }),
    };
  });
  const still = unchangedCounts(second.counts, pairs);
  const unmoved =
    options.model === 'classic'
      ? singleTransitions(view.state.setup.tallier.talliesIn(still))
      : [...still].flatMap(([subscription, own]) =>
          [...own].flatMap(([id, count]) =>
            shapes.get(id).statuses.length === 0 ? [] : [sameTransition(subscription, named(view, id), count)],
          ),
        );
  const isOtherEdition = first.catalogue.edition !== second.catalogue.edition;
  const explanation = explanationOf({ transitions: [...moved, ...unmoved], model, measure, isOtherEdition });
  const causes = groupedContributions(explanation.contributions, (one) => ({ ...one, subscription: null, group: null }));
  return {
    measure,
    before: nearestDouble(explanation.before),
    after: nearestDouble(explanation.after),
    difference: nearestDouble(explanation.difference),
    causes: causes.map(({ cause, unit, resources, amount }) => ({ cause, unit, resources, amount: nearestDouble(amount) })),
    forgotten: false,
  };
}

/** Resources of a subscription that went from one shape to another; 0: not there, or not in the scope. */
interface Pair {
  readonly subscription: string;
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly cause?: ChangeCause;
}

/** @returns undefined where compaction has forgotten what single resources did. */
async function pairsBetween(view: View, first: PastView, second: PastView): Promise<readonly Pair[] | undefined> {
  const { reader, state } = view;
  const { compacted } = await headIn(reader);
  if (first.moment.sequence < compacted) return undefined;
  const rows = await journalBetween(reader, first.moment.sequence, second.moment.sequence);
  await loadShapes(state, reader, rows);
  const members = await membersOf(reader, partly([first.selected.parts, second.selected.parts]));
  // The latest rows come first: what a resource was is told by the last one met, what it is by the first.
  const bySubscription = new Map<string, Map<number, { from: number; readonly to: number }>>();
  for (const { subscription, changes } of rows) {
    if (!first.selected.parts.has(subscription) && !second.selected.parts.has(subscription)) continue;
    const part = members.get(subscription);
    const own = bySubscription.get(subscription) ?? new Map<number, { from: number; readonly to: number }>();
    bySubscription.set(subscription, own);
    for (const [rid, from, to] of changes) {
      if (part !== undefined && part !== 'whole' && !part.has(rid)) continue;
      const known = own.get(rid);
      if (known === undefined) own.set(rid, { from, to });
      else known.from = from;
    }
  }
  const pairs: Pair[] = [];
  const everything = await countsAt(view, first.moment.sequence);
  for (const subscription of new Set([...first.counts.keys(), ...second.counts.keys()])) {
    const [had, has] = [first.counts.get(subscription), second.counts.get(subscription)];
    // In one of the scopes only: a tree was changed.
    if (had === undefined && has !== undefined && everything.has(subscription)) {
      for (const [to, count] of has) pairs.push({ subscription, from: 0, to, count, cause: 'scopeEntered' });
    } else if (has === undefined && had !== undefined && !second.selected.parts.has(subscription) && view.mirror.counts.has(subscription)) {
      for (const [from, count] of had) pairs.push({ subscription, from, to: 0, count, cause: 'scopeLeft' });
    } else {
      const counted = new Map<string, { readonly from: number; readonly to: number; count: number }>();
      for (const { from, to } of bySubscription.get(subscription)?.values() ?? []) {
        if (from === to) continue;
        const known = counted.get(`${from} ${to}`);
        if (known === undefined) counted.set(`${from} ${to}`, { from, to, count: 1 });
        else known.count += 1;
      }
      for (const pair of counted.values()) pairs.push({ subscription, ...pair });
    }
  }
  return pairs;
}

function partly(all: readonly ReadonlyMap<string, Part>[]): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>();
  for (const own of all) {
    for (const [subscription, part] of own) {
      const known = parts.get(subscription);
      parts.set(subscription, known === 'whole' || part === 'whole' ? 'whole' : [...(known ?? []), ...part]);
    }
  }
  return parts;
}

function unchangedCounts(after: Counts, pairs: readonly Pair[]): Counts {
  const still = new Map([...after].map(([subscription, own]) => [subscription, new Map(own)]));
  for (const { subscription, to, count } of pairs) {
    const own = still.get(subscription);
    const left = (own?.get(to) ?? 0) - count;
    if (left === 0) own?.delete(to);
    else if (to !== 0) own?.set(to, left);
  }
  return still;
}

/** In the classic model recommendations do not know of each other: what did not change is told by their counts alone. */
function singleTransitions(tallies: readonly Tally[]): readonly Transition[] {
  return tallies.flatMap(({ recommendation, healthy, unhealthy, notApplicable, notAssessed }) =>
    (
      [
        ['Healthy', healthy],
        ['Unhealthy', unhealthy],
        ['NotApplicable', notApplicable],
        ['NotAssessed', notAssessed],
      ] as const
    ).flatMap(([status, count]) => (count === 0 ? [] : [sameTransition('', [{ recommendation, status }], count)])),
  );
}

function sameTransition(subscription: string, statuses: Profile['statuses'], count: number): Transition {
  return { subscription, before: statuses, after: statuses, count };
}

function named({ state }: View, id: number): Profile['statuses'] {
  const { shapes, ordinals } = state.setup;
  return shapes.get(id).statuses.map(([ordinal, letter]) => ({ recommendation: ordinals.keyOf(ordinal), status: statusOf[letter] }));
}

/** What somebody decided; the rest is told by the statuses. */
function causesOf(from: number, to: number, { state }: View): Transition['causes'] {
  if (from === 0 || to === 0) return undefined;
  const { shapes, ordinals } = state.setup;
  const exemptIn = (id: number) => new Set(shapes.get(id).exempt.map(([ordinal]) => ordinals.keyOf(ordinal)));
  const [had, has] = [exemptIn(from), exemptIn(to)];
  const causes = new Map<string, ChangeCause>();
  for (const key of has) if (!had.has(key)) causes.set(key, 'exempted');
  for (const key of had) if (!has.has(key)) causes.set(key, 'exemptionEnded');
  return causes.size === 0 ? undefined : Object.fromEntries(causes);
}
