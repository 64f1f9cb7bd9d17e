import { greatestCommonDivisor } from './greatest-common-divisor.ts';

/** Exact fractions. Scores are sums of points x healthy / total, which no binary floating point number holds; these do. */
export interface Rational {
  readonly numerator: bigint;
  /** Always positive; numerator and denominator share no factor. */
  readonly denominator: bigint;
}

export const zero: Rational = { numerator: 0n, denominator: 1n };
export const one: Rational = { numerator: 1n, denominator: 1n };

/** `numerator / denominator`, reduced. Throws a RangeError when the denominator is zero. */
export function fraction(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
  const top = BigInt(numerator);
  const bottom = BigInt(denominator);
  if (bottom === 0n) throw new RangeError('a fraction needs a denominator other than zero');
  const shared = greatestCommonDivisor(top, bottom);
  const sign = bottom < 0n ? -1n : 1n;
  return { numerator: (sign * top) / shared, denominator: (sign * bottom) / shared };
}

/**
 * The fraction that a number is written as: 0.1 becomes 1/10, not the binary fraction nearest to it.
 * Throws a RangeError for what is not a finite number.
 */
export function rationalOf(value: number): Rational {
  if (!Number.isFinite(value)) throw new RangeError(`expected a finite number, found ${value}`);
  if (Number.isSafeInteger(value)) return { numerator: BigInt(value), denominator: 1n };
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const [whole = '', decimals = ''] = mantissa.split('.');
  const shift = Number(exponent) - decimals.length;
  const digits = BigInt(whole + decimals);
  return shift >= 0 ? { numerator: digits * 10n ** BigInt(shift), denominator: 1n } : fraction(digits, 10n ** BigInt(-shift));
}

/** Both are reduced, so only what the denominators share can be shared by the sum: cheap when one of them is long and the other short (Knuth 4.5.1). */
export function add(a: Rational, b: Rational): Rational {
  const shared = greatestCommonDivisor(a.denominator, b.denominator);
  const other = b.denominator / shared;
  const top = a.numerator * other + b.numerator * (a.denominator / shared);
  if (shared === 1n) return { numerator: top, denominator: a.denominator * other };
  const left = greatestCommonDivisor(top % shared, shared);
  return { numerator: top / left, denominator: (a.denominator / left) * other };
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, negate(b));
}

export function negate(a: Rational): Rational {
  return { numerator: -a.numerator, denominator: a.denominator };
}

/** Both are reduced, so only one's numerator and the other's denominator can share something. */
export function multiply(a: Rational, b: Rational): Rational {
  const first = greatestCommonDivisor(a.numerator, b.denominator);
  const second = greatestCommonDivisor(b.numerator, a.denominator);
  return {
    numerator: (a.numerator / first) * (b.numerator / second),
    denominator: (a.denominator / second) * (b.denominator / first),
  };
}

/** Throws a RangeError when `b` is zero. */
export function divide(a: Rational, b: Rational): Rational {
  return multiply(a, inverse(b));
}

/** Throws a RangeError for zero. */
function inverse({ numerator, denominator }: Rational): Rational {
  if (numerator === 0n) throw new RangeError('zero has no inverse');
  return numerator < 0n ? { numerator: -denominator, denominator: -numerator } : { numerator: denominator, denominator: numerator };
}

/** Negative when a < b, zero when they are equal, positive when a > b. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/**
 * The sum, whatever the order. Terms over the same denominator are added first and the rest pairwise, so that a sum over thousands of
 * subscriptions is reduced a few times instead of thousands of times with ever longer denominators.
 */
export function sumOf(terms: Iterable<Rational>): Rational {
  const numeratorByDenominator = new Map<bigint, bigint>();
  for (const { numerator, denominator } of terms) {
    numeratorByDenominator.set(denominator, (numeratorByDenominator.get(denominator) ?? 0n) + numerator);
  }
  let layer = [...numeratorByDenominator].map(([denominator, numerator]) => fraction(numerator, denominator));
  while (layer.length > 1) {
    const next: Rational[] = [];
    for (let at = 0; at < layer.length; at += 2) next.push(add(layer[at] ?? zero, layer[at + 1] ?? zero));
    layer = next;
  }
  return layer[0] ?? zero;
}

/** Rounded half up to so many decimals (0 for whole numbers); a negative value like its positive twin, so that a gain and a loss show the same digits. */
export function roundHalfUp(value: Rational, decimals = 0): Rational {
  const scale = 10n ** BigInt(decimals);
  return fraction(roundedUnits(value, scale), scale);
}

/** Decimal text with exactly so many decimals, rounded half up: `23.53`, `-0.5000`, `60`. */
export function decimalText(value: Rational, decimals = 0): string {
  const units = roundedUnits(value, 10n ** BigInt(decimals));
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return `${units < 0n ? '-' : ''}${digits.slice(0, point)}${decimals > 0 ? `.${digits.slice(point)}` : ''}`;
}

/** The double nearest to the exact value, ties to the even one as IEEE 754 has it; infinite when it is out of range. */
export function nearestDouble({ numerator, denominator }: Rational): number {
  if (numerator < 0n) return -nearestDouble({ numerator: -numerator, denominator });
  if (numerator <= maxSafe && denominator <= maxSafe) return Number(numerator) / Number(denominator);
  const magnitude = bitLength(numerator) - bitLength(denominator);
  // The smallest doubles are the multiples of 2^-1074, up to 2^53 of them: rounding has to happen there, and only once.
  const units = magnitude < -1000 ? roundHalfEven(numerator << 1074n, denominator) : maxSafe;
  if (units < maxSafe) return Number(units) * 2 ** -1074;
  // Elsewhere a quotient of at least 60 bits whose last bit also stands for what was cut off: Number() then rounds it correctly.
  const shift = 65 - magnitude;
  const top = shift > 0 ? numerator << BigInt(shift) : numerator;
  const bottom = shift < 0 ? denominator << BigInt(-shift) : denominator;
  const quotient = top / bottom;
  const sticky = quotient * bottom === top ? quotient : quotient | 1n;
  const half = Math.trunc(shift / 2);
  return Number(sticky) * 2 ** -half * 2 ** -(shift - half);
}

const maxSafe = BigInt(Number.MAX_SAFE_INTEGER);

function roundedUnits({ numerator, denominator }: Rational, scale: bigint): bigint {
  const size = numerator < 0n ? -numerator : numerator;
  const units = (2n * size * scale + denominator) / (2n * denominator);
  return numerator < 0n ? -units : units;
}

function roundHalfEven(top: bigint, bottom: bigint): bigint {
  const quotient = top / bottom;
  const twice = 2n * (top - quotient * bottom);
  return twice > bottom || (twice === bottom && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

/** Rounded up to a multiple of four. */
function bitLength(value: bigint): number {
  return value.toString(16).length * 4;
}
