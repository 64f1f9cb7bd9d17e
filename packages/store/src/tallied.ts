// From counts of shapes to the tallies that scores are computed from. Counts of a subscription are never changed, only replaced, so what was
// counted from them is remembered as long as they are.
import { keepTallies, type OverallScore, type ScoringOptions, type scoringTableOf } from '@plumbline/assess';
import {
  type ControlTally,
  classicScoreOf,
  controlsScoreOf,
  controlTalliesOf,
  divide,
  nearestDouble,
  type Profile,
  type Rational,
  type Tally,
  talliesOf,
} from '@plumbline/score';
import { statusOf } from './letter.ts';
import type { Counts, Shapes } from './mirror.ts';
import { poolOf } from './pool.ts';
import type { Ordinals } from './setup.ts';
import type { Shape, ShapeStatus } from './shape.ts';
import type { ApiScores } from './wide-reads.ts';

export interface Tallier {
  /** Counted resources of one subscription with the same statuses. */
  profilesOf(subscription: string, counts: ShapeCounts, exemptions: 'with' | 'without'): readonly Profile[];
  /** Profiles of several subscriptions, with their tallies at hand for scoring. */
  profilesIn(counts: Counts, exemptions: 'with' | 'without'): readonly Profile[];
  /** The overall score of some subscriptions, as a report gives it. */
  scoreOf(counts: Counts, options: ScoringOptions): OverallScore | null;
  /** Both scores of one subscription as Azure's API gives them, with its controls; remembered as long as its counts stay. */
  apiScoresOf(subscription: string, counts: ShapeCounts): Omit<ApiScores, 'id'>;
  /** The classic one with other counts of statuses by ordinal; what is not named stays as it is. */
  scoreWith(counts: Counts, differences: StatusDifferences): OverallScore | null;
}

/** By ordinal, how many more (or fewer) resources have each status. */
export type StatusDifferences = ReadonlyMap<number, ReadonlyMap<ShapeStatus[1], number>>;

type ShapeCounts = ReadonlyMap<number, number>;

export function tallierOf(table: ReturnType<typeof scoringTableOf>, ordinals: Ordinals, shapes: Shapes): Tallier {
  const statusesByShape = new WeakMap<readonly ShapeStatus[], Profile['statuses']>();
  const made = {
    with: { profiles: memory<readonly Profile[]>(), tallies: memory<readonly Tally[]>(), controls: memory<readonly ControlTally[]>() },
    without: { profiles: memory<readonly Profile[]>(), tallies: memory<readonly Tally[]>(), controls: memory<readonly ControlTally[]>() },
  };
  const apiScores = memory<Omit<ApiScores, 'id'>>();
  const scores = new WeakMap<Counts, Map<string, OverallScore | null>>();

  const statusesOf = (statuses: readonly ShapeStatus[]): Profile['statuses'] => {
    let named = statusesByShape.get(statuses);
    if (named === undefined) {
      named = statuses
        .map(([ordinal, letter]) => ({ recommendation: ordinals.keyOf(ordinal), status: statusOf[letter] }))
        .sort((a, b) => (a.recommendation < b.recommendation ? -1 : 1));
      statusesByShape.set(statuses, named);
    }
    return named;
  };
  const chosen = (shape: Shape, exemptions: 'with' | 'without') => (exemptions === 'with' ? shape.statuses : shape.raw);
  const profilesOf: Tallier['profilesOf'] = (subscription, counts, exemptions) =>
    remembered(made[exemptions].profiles, counts, () => {
      const profiles = [...counts].flatMap(([id, count]) => {
        const statuses = chosen(shapes.get(id), exemptions);
        return statuses.length === 0 ? [] : [{ subscription, statuses: statusesOf(statuses), count }];
      });
      keepTallies(profiles, {
        tallies: () => talliesIn(subscription, counts, exemptions),
        controlTallies: () => controlTalliesIn(subscription, counts, exemptions),
      });
      return profiles;
    });
  const talliesIn = (subscription: string, counts: ShapeCounts, exemptions: 'with' | 'without') =>
    // A copy, so that counting does not meet the tallies that it is to make.
    remembered(made[exemptions].tallies, counts, () => talliesOf([...profilesOf(subscription, counts, exemptions)]));
  const controlTalliesIn = (subscription: string, counts: ShapeCounts, exemptions: 'with' | 'without') =>
    remembered(made[exemptions].controls, counts, () =>
      controlTalliesOf([...profilesOf(subscription, counts, exemptions)], table.controls),
    );

  // One list by recommendation over all subscriptions, moved on by the subscriptions that differ: a change touches one of thousands.
  const pools = { with: poolOf(), without: poolOf() };
  const pooledIn = (counts: Counts, exemptions: 'with' | 'without') =>
    pools[exemptions].at(counts, (subscription, own) => talliesIn(subscription, own, exemptions));

  const scored = (counts: Counts, options: ScoringOptions): OverallScore | null => {
    if (options.model === 'classic') {
      const { overall } = classicScoreOf(pooledIn(counts, 'with'), table.recommendations);
      return overall === null ? null : rounded(overall);
    }
    const { overall } = controlsScoreOf(
      [...counts].flatMap(([subscription, own]) => controlTalliesIn(subscription, own, 'with')),
      table.controls,
      { aggregate: options.aggregate ?? 'weighted', rounding: options.rounding ?? 'exact' },
    );
    return overall === null ? null : rounded(overall);
  };

  return {
    profilesOf,
    profilesIn(counts, exemptions) {
      const all = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
      const profiles = all.flatMap(([subscription, own]) => profilesOf(subscription, own, exemptions));
      keepTallies(profiles, {
        tallies: () => pooledIn(counts, exemptions),
        controlTallies: () => all.flatMap(([subscription, own]) => controlTalliesIn(subscription, own, exemptions)),
      });
      return profiles;
    },
    scoreOf(counts, options) {
      const known = remembered(scores, counts, () => new Map<string, OverallScore | null>());
      const name = JSON.stringify([options.model, options.aggregate, options.rounding]);
      if (!known.has(name)) known.set(name, scored(counts, options));
      return known.get(name) ?? null;
    },
    apiScoresOf(subscription, counts) {
      return remembered(apiScores, counts, () => {
        const classic = classicScoreOf(talliesIn(subscription, counts, 'with'), table.recommendations);
        const options = { aggregate: 'weighted', rounding: 'api' } as const;
        const { overall, controls } = controlsScoreOf(controlTalliesIn(subscription, counts, 'with'), table.controls, options);
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
      const { overall } = classicScoreOf([...pooledIn(counts, 'with'), ...added], table.recommendations);
      return overall === null ? null : rounded(overall);
    },
  };
}

/** What was made from counts, for as long as somebody holds those. */
function memory<V>(): WeakMap<ShapeCounts, V> {
  return new WeakMap();
}

function rounded(score: { readonly current: Rational; readonly max: Rational; readonly percentage?: Rational }): OverallScore | null {
  if (score.max.numerator === 0n) return null;
  return {
    current: nearestDouble(score.current),
    max: nearestDouble(score.max),
    percentage: nearestDouble(score.percentage ?? divide(score.current, score.max)),
  };
}

function remembered<K extends WeakKey, V>(memory: WeakMap<K, V>, key: K, make: () => V): V {
  let value = memory.get(key);
  if (value === undefined) {
    value = make();
    memory.set(key, value);
  }
  return value;
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
