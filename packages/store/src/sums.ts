// Sums over subscriptions that follow the counts of these: a change touches one of thousands.
import { negate, type Rational, sumOf } from '@plumbline/score';
import type { Totals } from './layout.ts';
import type { Counts } from './mirror.ts';

export type ShapeCounts = Counts extends ReadonlyMap<string, infer Own> ? Own : never;

/** Terms of one subscription, by name. */
export type Terms = ReadonlyMap<string, Rational>;

/** What lies on one side only, when counts go from one moment to another. */
interface Moved {
  readonly gone: readonly (readonly [string, ShapeCounts])[];
  readonly come: readonly (readonly [string, ShapeCounts])[];
}

export function movedBetween(before: Counts, after: Counts): Moved {
  if (before === after) return { gone: [], come: [] };
  return {
    gone: [...before].filter(([subscription, own]) => after.get(subscription) !== own),
    come: [...after].filter(([subscription, own]) => before.get(subscription) !== own),
  };
}

/** Totals of all subscriptions together. */
export function pooledTotals(size: number, totalsOf: (subscription: string, own: ShapeCounts) => Iterable<readonly [number, number]>) {
  const pooled: Totals = new Int32Array(size);
  let last: Counts = new Map();
  return {
    /** Changed in place by the next call. */
    at(counts: Counts): Totals {
      const { gone, come } = movedBetween(last, counts);
      for (const [subscription, own] of gone) {
        for (const [place, count] of totalsOf(subscription, own)) pooled[place] = (pooled[place] ?? 0) - count;
      }
      for (const [subscription, own] of come) {
        for (const [place, count] of totalsOf(subscription, own)) pooled[place] = (pooled[place] ?? 0) + count;
      }
      last = counts;
      return pooled;
    },
  };
}

/** Exact sums of terms by name; the same to the last digit as if they had been added up anew. */
export function exactSums(termsOf: (subscription: string, own: ShapeCounts) => Terms) {
  let sums = new Map<string, Rational>();
  let last: Counts = new Map();
  return {
    at(counts: Counts): Terms {
      const { gone, come } = movedBetween(last, counts);
      const isMostlyNew = 2 * (gone.length + come.length) > counts.size;
      const added = isMostlyNew ? [...counts] : come;
      const taken = isMostlyNew ? [] : gone;
      const lists = new Map<string, Rational[]>();
      const note = (name: string, term: Rational) => {
        const list = lists.get(name);
        if (list === undefined) lists.set(name, [term]);
        else list.push(term);
      };
      for (const [subscription, own] of added) for (const [name, term] of termsOf(subscription, own)) note(name, term);
      for (const [subscription, own] of taken) for (const [name, term] of termsOf(subscription, own)) note(name, negate(term));
      const before = isMostlyNew ? new Map<string, Rational>() : sums;
      // What was told once stays as it was told.
      sums = new Map(before);
      for (const [name, terms] of lists) sums.set(name, sumOf([...terms, ...(before.has(name) ? [before.get(name) ?? none] : [])]));
      last = counts;
      return sums;
    },
  };
}

const none: Rational = { numerator: 0n, denominator: 1n };

const mostSets = 500;

/**
 * Many ask for the same sets of subscriptions, at this moment and at earlier ones. Each gets the running sums that stood nearest when they were
 * asked last: from there least has to be moved.
 */
export function nearestOf<T>(make: () => T): (counts: Counts) => T {
  const sets = new Map<string, { counts: Counts; readonly sums: T }[]>();
  return (counts) => {
    const [first = ''] = counts.keys();
    const name = `${counts.size} ${first}`;
    const known = sets.get(name) ?? [];
    sets.delete(name);
    sets.set(name, known);
    for (const oldest of [...sets.keys()].slice(0, Math.max(0, sets.size - mostSets))) sets.delete(oldest);
    let found = known.find((one) => one.counts === counts);
    if (found === undefined) {
      const apart = known.map((one) => ({ one, count: movedBetween(one.counts, counts).come.length })).sort((a, b) => a.count - b.count)[0];
      if (apart !== undefined && (apart.count * 4 <= counts.size || known.length >= 4)) found = apart.one;
      else {
        found = { counts, sums: make() };
        known.push(found);
      }
    }
    found.counts = counts;
    return found.sums;
  };
}
