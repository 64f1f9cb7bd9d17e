import { expect, test } from 'vitest';
import { causeTotals } from './cause-totals.ts';

test('adds up what a cause did in all places, the greatest first', () => {
  const item = { name: null, displayName: null, resources: 1 };
  expect(
    causeTotals([
      { ...item, cause: 'fixed', unit: 'a', amount: 1 },
      { ...item, cause: 'broken', unit: 'a', amount: -4 },
      { ...item, cause: 'fixed', unit: 'b', amount: 2 },
    ]),
  ).toEqual([
    { cause: 'broken', amount: -4 },
    { cause: 'fixed', amount: 3 },
  ]);
});
