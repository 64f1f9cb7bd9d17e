// From counts of shapes to the tallies that scores are computed from. Counts of a subscription are never changed, only replaced, so what was
// counted from them is remembered as long as they are.
import type { KeptCounts, OverallScore, ScoringOptions, scoringTableOf } from '@plumbline/assess';
import { classicScoreOf, divide, nearestDouble, type Profile, type Rational, type Status, type Tally } from '@plumbline/score';
import { keptCountsOf } from './kept-counts.ts';
import { layoutOf } from './layout.ts';
import type { Counts, Shapes } from './mirror.ts';
import { remembered } from './remembered.ts';
import type { Ordinals } from './setup.ts';
import type { Shape, ShapeStatus } from './shape.ts';
import type { ShapeCounts } from './sums.ts';
import type { ApiScores } from './wide-reads.ts';

export interface Tallier {
  /** Counted resources with the same statuses. */
  profilesIn(counts: Counts, exemptions: 'with' | 'without'): readonly Profile[];
  /** What scores of several subscriptions, or of one, are made from. */
  keptIn(counts: Counts, exemptions: 'with' | 'without'): KeptCounts;
  keptOf(subscription: string, counts: ShapeCounts, exemptions: 'with' | 'without'): KeptCounts;
  /** Of several subscriptions together. */
  talliesIn(counts: Counts): readonly Tally[];
  /** Resources of one subscription with a status of a recommendation, named by its key. */
  countOf(counts: ShapeCounts, recommendation: string, status: Status): number;
  /** The overall score of some subscriptions, as a report gives it. */
  scoreOf(counts: Counts, options: ScoringOptions): OverallScore | null;
  /** Both scores of one subscription as Azure's API gives them, with its controls; remembered as long as its counts stay. */
  apiScoresOf(subscription: string, counts: ShapeCounts): Omit<ApiScores, 'id'>;
  /** The classic one with other counts of statuses by ordinal; what is not named stays as it is. */
  scoreWith(counts: Counts, differences: StatusDifferences): OverallScore | null;
}

/** By ordinal, how many more (or fewer) resources have each status. */
export type StatusDifferences = ReadonlyMap<number, ReadonlyMap<ShapeStatus[1], number>>;

export function tallierOf(table: ReturnType<typeof scoringTableOf>, ordinals: Ordinals, shapes: Shapes): Tallier {
  const layout = layoutOf(table, ordinals);
  const kept = { with: keptCountsOf(table, layout, shapes, 'statuses'), without: keptCountsOf(table, layout, shapes, 'raw') };
  const apiScores = new WeakMap<ShapeCounts, Omit<ApiScores, 'id'>>();
  const scores = new WeakMap<Counts, Map<string, OverallScore | null>>();

  const scored = (counts: Counts, options: ScoringOptions): OverallScore | null => {
    const own = kept.with.in(counts);
    const { overall } =
      options.model === 'classic'
        ? classicScoreOf(own.tallies(), table.recommendations)
        : own.controls({ aggregate: options.aggregate ?? 'weighted', rounding: options.rounding ?? 'exact' });
    return overall === null ? null : rounded(overall);
  };

  return {
    profilesIn: (counts, exemptions) => kept[exemptions].profilesIn(counts),
    keptIn: (counts, exemptions) => kept[exemptions].in(counts),
    keptOf: (subscription, counts, exemptions) => kept[exemptions].of(subscription, counts),
    talliesIn: (counts) => kept.with.in(counts).tallies(),
    countOf: kept.with.countOf,
    scoreOf(counts, options) {
      const known = remembered(scores, counts, () => new Map<string, OverallScore | null>());
      const name = JSON.stringify([options.model, options.aggregate, options.rounding]);
      if (!known.has(name)) known.set(name, scored(counts, options));
      return known.get(name) ?? null;
    },
    apiScoresOf(subscription, counts) {
      return remembered(apiScores, counts, () => {
        const own = kept.with.of(subscription, counts);
        const classic = classicScoreOf(own.tallies(), table.recommendations);
        const { overall, controls } = own.controls({ aggregate: 'weighted', rounding: 'api' });
        const active = classic.recommendations.filter((one) => one.active);
        return {
          classic: classic.overall === null ? null : rounded(classic.overall),
          classicWeight: active.reduce((sum, { healthy, unhealthy }) => sum + healthy + unhealthy, 0),
          controlsScore: overall === null ? null : rounded(overall),
          controls: controls.map(({ key, current, max, healthy, unhealthy, notApplicable }) => ({
            key,
            current: nearestDouble(current),
            max: nearestDouble(max),
            healthy,
            unhealthy,
            notApplicable,
          })),
        };
      });
    },
    scoreWith(counts, differences) {
      const added = [...differences].map(([ordinal, own]): Tally => {
        const more = (letter: ShapeStatus[1]) => own.get(letter) ?? 0;
        const moved = { healthy: more('h'), unhealthy: more('u'), notApplicable: more('n'), notAssessed: more('x') };
        return { recommendation: ordinals.keyOf(ordinal), subscription: '', ...moved };
      });
      const { overall } = classicScoreOf([...kept.with.in(counts).tallies(), ...added], table.recommendations);
      return overall === null ? null : rounded(overall);
    },
  };
}

function rounded(score: { readonly current: Rational; readonly max: Rational; readonly percentage?: Rational }): OverallScore | null {
  if (score.max.numerator === 0n) return null;
  return {
    current: nearestDouble(score.current),
    max: nearestDouble(score.max),
    percentage: nearestDouble(score.percentage ?? divide(score.current, score.max)),
  };
}

/** Differences of tallies by recommendation (ordinal) and status, from differences of shapes. */
export function tallyDifferences(differences: Counts, shapeAt: (id: number) => Shape): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const bySubscription = new Map<string, Map<string, number>>();
  for (const [subscription, own] of differences) {
    const tallies = new Map<string, number>();
    for (const [id, difference] of own) {
      for (const [ordinal, letter] of shapeAt(id).statuses) {
        const name = `${ordinal}${letter}`;
        tallies.set(name, (tallies.get(name) ?? 0) + difference);
      }
    }
    bySubscription.set(subscription, tallies);
  }
  return bySubscription;
}
