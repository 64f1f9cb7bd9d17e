import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  compare,
  decimalText,
  divide,
  fraction,
  multiply,
  nearestDouble,
  one,
  type Rational,
  rationalOf,
  roundHalfUp,
  subtract,
  sumOf,
  zero,
} from './rational.ts';

const rationals = fc
  .tuple(fc.bigInt({ min: -(2n ** 90n), max: 2n ** 90n }), fc.bigInt({ min: 1n, max: 2n ** 90n }))
  .map(([n, d]) => fraction(n, d));
const small = fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 60 })).map(([n, d]) => fraction(n, d));

describe('fractions', () => {
  test.each([
    [6, 4, '3/2'],
    [-6, 4, '-3/2'],
    [6, -4, '-3/2'],
    [0, 7, '0/1'],
    [2n ** 80n, 2n ** 70n, '1024/1'],
  ])('%s / %s is %s', (numerator, denominator, expected) => expect(textOf(fraction(numerator, denominator))).toBe(expected));

  test('a denominator of zero is refused', () => {
    expect(() => fraction(1, 0)).toThrow(new RangeError('a fraction needs a denominator other than zero'));
    expect(() => divide(one, zero)).toThrow(new RangeError('zero has no inverse'));
  });

  test.each([
    [0.1, '1/10'],
    [2.5, '5/2'],
    [-0.25, '-1/4'],
    [10, '10/1'],
    [1e21, `${10n ** 21n}/1`],
    [1e-7, '1/10000000'],
    [-1.5e-9, '-3/2000000000'],
  ])('the number %s means %s', (value, expected) => expect(textOf(rationalOf(value))).toBe(expected));

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('%s is refused', (value) => {
    expect(() => rationalOf(value)).toThrow(new RangeError(`expected a finite number, found ${value}`));
  });

  test('their sums and products are reduced, with the sign above', () => {
    const some = [-6, -4, -1, 0, 1, 2, 3, 4, 6, 9].flatMap((top) => [1, 2, 3, 4, 6, 12].map((bottom) => fraction(top, bottom)));
    for (const a of some) {
      for (const b of some) {
        expect(add(a, b)).toEqual(fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator));
        expect(multiply(a, b)).toEqual(fraction(a.numerator * b.numerator, a.denominator * b.denominator));
        if (b.numerator !== 0n) expect(divide(a, b)).toEqual(fraction(a.numerator * b.denominator, a.denominator * b.numerator));
      }
    }
  });

  test('they form a field', () => {
    fc.assert(
      fc.property(rationals, rationals, rationals, (a, b, c) => {
        expect(add(a, add(b, c))).toEqual(add(add(a, b), c));
        expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)));
        expect(subtract(add(a, b), b)).toEqual(a);
        if (compare(b, zero) !== 0) expect(divide(multiply(a, b), b)).toEqual(a);
        expect(divide(add(a, one), one)).toEqual(add(one, a));
      }),
    );
  });

  test('comparing agrees with subtracting', () => {
    fc.assert(
      fc.property(rationals, rationals, (a, b) => {
        expect(compare(a, b)).toBe(Number(signOf(subtract(a, b).numerator)));
      }),
    );
  });

  test('a sum does not depend on the order, nor on how it is added', () => {
    fc.assert(
      fc.property(fc.array(small), (terms) => {
        expect(sumOf(terms)).toEqual(terms.reduce(add, zero));
        expect(sumOf(terms.toReversed())).toEqual(sumOf(terms));
      }),
    );
  });
});

describe('rounding', () => {
  test.each([
    [fraction(1, 2), 0, '1'],
    [fraction(-1, 2), 0, '-1'],
    [fraction(49, 100), 0, '0'],
    [fraction(-49, 100), 0, '0'],
    [fraction(10, 3), 2, '3.33'],
    [fraction(333, 400), 4, '0.8325'],
    [fraction(1, 200), 2, '0.01'],
    [fraction(-1, 3), 4, '-0.3333'],
    [fraction(60), 2, '60.00'],
    [fraction(999, 1000), 2, '1.00'],
  ])('%o to %i decimals is %s', (value, decimals, expected) => {
    expect(decimalText(value, decimals)).toBe(expected);
    expect(textOf(roundHalfUp(value, decimals))).toBe(textOf(rationalOf(Number(expected))));
  });

  test('is never further away than half a unit, and upwards when it is half', () => {
    fc.assert(
      fc.property(small, fc.integer({ min: 0, max: 3 }), (value, decimals) => {
        const size = value.numerator < 0n ? fraction(-value.numerator, value.denominator) : value;
        const error = subtract(roundHalfUp(size, decimals), size);
        const half = fraction(1n, 2n * 10n ** BigInt(decimals));
        expect(compare(error, half)).toBeLessThanOrEqual(0);
        expect(compare(error, subtract(zero, half))).toBe(1);
      }),
    );
  });
});

describe('the nearest double', () => {
  test('of a double is that double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(nearestDouble(exactly(value))).toBe(value + 0);
      }),
    );
  });

  test('is no further away than its neighbours, and even when two are as near', () => {
    fc.assert(
      fc.property(rationals, fc.integer({ min: -1100, max: 900 }), (value, exponent) => {
        const scaled = multiply(value, exponent < 0 ? fraction(1n, 2n ** BigInt(-exponent)) : fraction(2n ** BigInt(exponent)));
        const found = nearestDouble(scaled);
        const error = distance(exactly(found), scaled);
        for (const neighbour of neighboursOf(found)) {
          const order = compare(error, distance(exactly(neighbour), scaled));
          expect(order).toBeLessThanOrEqual(0);
          if (order === 0) expect(mantissaOf(found) % 2n).toBe(0n);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['half way between two doubles, the lower one even', 2n ** 53n + 1n, 1n, 2 ** 53],
    ['half way between two doubles, the upper one even', 2n ** 53n + 3n, 1n, 2 ** 53 + 4],
    ['just above half way', 2n ** 153n + 2n ** 100n + 1n, 2n ** 100n, 2 ** 53 + 2],
    ['half of the smallest double', 1n, 2n ** 1075n, 0],
    ['more than half of the smallest double', 3n, 2n ** 1076n, 2 ** -1074],
    ['beyond the greatest double', 2n ** 1024n, 1n, Number.POSITIVE_INFINITY],
    ['the greatest double', 2n ** 1024n - 2n ** 971n, 1n, Number.MAX_VALUE],
    ['two thirds', 2n, 3n, 2 / 3],
    ['just beyond half way below zero', -(2n ** 153n) - 2n ** 100n - 1n, 2n ** 100n, -(2 ** 53 + 2)],
    ['nothing', 0n, 7n, 0],
    ['minus two thirds', -2n, 3n, -2 / 3],
    ['one and a half of the smallest double, the upper one even', 3n, 2n ** 1075n, 2 ** -1073],
    ['two and a half, the lower one even', 5n, 2n ** 1075n, 2 ** -1073],
    ['a little more than two and a half', 2n ** 60n * 5n + 1n, 2n ** 1135n, 3 * 2 ** -1074],
    ['a whole number above the safe ones by one', 2n ** 53n, 1n, 2 ** 53],
    ['a safe one by one above', 2n ** 53n - 1n, 2n ** 53n, (2 ** 53 - 1) / 2 ** 53],
    ['the smallest normal double', 1n, 2n ** 1022n, 2 ** -1022],
    ['the greatest that is not', 2n ** 52n - 1n, 2n ** 1074n, (2 ** 52 - 1) * 2 ** -1074],
    ['half way between two small ones that are normal', 2n ** 54n + 2n, 2n ** 1060n, 2 ** -1006],
  ])('%s', (_case, numerator, denominator, expected) => expect(nearestDouble(fraction(numerator, denominator))).toBe(expected));
});

function textOf({ numerator, denominator }: Rational): string {
  return `${numerator}/${denominator}`;
}

function signOf(value: bigint): bigint {
  return value < 0n ? -1n : value > 0n ? 1n : 0n;
}

function distance(a: Rational, b: Rational): Rational {
  const difference = subtract(a, b);
  return difference.numerator < 0n ? subtract(b, a) : difference;
}

const bytes = new DataView(new ArrayBuffer(8));

function bitsOf(value: number): bigint {
  bytes.setFloat64(0, value);
  return bytes.getBigUint64(0);
}

function doubleOf(bits: bigint): number {
  bytes.setBigUint64(0, bits);
  return bytes.getFloat64(0);
}

function mantissaOf(value: number): bigint {
  return bitsOf(value) & (2n ** 52n - 1n);
}

/** The binary fraction that a double is. */
function exactly(value: number): Rational {
  const bits = bitsOf(value);
  const exponent = Number((bits >> 52n) & 2047n);
  const mantissa = exponent === 0 ? mantissaOf(value) : mantissaOf(value) | (1n << 52n);
  const power = Math.max(exponent, 1) - 1075;
  const size = power >= 0 ? fraction(mantissa << BigInt(power)) : fraction(mantissa, 1n << BigInt(-power));
  return value < 0 ? subtract(zero, size) : size;
}

function neighboursOf(value: number): number[] {
  const size = Math.abs(value);
  const bits = bitsOf(size);
  const sizes = bits === 0n ? [doubleOf(1n)] : [doubleOf(bits - 1n), doubleOf(bits + 1n)];
  return sizes.filter(Number.isFinite).map((neighbour) => (value < 0 ? -neighbour : neighbour));
}
