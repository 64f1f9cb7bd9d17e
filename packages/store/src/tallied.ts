// From counts of shapes to the tallies that scores are computed from. Counts of a subscription are never changed, only replaced, so what was
// counted from them is remembered as long as they are.
import type { OverallScore, ScoringOptions } from '@plumbline/assess';
import { scoringTableOf } from '@plumbline/assess';
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
import type { Ordinals } from './setup.ts';
import type { Shape, ShapeStatus } from './shape.ts';

export interface Tallier {
  /** Counted resources of one subscription with the same statuses. */
  profilesOf(subscription: string, counts: ReadonlyMap<number, number>, exemptions: 'with' | 'without'): readonly Profile[];
  talliesOf(subscription: string, counts: ReadonlyMap<number, number>): readonly Tally[];
  controlTalliesOf(subscription: string, counts: ReadonlyMap<number, number>): readonly ControlTally[];
  /** The overall score of some subscriptions, as a report gives it. */
  scoreOf(counts: Iterable<readonly [string, ReadonlyMap<number, number>]>, options: ScoringOptions): OverallScore | null;
}

export function tallierOf(table: ReturnType<typeof scoringTableOf>, ordinals: Ordinals, shapes: Shapes): Tallier {
  const statusesByShape = new WeakMap<readonly ShapeStatus[], Profile['statuses']>();
  const tallies = new WeakMap<ReadonlyMap<number, number>, readonly Tally[]>();
  const controls = new WeakMap<ReadonlyMap<number, number>, readonly ControlTally[]>();

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
  const tallier: Tallier = {
    profilesOf: (subscription, counts, exemptions) =>
      [...counts].flatMap(([id, count]) => {
        const statuses = chosen(shapes.get(id), exemptions);
        return statuses.length === 0 ? [] : [{ subscription, statuses: statusesOf(statuses), count }];
      }),
    talliesOf: (subscription, counts) => remembered(tallies, counts, () => talliesOf(tallier.profilesOf(subscription, counts, 'with'))),
    controlTalliesOf: (subscription, counts) =>
      remembered(controls, counts, () => controlTalliesOf(tallier.profilesOf(subscription, counts, 'with'), table.controls)),
    scoreOf(counts, options) {
      const list = [...counts];
      if (options.model === 'classic') {
        const { overall } = classicScoreOf(
          list.flatMap(([subscription, own]) => tallier.talliesOf(subscription, own)),
          table.recommendations,
        );
        return overall === null ? null : rounded({ ...overall });
      }
      const { overall } = controlsScoreOf(
        list.flatMap(([subscription, own]) => tallier.controlTalliesOf(subscription, own)),
        table.controls,
        { aggregate: options.aggregate ?? 'weighted', rounding: options.rounding ?? 'exact' },
      );
      return overall === null ? null : rounded(overall);
    },
  };
  return tallier;
}

export { scoringTableOf };

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
