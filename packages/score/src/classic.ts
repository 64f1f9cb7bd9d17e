import { add, compare, fraction, multiply, type Rational, rationalOf, subtract, sumOf, zero } from './rational.ts';
import type { ScoredRecommendation, Tally } from './tally.ts';

/** Points reached of points that can be reached; both exact. */
export interface Score {
  readonly current: Rational;
  readonly max: Rational;
}

/** The classic model of 2018-2019 over one selection of subscriptions. */
export interface ClassicScore {
  /** null when nothing is active: no score, which is neither 0 nor everything. */
  readonly overall: Score | null;
  /** Categories with an active recommendation, in the order in which the recommendations name them. */
  readonly categories: readonly ClassicCategory[];
  /** All recommendations given, the greatest impact first; those alike stay in the order given. */
  readonly recommendations: readonly ClassicRecommendation[];
  /** Up to three active and incomplete ones with the greatest impact. */
  readonly top: readonly ClassicRecommendation[];
}

export interface ClassicCategory extends Score {
  readonly category: string;
  readonly healthy: number;
  readonly unhealthy: number;
}

export interface ClassicRecommendation extends Score {
  readonly key: string;
  readonly category: string;
  readonly points: number | null;
  /** It has points and a healthy or unhealthy resource. Otherwise it counts on neither side: score, maximum and impact are 0. */
  readonly active: boolean;
  /** By how much the overall score rises when all its unhealthy resources become healthy. */
  readonly impact: Rational;
  readonly healthy: number;
  readonly unhealthy: number;
  readonly notApplicable: number;
  readonly notAssessed: number;
}

/**
 * The score of all tallies given, pooled: each recommendation's healthy and total resources are counted over all subscriptions before
 * they are divided. Filter the tallies to select subscriptions; never add up the scores of subscriptions. Tallies of recommendations that are not given
 * are left out.
 *
 *     score(r)  = points(r) x healthy / (healthy + unhealthy)
 *     impact(r) = points(r) x unhealthy / (healthy + unhealthy)
 *     overall   = sum of score(r) over the active r
 *
 * Sources and what is inferred: docs/scoring.md.
 */
export function classicScoreOf(tallies: Iterable<Tally>, recommendations: readonly ScoredRecommendation[]): ClassicScore {
  const counts = pooledCountsOf(tallies);
  const scored = recommendations.map((recommendation) => scoreOf(recommendation, counts.get(recommendation.key) ?? noCounts));
  const active = scored.filter((recommendation) => recommendation.active);
  const byImpact = scored.toSorted((a, b) => compare(b.impact, a.impact));
  return {
    overall: active.length === 0 ? null : totalOf(active),
    categories: categoriesOf(active),
    recommendations: byImpact,
    top: byImpact.filter((recommendation) => recommendation.unhealthy > 0 && recommendation.active).slice(0, 3),
  };
}

interface Counts {
  readonly healthy: number;
  readonly unhealthy: number;
  readonly notApplicable: number;
  readonly notAssessed: number;
}

const noCounts: Counts = { healthy: 0, unhealthy: 0, notApplicable: 0, notAssessed: 0 };

function pooledCountsOf(tallies: Iterable<Tally>): Map<string, Counts> {
  const counts = new Map<string, Counts>();
  for (const tally of tallies) {
    const known = counts.get(tally.recommendation) ?? noCounts;
    counts.set(tally.recommendation, {
      healthy: known.healthy + tally.healthy,
      unhealthy: known.unhealthy + tally.unhealthy,
      notApplicable: known.notApplicable + tally.notApplicable,
      notAssessed: known.notAssessed + tally.notAssessed,
    });
  }
  return counts;
}

function scoreOf({ key, category, points }: ScoredRecommendation, counts: Counts): ClassicRecommendation {
  const total = counts.healthy + counts.unhealthy;
  if (points === null || total === 0) {
    return { key, category, points, active: false, current: zero, max: zero, impact: zero, ...counts };
  }
  const max = rationalOf(points);
  const current = multiply(max, fraction(counts.healthy, total));
  return { key, category, points, active: true, current, max, impact: subtract(max, current), ...counts };
}

function totalOf(scores: readonly Score[]): Score {
  return { current: sumOf(scores.map(({ current }) => current)), max: sumOf(scores.map(({ max }) => max)) };
}

function categoriesOf(active: readonly ClassicRecommendation[]): ClassicCategory[] {
  const categories = new Map<string, ClassicCategory>();
  for (const { category, current, max, healthy, unhealthy } of active) {
    const known = categories.get(category) ?? { category, current: zero, max: zero, healthy: 0, unhealthy: 0 };
    categories.set(category, {
      category,
      current: add(known.current, current),
      max: add(known.max, max),
      healthy: known.healthy + healthy,
      unhealthy: known.unhealthy + unhealthy,
    });
  }
  return [...categories.values()];
}
