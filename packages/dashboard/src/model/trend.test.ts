import { expect, it } from 'vitest';
import { trendInWords } from './trend.ts';

it.each([
  [[], undefined],
  [[0.5], undefined],
  [[null, 0.5, null], undefined],
  [[0.5, 0.75], 'From 50% to 75%'],
  [[null, 0.5, null, 0.25, 1, null], 'From 50% to 100%'],
  [[0, 0], 'From 0% to 0%'],
])('%j', (percentages, expected) => {
  const points = percentages.map((percentage, day) => ({ at: `2026-11-${10 + day}T00:00:00Z`, percentage }));
  expect(trendInWords(points)).toBe(expected);
});
