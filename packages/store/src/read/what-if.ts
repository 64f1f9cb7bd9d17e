// Scores as they would be: the same counts with some statuses replaced, scored by the same code.
import { type ScoringOptions, scoredOf } from '@plumbline/assess';
import { keyOf, subscriptionOf } from '@plumbline/inventory';
import { nearestDouble, type Profile, type Tally } from '@plumbline/score';
import { itemNamed } from '../changes.ts';
import { numberAt, type Row } from '../database.ts';
import { statusOf } from '../letter.ts';
import type { Counts } from '../mirror.ts';
import { rangeUnder } from '../rows.ts';
import { isInParts, type Part } from '../selection.ts';
import type { ShapeStatus } from '../shape.ts';
import type { Supposition, WhatIf } from '../store.ts';
import { selectedCounts, type View } from './view.ts';

/** Resources of one subscription with the same statuses; `rids` when single ones were told apart. */
interface Pile {
  readonly subscription: string;
  statuses: readonly ShapeStatus[];
  count: number;
}

interface Suppose {
  readonly view: View;
  readonly piles: Pile[];
  readonly pileByShape: Map<string, Pile>;
  readonly pileByResource: Map<string, Pile>;
  readonly unknown: string[];
  changed: number;
  /** What the changes do to the counts of statuses. */
  readonly differences: Map<number, Map<ShapeStatus[1], number>>;
}

export async function whatIfOf(view: View, supposition: Supposition, options: ScoringOptions): Promise<WhatIf> {
  const counts = await selectedCounts(view);
  const { tallier } = view.state.setup;
  const isMore = [supposition.remove, supposition.exempt, supposition.fix].some((things) => things !== undefined && things.length > 0);
  // Of completed recommendations the classic model asks no more than how many resources they have, which is counted already.
  const suppose =
    isMore || options.model !== 'classic'
      ? await supposed(view, counts, supposition)
      : completedIn(view, tallier.talliesIn(counts), supposition.complete ?? []);
  const before = tallier.scoreOf(counts, options);
  // The classic model needs no more than the counts; the other one, which resources have which statuses together.
  const after = options.model === 'classic' ? tallier.scoreWith(counts, suppose.differences) : overallOf(suppose, options);
  return { before, after, changed: suppose.changed, unknown: suppose.unknown };
}

function completedIn(view: View, tallies: readonly Tally[], names: readonly string[]): Suppose {
  const suppose = newSuppose(view);
  const unhealthyByKey = new Map(tallies.map(({ recommendation, unhealthy }) => [recommendation, unhealthy]));
  for (const ordinal of ordinalsOf(suppose, names)) {
    const unhealthy = unhealthyByKey.get(view.state.setup.ordinals.keyOf(ordinal)) ?? 0;
    suppose.changed += unhealthy;
    note(suppose, ordinal, 'u', -unhealthy);
    note(suppose, ordinal, 'h', unhealthy);
  }
  return suppose;
}

function newSuppose(view: View): Suppose {
  return { view, piles: [], pileByShape: new Map(), pileByResource: new Map(), unknown: [], changed: 0, differences: new Map() };
}

async function supposed(view: View, counts: Counts, supposition: Supposition): Promise<Suppose> {
  const suppose = newSuppose(view);
  for (const [subscription, own] of counts) {
    for (const [shape, count] of own) {
      const pile = { subscription, statuses: view.state.setup.shapes.get(shape).statuses, count };
      suppose.piles.push(pile);
      suppose.pileByShape.set(`${subscription} ${shape}`, pile);
    }
  }
  for (const id of supposition.remove ?? []) await remove(suppose, id);
  for (const { scope, recommendations, category } of supposition.exempt ?? []) {
    await exempt(suppose, scope, ordinalsOf(suppose, recommendations), category);
  }
  for (const { resource, recommendation } of supposition.fix ?? []) {
    const ordinals = recommendation === undefined ? 'all' : ordinalsOf(suppose, [recommendation]);
    await fix(suppose, resource, ordinals);
  }
  const completed = ordinalsOf(suppose, supposition.complete ?? []);
  for (const pile of suppose.piles) replace(suppose, pile, (ordinal, letter) => (letter === 'u' && completed.has(ordinal) ? 'h' : letter));
  return suppose;
}

function overallOf({ view, piles }: Suppose, options: ScoringOptions): WhatIf['before'] {
  const { catalogue, ordinals } = view.state.setup;
  const profiles = piles.flatMap(({ subscription, statuses, count }): Profile[] => {
    if (count === 0 || statuses.length === 0) return [];
    const named = statuses.map(([ordinal, letter]) => ({ recommendation: ordinals.keyOf(ordinal), status: statusOf[letter] }));
    named.sort((a, b) => (a.recommendation < b.recommendation ? -1 : 1));
    return [{ subscription, statuses: named, count }];
  });
  const { overall } = scoredOf(profiles, catalogue, options);
  if (overall === null) return null;
  return { current: nearestDouble(overall.current), max: nearestDouble(overall.max), percentage: nearestDouble(overall.percentage) };
}

/** @returns the ordinals of recommendations; names that mean none are told. */
function ordinalsOf({ view, unknown }: Suppose, names: readonly string[]): ReadonlySet<number> {
  const { setup } = view.state;
  return new Set(
    names.flatMap((name) => {
      const item = itemNamed(setup, name);
      if (item === undefined) unknown.push(name);
      return item === undefined ? [] : setup.ordinals.ofIndex(setup.catalogue.items.indexOf(item));
    }),
  );
}

function replace(suppose: Suppose, pile: Pile, change: (ordinal: number, letter: ShapeStatus[1]) => ShapeStatus[1]): void {
  let isChanged = false;
  const statuses = pile.statuses.map(([ordinal, letter]): ShapeStatus => {
    const after = change(ordinal, letter);
    if (after !== letter) {
      isChanged = true;
      suppose.changed += pile.count;
      note(suppose, ordinal, letter, -pile.count);
      note(suppose, ordinal, after, pile.count);
    }
    return [ordinal, after];
  });
  if (isChanged) pile.statuses = statuses;
}

function note({ differences }: Suppose, ordinal: number, letter: ShapeStatus[1], count: number): void {
  const own = differences.get(ordinal) ?? new Map<ShapeStatus[1], number>();
  differences.set(ordinal, own);
  own.set(letter, (own.get(letter) ?? 0) + count);
}

/** @returns the resource on a pile of its own; undefined when it is not known, or not selected. */
async function single(suppose: Suppose, id: string): Promise<Pile | undefined> {
  const { view, unknown } = suppose;
  const key = keyOf(id);
  const subscription = subscriptionOf(key) ?? '';
  const known = suppose.pileByResource.get(key);
  if (known !== undefined) return known;
  const rows = isInParts(view.selected.parts, key, subscription)
    ? await view.reader.query('SELECT rid, key, shape FROM resource WHERE subscription = $1 AND key = $2 AND deleted = 0', [
        subscription,
        key,
      ])
    : [];
  const [row] = rows;
  if (row === undefined) {
    unknown.push(id);
    return undefined;
  }
  return takenOut(suppose, subscription, row);
}

function takenOut(suppose: Suppose, subscription: string, row: Row): Pile | undefined {
  const key = String(row['key']);
  const known = suppose.pileByResource.get(key);
  if (known !== undefined) return known;
  const pile = suppose.pileByShape.get(`${subscription} ${numberAt(row, 'shape')}`);
  if (pile === undefined) return undefined;
  pile.count -= 1;
  const own = { subscription, statuses: pile.statuses, count: 1 };
  suppose.piles.push(own);
  suppose.pileByResource.set(key, own);
  return own;
}

async function remove(suppose: Suppose, id: string): Promise<void> {
  const pile = await single(suppose, id);
  if (pile === undefined) return;
  suppose.changed += pile.count * pile.statuses.length;
  for (const [ordinal, letter] of pile.statuses) note(suppose, ordinal, letter, -pile.count);
  pile.count = 0;
}

async function fix(suppose: Suppose, id: string, ordinals: ReadonlySet<number> | 'all'): Promise<void> {
  const pile = await single(suppose, id);
  if (pile === undefined) return;
  replace(suppose, pile, (ordinal, letter) => (letter === 'u' && (ordinals === 'all' || ordinals.has(ordinal)) ? 'h' : letter));
}

const groupPrefix = '/providers/microsoft.management/managementgroups/';

/** Exempts everything decided in a scope; of no recommendation named, all of them. */
async function exempt(suppose: Suppose, scope: string, ordinals: ReadonlySet<number>, category: 'Waiver' | 'Mitigated'): Promise<void> {
  const { view } = suppose;
  const key = keyOf(scope);
  const change = (ordinal: number, letter: ShapeStatus[1]): ShapeStatus[1] => {
    const isReached = (letter === 'h' || letter === 'u') && (ordinals.size === 0 || ordinals.has(ordinal));
    return isReached ? (category === 'Mitigated' ? 'h' : 'n') : letter;
  };
  const { hierarchy } = view.mirror.context;
  const isWhole = (subscription: string): boolean =>
    key === `/subscriptions/${subscription}` ||
    (key.startsWith(groupPrefix) && hierarchy.managementGroupsOf(subscription).includes(key.slice(groupPrefix.length)));
  const wholes = new Set(
    suppose.piles.map(({ subscription }) => subscription).filter((subscription) => subscription !== '' && isWhole(subscription)),
  );
  if (wholes.size > 0) {
    for (const pile of suppose.piles) if (wholes.has(pile.subscription)) replace(suppose, pile, change);
    return;
  }
  const subscription = subscriptionOf(key) ?? '';
  const part: Part | undefined = view.selected.parts.get(subscription);
  const rows =
    part === undefined
      ? []
      : await view.reader.query(
          'SELECT rid, key, shape FROM resource WHERE subscription = $1 AND deleted = 0 AND (key = $2 OR (key >= $3 AND key < $4))',
          [subscription, key, ...rangeUnder(key)],
        );
  const inside = rows.filter((row) => isInParts(view.selected.parts, String(row['key']), subscription));
  if (inside.length === 0) suppose.unknown.push(scope);
  for (const row of inside) {
    const pile = takenOut(suppose, subscription, row);
    if (pile !== undefined) replace(suppose, pile, change);
  }
}
