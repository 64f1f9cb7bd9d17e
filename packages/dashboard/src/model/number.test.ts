import { describe, expect, it } from 'vitest';
import { exact, percent, rounded, signed } from './number.ts';

describe('numbers', () => {
  it.each([
    [723.4, 0, '723'],
    [0.5, 0, '1'],
    [-2.5, 0, '−2'],
    [1_234_567, 0, '1,234,567'],
    [1.00005, 4, '1.0001'],
    [-0.2, 0, '0'],
    [0, 2, '0.00'],
    [1e-9, 2, '0.00'],
  ])('%d with %d decimals is %s', (value, decimals, expected) => {
    expect(rounded(value, decimals)).toBe(expected);
  });

  it.each([
    [0.57, '57%'],
    [0.5985, '60%'],
    [1, '100%'],
    [0, '0%'],
  ])('the share %d is %s', (share, expected) => {
    expect(percent(share)).toBe(expected);
  });

  it.each([
    [35, '+35'],
    [0.3, '+0.3'],
    [0.01, '+<0.1'],
    [0.5, '+1'],
    [-4.2, '−4'],
    [-0.2, '−0.2'],
    [0, '0'],
  ])('a gain of %d is %s', (value, expected) => {
    expect(signed(value)).toBe(expected);
  });

  it.each([
    [723.0184, '723.0184'],
    [723.5, '723.5'],
    [700, '700'],
    [10, '10'],
    [1_000.25, '1,000.25'],
  ])('%d in full is %s', (value, expected) => {
    expect(exact(value)).toBe(expected);
  });
});
