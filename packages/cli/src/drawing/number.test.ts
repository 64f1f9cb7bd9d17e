import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counted, percent, points, rounded } from './number.ts';

test.each([
  [0, 0, '0'],
  [0.5, 0, '1'],
  [0.49999999999999994, 0, '0'],
  [1.5, 0, '2'],
  [2.5, 0, '3'],
  [-2.5, 0, '-2'],
  [-0.4, 0, '0'],
  [12.5, 0, '13'],
  [999.5, 0, '1,000'],
  [1234567, 0, '1,234,567'],
  [1e21, 0, '1,000,000,000,000,000,000,000'],
  [0, 4, '0.0000'],
  [1.00005, 4, '1.0001'],
  [1.00004999, 4, '1.0000'],
  [0.00005, 4, '0.0001'],
  [1e-7, 4, '0.0000'],
  [3.3333333333333335, 4, '3.3333'],
  [0.1 + 0.2, 4, '0.3000'],
  [1234.5, 4, '1,234.5000'],
  [0.99995, 4, '1.0000'],
  [35, 4, '35.0000'],
] as const)('%d to %d decimals is %s', (value, decimals, text) => {
  expect(rounded(value, decimals)).toBe(text);
});

test.each([
  [0.57, false, '57%'],
  [0.575, false, '58%'],
  [0.574999, false, '57%'],
  [1, false, '100%'],
  [0.83253333, true, '83.2533%'],
  [1 / 3, true, '33.3333%'],
  [2 / 3, true, '66.6667%'],
] as const)('a share of %d is shown as a percentage (precise: %s): %s', (share, precise, text) => {
  expect(percent(share, { precise })).toBe(text);
});

test('points are whole, or have four decimals when precise', () => {
  expect(points(62.5, { precise: false })).toBe('63');
  expect(points(62.5, { precise: true })).toBe('62.5000');
});

test.each([
  [0, '0 files'],
  [1, '1 file'],
  [1204, '1,204 files'],
] as const)('%d: %s', (value, text) => {
  expect(counted(value, 'file')).toBe(text);
});

test('rounding a fraction to whole points is rounding it half up exactly', () => {
  const fraction = fc.tuple(fc.nat({ max: 5000 }), fc.integer({ min: 1, max: 5000 }));
  fc.assert(
    fc.property(fraction, ([numerator, denominator]) => {
      const exact = (2n * BigInt(numerator) + BigInt(denominator)) / (2n * BigInt(denominator));
      expect(rounded(numerator / denominator, 0).replaceAll(',', '')).toBe(String(exact));
    }),
  );
});

test('a decimal of four places is shown as it is', () => {
  fc.assert(
    fc.property(fc.nat({ max: 999_999_999 }), (n) => {
      const text = `${Math.floor(n / 10_000)}.${String(n % 10_000).padStart(4, '0')}`;
      expect(rounded(Number(text), 4).replaceAll(',', '')).toBe(text);
    }),
  );
});
