import { describe, expect, it } from 'vitest';
import { classicSteps, neediest, telling } from './explain.ts';
import { rowWith } from './row.fixture.ts';

const rows = [
  rowWith({ name: 'none', healthy: 0, unhealthy: 4, score: { current: 0, max: 10 } }),
  rowWith({ name: 'half', healthy: 2, unhealthy: 2, score: { current: 5, max: 10 } }),
  rowWith({ name: 'idle', active: false, unhealthy: 0 }),
  rowWith({ name: 'all', healthy: 3, unhealthy: 0, score: { current: 20, max: 20 } }),
];

describe('the arithmetic on the screen', () => {
  it('adds up step by step to the score', () => {
    expect(classicSteps(rows).map(({ name, sum }) => [name, sum])).toEqual([
      ['none', 0],
      ['half', 5],
      ['all', 25],
    ]);
  });

  it('explains by a recommendation with resources on both sides', () => {
    expect(telling(rows)?.name).toBe('half');
    expect(telling(rows.slice(0, 1))?.name).toBe('none');
    expect(telling([])).toBeUndefined();
  });

  it.each([
    [[], undefined],
    [[{ name: 'a', current: 5, max: 5, percentage: 1, unhealthy: 0 }], undefined],
    [
      [
        { name: 'a', current: 0, max: 5, percentage: 0, unhealthy: 1 },
        { name: 'b', current: 50, max: 90, percentage: 0.55, unhealthy: 1 },
      ],
      'b',
    ],
  ])('the category in need of %j', (categories, expected) => {
    expect(neediest(categories)).toBe(expected);
  });
});
