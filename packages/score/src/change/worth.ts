import { add, fraction, multiply, type Rational, subtract, zero } from '../rational.ts';
import type { Pattern, Unit } from './patterns.ts';

/**
 * What it is worth, in terms of a difference that is explained, that a resource is healthy in a unit and that it counts there at all; and what the
 * catalogue did by itself. Summed over all resources that changed, with the catalogue's part, this is exactly the difference.
 */
export interface Worth {
  readonly healthy: Rational;
  readonly counted: Rational;
  readonly catalogue: Rational;
}

export const worthless: Worth = { healthy: zero, counted: zero, catalogue: zero };

/** A unit before and after. */
export interface Ends {
  readonly before: End;
  readonly after: End;
  /** It is in one of the two catalogues only. */
  readonly isOneSided: boolean;
}

export interface End {
  readonly points: Rational;
  readonly healthy: number;
  readonly total: number;
  readonly ratio: Rational;
}

export function endsOf({ before, after, patterns }: Pick<Unit, 'before' | 'after' | 'patterns'>): Ends {
  return {
    before: endOf(before, patterns, (states) => states[0]),
    after: endOf(after, patterns, (states) => states.at(-1)),
    isOneSided: before === null || after === null,
  };
}

function endOf(points: Rational | null, patterns: readonly Pattern[], stateOf: (states: Pattern['states']) => string | undefined): End {
  let healthy = 0;
  let total = 0;
  for (const { states, members } of patterns) {
    const state = stateOf(states);
    if (state === 'out') continue;
    const count = members.reduce((sum, member) => sum + member.count, 0);
    total += count;
    if (state === 'healthy') healthy += count;
  }
  return { points: points ?? zero, healthy, total, ratio: total === 0 ? zero : fraction(healthy, total) };
}

/**
 * Of the difference p' h'/t' - p h/t. It is (p + p')/2 x (h'/t' - h/t), which belongs to the resources, plus (h/t + h'/t')/2 x (p' - p), which belongs to the
 * catalogue. And h'/t' - h/t is both (dh - h/t dt) / t' and (dh - h'/t' dt) / t, each of which is a sum over resources; half of the one and half of the
 * other is the same whichever of the two moments comes first.
 */
export function pointsWorth({ before, after, isOneSided }: Ends): Worth {
  if (isOneSided) {
    return { ...worthless, catalogue: subtract(multiply(after.points, after.ratio), multiply(before.points, before.ratio)) };
  }
  const points = half(add(before.points, after.points));
  const { each, whole } = quotientShares(before.ratio, fraction(before.total), after.ratio, fraction(after.total));
  return {
    healthy: multiply(points, each),
    counted: subtract(zero, multiply(points, whole)),
    catalogue: multiply(half(add(before.ratio, after.ratio)), subtract(after.points, before.points)),
  };
}

/** Of the difference of the maxima: a unit has its points as soon as one resource counts. */
export function maxWorth({ before, after, isOneSided }: Ends): Worth {
  const [from, to] = [maxAt(before), maxAt(after)];
  if (isOneSided || (before.total > 0 && after.total > 0)) return { ...worthless, catalogue: subtract(to, from) };
  if (before.total === after.total) return worthless;
  const side = before.total === 0 ? after : before;
  return { ...worthless, counted: multiply(side.points, fraction(1, side.total)) };
}

/** Of the difference of the resources that count. */
export function totalWorth({ before, after, isOneSided }: Ends): Worth {
  return isOneSided ? { ...worthless, catalogue: fraction(after.total - before.total) } : { ...worthless, counted: fraction(1) };
}

export function maxAt({ points, total }: End): Rational {
  return total > 0 ? points : zero;
}

/**
 * n'/d' - n/d = each x (n' - n) - whole x (d' - d), with the same factors whichever of the two comes first. Given are the quotients and the
 * denominators. Where one denominator is zero there is nothing on that side, and the difference is the other quotient.
 */
export function quotientShares(
  quotient: Rational,
  denominator: Rational,
  then: Rational,
  newDenominator: Rational,
): { each: Rational; whole: Rational } {
  if (denominator.numerator === 0n) return { each: inverse(newDenominator), whole: zero };
  if (newDenominator.numerator === 0n) return { each: inverse(denominator), whole: zero };
  const [old, late] = [inverse(denominator), inverse(newDenominator)];
  return { each: half(add(old, late)), whole: half(add(multiply(quotient, late), multiply(then, old))) };
}

/** The sum of worths, each times a factor. */
export function combined(terms: readonly (readonly [Rational, Worth])[]): Worth {
  return terms.reduce((sum, [factor, { healthy, counted, catalogue }]) => {
    return {
      healthy: add(sum.healthy, multiply(factor, healthy)),
      counted: add(sum.counted, multiply(factor, counted)),
      catalogue: add(sum.catalogue, multiply(factor, catalogue)),
    };
  }, worthless);
}

export function half(value: Rational): Rational {
  return multiply(value, fraction(1, 2));
}

function inverse(value: Rational): Rational {
  return value.numerator === 0n ? zero : fraction(value.denominator, value.numerator);
}
