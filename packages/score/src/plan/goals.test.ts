import { describe, expect, test } from 'vitest';
import { fraction } from '../rational.ts';
import type { ProfileStatus } from '../tally.ts';
import { goalsOf } from './goals.ts';
import type { PlanModel, Work } from './work.ts';

const statuses: readonly ProfileStatus[] = ['a', 'b', 'c', 'd'].map((recommendation) => {
  return { recommendation, status: recommendation === 'd' ? 'Healthy' : 'Unhealthy' };
});
const work = (subscription: string, count: number): Work => ({ subscription, statuses, count, costs: { a: 1, b: 1, c: 1 } });
// In s1 nothing else is there; s2 has three resources, of which one counts as nothing to anyone.
const all = [work('s1', 1), work('s2', 2), { ...work('s2', 1), statuses: [] }];
const scopes = [{ name: 'all' }, { name: 's2', includes: ({ subscription }: Work) => subscription === 's2' }];
const controls = [
  { key: 'c1', max: 6, recommendations: ['a', 'b'] },
  { key: 'c2', max: 4, recommendations: ['d'] },
  { key: 'c3', max: 0, recommendations: ['c'] },
];

describe('what a resource has to gain, by scope', () => {
  // 12 of 30 points a recommendation over 3 resources in all, over 2 in s2.
  const classic: PlanModel = { kind: 'classic', recommendations: [{ key: 'a', category: 'data', points: 12 }] };
  // 6 of 10 points: over 3 resources in all and over 2 in s2, pooled. Weighted, s1 counts for 3 (its unhealthy ones in three controls) of 9.
  test.each<[string, PlanModel, [string[], number[], number[]]]>([
    ['classic', classic, [['a'], [4, 0], [4, 6]]],
    [
      'pooled',
      { kind: 'controls', controls, aggregate: 'pooled' },
      [
        ['a', 'b'],
        [2, 0],
        [2, 3],
      ],
    ],
    [
      'weighted',
      { kind: 'controls', controls, aggregate: 'weighted' },
      [
        ['a', 'b'],
        [2, 0],
        [2, 3],
      ],
    ],
  ])('%s', (_case, model, [needs, first, second]) => {
    const { unitsOf } = goalsOf(all, model, scopes);
    expect(all.map(unitsOf)).toEqual([
      [{ needs, gains: first.map((gain) => fraction(gain)) }],
      [{ needs, gains: second.map((gain) => fraction(gain)) }],
      [],
    ]);
  });

  test('works of the same statuses in the same scopes share one list, however many subscriptions there are', () => {
    const { unitsOf, isInScope } = goalsOf(all, classic, scopes);
    expect(unitsOf(work('s2', 7))).toBe(unitsOf(work('s2', 9)));
    expect(unitsOf(work('s2', 7))).not.toBe(unitsOf(work('s1', 7)));
    expect(unitsOf({ ...work('s2', 1), statuses: [...statuses] })).not.toBe(unitsOf(work('s2', 1)));
    expect([work('s1', 1), work('s2', 1)].map(isInScope)).toEqual([true, true]);
    expect([work('s1', 1), work('s2', 1)].map(goalsOf(all, classic, scopes.slice(1)).isInScope)).toEqual([false, true]);
  });
});
