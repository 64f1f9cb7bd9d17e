import fc from 'fast-check';
import { expect, test } from 'vitest';
import { greatestCommonDivisor, stepsOn } from './greatest-common-divisor.ts';

const lengths = [8n, 53n, 64n, 200n, 3000n];
const numbers = fc.oneof(...lengths.map((bits) => fc.bigInt({ min: -(2n ** bits), max: 2n ** bits })));

test("is what Euclid's algorithm gives, at any length", () => {
  fc.assert(
    fc.property(numbers, numbers, numbers, (a, b, shared) => {
      expect(greatestCommonDivisor(a * shared, b * shared)).toBe(euclid(a * shared, b * shared));
      expect(greatestCommonDivisor(a, b)).toBe(euclid(a, b));
    }),
    { numRuns: 1000 },
  );
});

test.each([
  [0n, 0n, 0n],
  [0n, -7n, 7n],
  [7n, 0n, 7n],
  [0n, 2n ** 200n, 2n ** 200n],
  [2n ** 200n, 2n ** 100n, 2n ** 100n],
  [2n ** 200n, 2n ** 200n - 1n, 1n],
])('of %s and %s', (a, b, expected) => {
  expect(greatestCommonDivisor(a, b)).toBe(expected);
  expect(greatestCommonDivisor(b, a)).toBe(expected);
});

test('of neighbouring Fibonacci numbers, which take the most steps', () => {
  let [a, b] = [1n, 1n];
  for (let index = 0; index < 5000; index += 1) [a, b] = [b, a + b];
  expect(greatestCommonDivisor(a * 6n, b * 6n)).toBe(6n);
});

test('the leading parts decide steps that the whole numbers take as well, some 25 bits of them at once', () => {
  // The generator leans to short second numbers, which have fewer.
  const pairs = fc.sample(fc.tuple(fc.bigInt({ min: 2n ** 199n, max: 2n ** 200n }), fc.bigInt({ min: 1n, max: 2n ** 199n })), {
    seed: 1,
    numRuns: 200,
  });
  let bits = 0;
  for (const [x, y] of pairs) {
    const steps = stepsOn(Number(x >> 147n), Number(y >> 147n));
    const taken = steps ? [steps.a * x + steps.b * y, steps.c * x + steps.d * y] : [x, y];
    expect(stepsOfEuclid(x, y)).toContain(taken.join());
    bits += taken.join() === [x, y].join() ? 0 : x.toString(2).length - (taken[0] ?? 0n).toString(2).length;
  }
  expect(bits / pairs.length).toBeGreaterThan(18.4);
});

test('long numbers are touched once for some 23 bits that they lose', () => {
  // Powers of different primes, all of about 3,000 bits: nothing in common, and no pattern in their digits.
  const powers = [3n ** 1893n, 5n ** 1292n, 7n ** 1069n, 11n ** 867n, 13n ** 811n, 17n ** 734n];
  let rounds = 0;
  for (const [index, power] of powers.entries()) {
    greatestCommonDivisor(power, powers.at(index - 1) ?? 1n, (high, low) => {
      rounds += 1;
      return stepsOn(high, low);
    });
  }
  const bits = (3000 * powers.length) / rounds;
  expect(bits).toBeGreaterThan(22.5);
  // Half of what is looked at is the most that it can decide.
  expect(bits).toBeLessThan(26.5);
});

test.each([
  ['a quotient that is too great to be sure of', 2 ** 52, 2 ** 30, null],
  ['one as great that is sure, since a half is left over', 2 ** 52 + 2 ** 29, 2 ** 30, '0,1,1,-4194304'],
  ['the greatest that is sure, and another step', 2 ** 50, 2 ** 30 + 1, '1,-1048575,-1,1048576'],
  ['no second number', 2 ** 52, 0, null],
  ['a last digit that what was cut off may change', 2 ** 52, 2 ** 52, null],
])('%s', (_case, high, low, expected) => {
  const steps = stepsOn(high, low);
  expect(steps && [steps.a, steps.b, steps.c, steps.d].join()).toBe(expected);
});

function stepsOfEuclid(a: bigint, b: bigint): string[] {
  const pairs = [[a, b].join()];
  for (let [x, y] = [a, b]; y !== 0n; [x, y] = [y, x % y]) pairs.push([y, x % y].join());
  return pairs;
}

function euclid(a: bigint, b: bigint): bigint {
  return b === 0n ? (a < 0n ? -a : a) : euclid(b, a % b);
}
