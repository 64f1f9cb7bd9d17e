import type { Score } from './classic.ts';
import { compare, divide, fraction, multiply, type Rational, rationalOf, roundHalfUp, sumOf, zero } from './rational.ts';
import type { ControlTally, ScoredControl } from './tally.ts';

export interface ControlsOptions {
  /** How subscriptions become one number: `weighted` since September 2020, `pooled` before. */
  readonly aggregate: 'weighted' | 'pooled';
  /** `api` rounds where Azure's API does: points to 2 decimals, percentages of those to 4. */
  readonly rounding: 'exact' | 'api';
}

/** The security controls model (November 2019 to today) over one selection of subscriptions. */
export interface ControlsScore {
  /** null when no control with points has a healthy or unhealthy resource. */
  readonly overall: ControlsTotal | null;
  /** Controls with a healthy or unhealthy resource, pooled over the subscriptions, in the order given. */
  readonly controls: readonly ControlScore[];
  /** Each subscription on its own, sorted by id; those without a score have `score: null`. */
  readonly subscriptions: readonly ControlsSubscription[];
}

export interface ControlsTotal extends Score {
  /** 0..1. */
  readonly percentage: Rational;
}

export interface ControlScore extends ControlsTotal {
  readonly key: string;
  /** Points that this control gains when all its unhealthy resources become healthy. */
  readonly potentialIncrease: Rational;
  readonly healthy: number;
  readonly unhealthy: number;
  readonly notApplicable: number;
  /** Healthy and unhealthy resources: what the control counts when it is averaged over subscriptions. */
  readonly weight: number;
}

export interface ControlsSubscription {
  readonly subscription: string;
  readonly score: ControlsTotal | null;
  /** The sum of the weights of its controls (inferred: Azure's counting unit is not published). */
  readonly weight: number;
  readonly controls: readonly ControlScore[];
}

/**
 * The score in the controls model. In one subscription, or in `pooled`:
 *
 *     current(c) = max(c) x healthy / (healthy + unhealthy)        a control with neither drops out
 *     percentage = sum of current(c) / sum of max(c)
 *
 * `weighted`: percentage = sum of weight(s) x percentage(s) / sum of weight(s); shown as points of the sum of max(c) over every control
 * that counts in some subscription. Sources and what is inferred: docs/scoring.md.
 */
export function controlsScoreOf(
  tallies: Iterable<ControlTally>,
  controls: readonly ScoredControl[],
  options: ControlsOptions,
): ControlsScore {
  const pooled: CountsByControl = new Map();
  const countsBySubscription = new Map<string, CountsByControl>();
  for (const tally of tallies) {
    const own = countsBySubscription.get(tally.subscription) ?? new Map<string, ControlCounts>();
    countsBySubscription.set(tally.subscription, own);
    count(own, tally);
    count(pooled, tally);
  }
  const scored = controlScoresOf(pooled, controls, options);
  const subscriptions = [...countsBySubscription]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([subscription, own]) => subscriptionScoreOf(subscription, controlScoresOf(own, controls, options), options));
  const overall = options.aggregate === 'pooled' ? totalOf(scored, options) : weightedTotalOf(subscriptions, scored, options);
  return { overall, controls: scored, subscriptions };
}

interface ControlCounts {
  readonly healthy: number;
  readonly unhealthy: number;
  readonly notApplicable: number;
}

type CountsByControl = Map<string, ControlCounts>;

function count(counts: CountsByControl, tally: ControlTally): void {
  const known = counts.get(tally.control);
  counts.set(tally.control, {
    healthy: (known?.healthy ?? 0) + tally.healthy,
    unhealthy: (known?.unhealthy ?? 0) + tally.unhealthy,
    notApplicable: (known?.notApplicable ?? 0) + tally.notApplicable,
  });
}

function controlScoresOf(counts: CountsByControl, controls: readonly ScoredControl[], options: ControlsOptions): ControlScore[] {
  return controls.flatMap((control) => {
    const own = counts.get(control.key);
    if (!own) return [];
    const weight = own.healthy + own.unhealthy;
    if (weight === 0) return [];
    const max = rationalOf(control.max);
    const current = inPoints(multiply(max, fraction(own.healthy, weight)), options);
    const potentialIncrease = inPoints(multiply(max, fraction(own.unhealthy, weight)), options);
    return [{ key: control.key, current, max, percentage: percentageOf(current, max, options), potentialIncrease, ...own, weight }];
  });
}

function subscriptionScoreOf(subscription: string, controls: readonly ControlScore[], options: ControlsOptions): ControlsSubscription {
  const weight = controls.reduce((sum, control) => sum + control.weight, 0);
  return { subscription, score: totalOf(controls, options), weight, controls };
}

/** The API adds up the rounded points of the controls; that needs no second rounding. */
function totalOf(controls: readonly ControlScore[], options: ControlsOptions): ControlsTotal | null {
  const max = sumOf(controls.map((control) => control.max));
  if (compare(max, zero) === 0) return null;
  const current = sumOf(controls.map((control) => control.current));
  return { current, max, percentage: percentageOf(current, max, options) };
}

function weightedTotalOf(
  subscriptions: readonly ControlsSubscription[],
  controls: readonly ControlScore[],
  options: ControlsOptions,
): ControlsTotal | null {
  const scored = subscriptions.flatMap(({ score }) => score ?? []);
  // Rounded once more it would not be what the API says of this one.
  if (scored.length === 1) return scored[0] ?? null;
  const terms = subscriptions.map(weightedTermsOf);
  return totalOfSums(
    controls,
    { weight: sumOf(terms.map(({ weight }) => weight)), weighted: sumOf(terms.map(({ weighted }) => weighted)) },
    options,
  );
}

/** What one subscription adds to the weighted score of many. */
export interface WeightedTerms {
  readonly weight: Rational;
  /** weight x percentage */
  readonly weighted: Rational;
}

export function weightedTermsOf({ score, weight }: ControlsSubscription): WeightedTerms {
  return score === null
    ? { weight: zero, weighted: zero }
    : { weight: fraction(weight), weighted: multiply(score.percentage, fraction(weight)) };
}

/** @param controls pooled over the subscriptions whose terms these are the sums of */
export function totalOfSums(
  controls: readonly ControlScore[],
  { weight, weighted }: WeightedTerms,
  options: Pick<ControlsOptions, 'rounding'>,
): ControlsTotal | null {
  if (weight.numerator === 0n) return null;
  const mean = divide(weighted, weight);
  const percentage = options.rounding === 'api' ? roundHalfUp(mean, 4) : mean;
  const max = sumOf(controls.map((control) => control.max));
  return { current: inPoints(multiply(max, percentage), options), max, percentage };
}

function inPoints(value: Rational, { rounding }: Pick<ControlsOptions, 'rounding'>): Rational {
  return rounding === 'api' ? roundHalfUp(value, 2) : value;
}

/** A control of 0 points has percentage 0, as in the API's examples. */
function percentageOf(current: Rational, max: Rational, { rounding }: ControlsOptions): Rational {
  if (compare(max, zero) === 0) return zero;
  const percentage = divide(current, max);
  return rounding === 'api' ? roundHalfUp(percentage, 4) : percentage;
}
