import { type ControlsOptions, type ControlsScore, type ControlsSubscription, controlsScoreOf } from './controls.ts';
import { controlsGainOf } from './controls-gain.ts';
import { controlsByRecommendationOf, controlTalliesOf } from './fold.ts';
import { add, divide, fraction, multiply, type Rational, subtract, sumOf, zero } from './rational.ts';
import type { ControlTally, Profile, ScoredControl } from './tally.ts';

/** What completing one recommendation adds to the overall score in the controls model. */
export interface ControlsImpact {
  readonly recommendation: string;
  /** Points of the overall maximum. */
  readonly points: Rational;
  /** 0..1. */
  readonly percentage: Rational;
}

/**
 * What the overall score gains when all unhealthy resources of one recommendation become healthy, for every recommendation of the controls,
 * in the order in which the controls name them. Rounded as `api`, it is what the rounded score gains. A resource counts only where nothing else of the
 * control is unhealthy on it: so impacts in this model do not add up to what is missing, and a recommendation may be worth nothing
 * until another one is completed.
 */
export function controlsImpactsOf(
  profiles: readonly Profile[],
  controls: readonly ScoredControl[],
  { aggregate, rounding = 'exact' }: Pick<ControlsOptions, 'aggregate'> & Partial<ControlsOptions>,
): ControlsImpact[] {
  const tallies = controlTalliesOf(profiles, controls);
  if (rounding === 'api') return roundedImpactsOf(tallies, profiles, controls, { aggregate, rounding });
  const score = controlsScoreOf(tallies, controls, { aggregate, rounding });
  const gainOf = controlsGainOf(score, aggregate);
  const controlsByRecommendation = controlsByRecommendationOf(controls);
  const max = score.overall?.max ?? zero;
  const gains = new Map<string, Rational[]>([...controlsByRecommendation.keys()].map((recommendation) => [recommendation, []]));
  for (const { recommendation, subscription, control, resources } of lastObstaclesOf(profiles, controlsByRecommendation)) {
    gains.get(recommendation)?.push(multiply(fraction(resources), gainOf(subscription, control)));
  }
  return [...gains].map(([recommendation, terms]) => {
    const percentage = sumOf(terms);
    return { recommendation, points: multiply(percentage, max), percentage };
  });
}

/** Rounded scores do not add up, so each is worked out with the counts as they will be. */
function roundedImpactsOf(
  tallies: readonly ControlTally[],
  profiles: readonly Profile[],
  controls: readonly ScoredControl[],
  options: ControlsOptions,
): ControlsImpact[] {
  const { overall } = controlsScoreOf(tallies, controls, options);
  const controlsByRecommendation = controlsByRecommendationOf(controls);
  const fixedByRecommendation = new Map<string, Map<string, number>>();
  for (const { recommendation, subscription, control, resources } of lastObstaclesOf(profiles, controlsByRecommendation)) {
    const fixed = fixedByRecommendation.get(recommendation) ?? new Map<string, number>();
    fixedByRecommendation.set(recommendation, fixed.set(`${subscription}\n${control}`, resources));
  }
  return [...controlsByRecommendation.keys()].map((recommendation) => {
    const fixed = fixedByRecommendation.get(recommendation);
    if (overall === null || fixed === undefined) return { recommendation, points: zero, percentage: zero };
    const completed = tallies.map((tally) => {
      const resources = fixed.get(`${tally.subscription}\n${tally.control}`) ?? 0;
      return { ...tally, healthy: tally.healthy + resources, unhealthy: tally.unhealthy - resources };
    });
    const after = controlsScoreOf(completed, controls, options).overall ?? overall;
    return {
      recommendation,
      points: subtract(after.current, overall.current),
      percentage: subtract(after.percentage, overall.percentage),
    };
  });
}

interface LastObstacle {
  readonly recommendation: string;
  readonly subscription: string;
  readonly control: string;
  /** Resources that are unhealthy in the control for this recommendation alone. */
  resources: number;
}

/** By recommendation, what completing it adds to the subscription's weight x percentage. Its score has to be exact. */
export function gainTermsOf(
  { score, weight, controls }: ControlsSubscription,
  obstacles: Iterable<Pick<LastObstacle, 'recommendation' | 'control' | 'resources'>>,
): ReadonlyMap<string, Rational> {
  if (score === null) return new Map();
  const share = divide(fraction(weight), score.max);
  const gainByControl = new Map(controls.map((control) => [control.key, multiply(share, divide(control.max, fraction(control.weight)))]));
  const gains = new Map<string, Rational>();
  for (const { recommendation, control, resources } of obstacles) {
    const gain = multiply(fraction(resources), gainByControl.get(control) ?? zero);
    gains.set(recommendation, add(gains.get(recommendation) ?? zero, gain));
  }
  return gains;
}

/**
 * The same impacts from sums over subscriptions, for those who keep these up to date.
 *
 * @param sums.gains terms of `gainTermsOf`, added up by recommendation
 */
export function weightedImpactsOf(
  { overall }: Pick<ControlsScore, 'overall'>,
  controls: readonly ScoredControl[],
  { weight, gains }: { readonly weight: Rational; readonly gains: ReadonlyMap<string, Rational> },
): ControlsImpact[] {
  return [...controlsByRecommendationOf(controls).keys()].map((recommendation) => {
    const gain = gains.get(recommendation);
    if (overall === null || gain === undefined) return { recommendation, points: zero, percentage: zero };
    const percentage = divide(gain, weight);
    return { recommendation, points: multiply(percentage, overall.max), percentage };
  });
}

function lastObstaclesOf(profiles: readonly Profile[], controlsByRecommendation: ReadonlyMap<string, readonly ScoredControl[]>) {
  const obstacles = new Map<string, LastObstacle>();
  for (const { subscription, statuses, count } of profiles) {
    for (const [control, [recommendation, ...others]] of unhealthyByControlOf(statuses, controlsByRecommendation)) {
      if (recommendation === undefined || others.length > 0) continue;
      const key = `${recommendation}\n${subscription}\n${control}`;
      const known = obstacles.get(key);
      if (known) known.resources += count;
      else obstacles.set(key, { recommendation, subscription, control, resources: count });
    }
  }
  return obstacles.values();
}

/** The recommendations that a resource is unhealthy for, by control. */
export function unhealthyByControlOf(
  statuses: Profile['statuses'],
  controlsByRecommendation: ReadonlyMap<string, readonly ScoredControl[]>,
): Map<string, string[]> {
  const unhealthy = new Map<string, string[]>();
  for (const { recommendation, status } of statuses) {
    if (status !== 'Unhealthy') continue;
    for (const { key } of controlsByRecommendation.get(recommendation) ?? []) {
      const known = unhealthy.get(key);
      if (known) known.push(recommendation);
      else unhealthy.set(key, [recommendation]);
    }
  }
  return unhealthy;
}
