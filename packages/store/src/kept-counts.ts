import type { KeptCounts, scoringTableOf } from '@plumbline/assess';
import {
  type ControlsOptions,
  type ControlsScore,
  type ControlsSubscription,
  controlsImpactsOf,
  controlsScoreOf,
  gainTermsOf,
  type Profile,
  type Status,
  totalOfSums,
  weightedImpactsOf,
  weightedTermsOf,
  zero,
} from '@plumbline/score';
import type { Layout, Totals } from './layout.ts';
import { type Counts, derivationOf, type Shapes } from './mirror.ts';
import { remembered } from './remembered.ts';
import { exactSums, nearestOf, pooledTotals, type ShapeCounts, type Terms } from './sums.ts';

type Table = ReturnType<typeof scoringTableOf>;

/** Counts of everything that scores are made from, moved by what changes instead of being counted anew. */
export interface KeptCountsBook {
  in(counts: Counts): KeptCounts;
  of(subscription: string, own: ShapeCounts): KeptCounts;
  profilesIn(counts: Counts): readonly Profile[];
  /** Resources of one subscription with a status. */
  countOf(own: ShapeCounts, recommendation: string, status: Status): number;
}

const exact: ControlsOptions = { aggregate: 'weighted', rounding: 'exact' };

/** @param statuses which of a shape's: with exemptions, or without */
export function keptCountsOf(table: Table, layout: Layout, shapes: Pick<Shapes, 'get'>, statuses: 'statuses' | 'raw'): KeptCountsBook {
  const categories = [...new Set(table.recommendations.map(({ category }) => category))];
  const own = ownCounts({ table, layout, shapes, statuses, categories });
  const profilesIn = (counts: Counts) =>
    [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([subscription, shapeCounts]) => own.profiles(subscription, shapeCounts));
  const nearest = nearestOf(() => ({
    totals: pooledTotals(layout.size, (_subscription, counts) => own.entries(counts)),
    weighted: exactSums((subscription, counts) => new Map(Object.entries(weightedTermsOf(own.controls(subscription, counts))))),
    byCategory: exactSums((subscription, counts) => own.categoryTerms(subscription, counts)),
    gains: exactSums((subscription, counts) => own.gains(subscription, counts)),
  }));

  const keptByCounts = new WeakMap<Counts, KeptCounts>();

  const controlsIn = (counts: Counts, category?: string): Pick<ControlsScore, 'controls' | 'overall'> => {
    const { totals, weighted, byCategory } = nearest(counts);
    const pooled = layout.controlTallies(totals.at(counts), '', category);
    const { controls } = controlsScoreOf(pooled, table.controls, exact);
    const sums = category === undefined ? weighted.at(counts) : byCategory.at(counts);
    const term = (name: string) => sums.get(category === undefined ? name : `${category} ${name}`) ?? zero;
    return { controls, overall: totalOfSums(controls, { weight: term('weight'), weighted: term('weighted') }, exact) };
  };
  const controlTalliesIn = (counts: Counts, category?: string) =>
    [...counts].flatMap(([subscription, shapeCounts]) => own.controlTallies(subscription, shapeCounts, category));
  return {
    profilesIn,
    countOf: own.countOf,
    of: own.kept,
    in: (counts) =>
      remembered(keptByCounts, counts, () => ({
        tallies: () => layout.tallies(nearest(counts).totals.at(counts), ''),
        controls: (options) =>
          isExact(options)
            ? {
                ...controlsIn(counts),
                subscriptions: [...counts].map(([subscription, shapeCounts]) => own.controls(subscription, shapeCounts)),
              }
            : controlsScoreOf(controlTalliesIn(counts), table.controls, options),
        impacts(options) {
          if (!isExact(options)) return controlsImpactsOf(profilesIn(counts), table.controls, options);
          const { weighted, gains } = nearest(counts);
          const weight = weighted.at(counts).get('weight') ?? zero;
          return weightedImpactsOf(controlsIn(counts), table.controls, { weight, gains: gains.at(counts) });
        },
        controlsOf: (category, options) =>
          isExact(options)
            ? controlsIn(counts, category).overall
            : controlsScoreOf(controlTalliesIn(counts, category), table.controls, options).overall,
      })),
  };
}

function isExact({ aggregate, rounding }: ControlsOptions): boolean {
  return aggregate === 'weighted' && rounding === 'exact';
}

interface OwnGiven {
  readonly table: Table;
  readonly layout: Layout;
  readonly shapes: Pick<Shapes, 'get'>;
  readonly statuses: 'statuses' | 'raw';
  readonly categories: readonly string[];
}

/** What single subscriptions count, each remembered as long as its counts are. */
function ownCounts({ table, layout, shapes, statuses, categories }: OwnGiven) {
  const entriesByCounts = new WeakMap<ShapeCounts, Int32Array>();
  const scratch: Totals = new Int32Array(layout.size);

  /** Places and counts in turn: most subscriptions have resources of few types. */
  const sparse = (counts: ShapeCounts): Int32Array =>
    remembered(entriesByCounts, counts, () => {
      scratch.fill(0);
      const derived = derivationOf(counts);
      const before = derived === undefined ? undefined : entriesByCounts.get(derived.before);
      if (before !== undefined) for (let at = 0; at < before.length; at += 2) scratch[before[at] ?? 0] = before[at + 1] ?? 0;
      for (const [id, count] of before === undefined || derived === undefined ? counts : derived.changes) {
        for (const place of layout.placesOf(shapes.get(id)[statuses])) scratch[place] = (scratch[place] ?? 0) + count;
      }
      const entries: number[] = [];
      for (let place = 0; place < scratch.length; place += 1) {
        const count = scratch[place] ?? 0;
        if (count !== 0) entries.push(place, count);
      }
      return Int32Array.from(entries);
    });
  function* entries(counts: ShapeCounts): Iterable<readonly [number, number]> {
    const list = sparse(counts);
    for (let at = 0; at < list.length; at += 2) yield [list[at] ?? 0, list[at + 1] ?? 0];
  }
  /** Good until the next call. */
  const dense = (counts: ShapeCounts): Totals => {
    const list = sparse(counts);
    scratch.fill(0);
    for (let at = 0; at < list.length; at += 2) scratch[list[at] ?? 0] = list[at + 1] ?? 0;
    return scratch;
  };

  const profilesByCounts = new WeakMap<ShapeCounts, readonly Profile[]>();
  const profiles = (subscription: string, counts: ShapeCounts) =>
    remembered(profilesByCounts, counts, () =>
      [...counts].flatMap(([id, count]) => {
        const own = shapes.get(id)[statuses];
        return own.length === 0 ? [] : [{ subscription, statuses: layout.statusesOf(own), count }];
      }),
    );
  const controlTallies = (subscription: string, counts: ShapeCounts, category?: string) =>
    layout.controlTallies(dense(counts), subscription, category);
  const scored = (subscription: string, counts: ShapeCounts, category?: string): ControlsSubscription =>
    controlsScoreOf(controlTallies(subscription, counts, category), table.controls, exact).subscriptions[0] ?? {
      subscription,
      score: null,
      weight: 0,
      controls: [],
    };
  const scoreByCounts = new WeakMap<ShapeCounts, ControlsSubscription>();
  const controls = (subscription: string, counts: ShapeCounts) => remembered(scoreByCounts, counts, () => scored(subscription, counts));
  const categoryTermsByCounts = new WeakMap<ShapeCounts, Terms>();
  const gainsByCounts = new WeakMap<ShapeCounts, Terms>();
  const keptByCounts = new WeakMap<ShapeCounts, KeptCounts>();
  const kept = (subscription: string, counts: ShapeCounts): KeptCounts =>
    remembered(keptByCounts, counts, () => ({
      tallies: () => layout.tallies(dense(counts), subscription),
      controls: (options) => controlsScoreOf(controlTallies(subscription, counts), table.controls, options),
      impacts: (options) => controlsImpactsOf(profiles(subscription, counts), table.controls, options),
      controlsOf: (category, options) => controlsScoreOf(controlTallies(subscription, counts, category), table.controls, options).overall,
    }));
  return {
    entries,
    countOf(counts: ShapeCounts, recommendation: string, status: Status) {
      const place = layout.placeOf(recommendation, status);
      const list = sparse(counts);
      // Places rise.
      for (let at = 0; place !== undefined && at < list.length && (list[at] ?? 0) <= place; at += 2) {
        if (list[at] === place) return list[at + 1] ?? 0;
      }
      return 0;
    },
    profiles,
    controlTallies,
    controls,
    kept,
    categoryTerms: (subscription: string, counts: ShapeCounts) =>
      remembered(
        categoryTermsByCounts,
        counts,
        () =>
          new Map(
            categories.flatMap((category) =>
              Object.entries(weightedTermsOf(scored(subscription, counts, category))).map(([name, term]) => [`${category} ${name}`, term]),
            ),
          ),
      ),
    gains: (subscription: string, counts: ShapeCounts) =>
      remembered(gainsByCounts, counts, () => gainTermsOf(controls(subscription, counts), layout.obstacles(dense(counts)))),
  };
}
