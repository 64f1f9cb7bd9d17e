import fc from 'fast-check';
import { expect, test } from 'vitest';
import { greatestCommonDivisor } from './greatest-common-divisor.ts';

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

function euclid(a: bigint, b: bigint): bigint {
  return b === 0n ? (a < 0n ? -a : a) : euclid(b, a % b);
}
