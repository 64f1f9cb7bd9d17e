import { describe, expect, test } from 'vitest';
import { decimalText, fraction } from '../rational.ts';
import type { ProfileStatus, ScoredControl, Status } from '../tally.ts';
import { planOf } from './plan.ts';
import type { Cost, Fix, Plan, PlanAim, PlanModel, PlanRequest, Work } from './work.ts';

/** One resource, unhealthy in all: a gives 10 points, a and b together 6 more, b and c together 4 more. */
const controls: readonly ScoredControl[] = [
  { key: 'c1', max: 6, recommendations: ['a', 'b'] },
  { key: 'c2', max: 4, recommendations: ['b', 'c'] },
  { key: 'c3', max: 10, recommendations: ['a'] },
];
const model: PlanModel = { kind: 'controls', controls, aggregate: 'pooled' };
const costs = { a: 3, b: 5, c: 2 };
const points = (atLeast: number): PlanAim => ({ kind: 'targets', targets: [{ name: 'all', atLeast: { points: atLeast } }] });
const budget = (cost: number): PlanAim => ({ kind: 'budget', cost });

// What every set costs and brings: a 3: 10, b 5: 0, c 2: 0, ab 8: 16, ac 5: 10, bc 7: 4, abc 10: 20.
describe.each(['recommendation', 'resource'] as const)('three that depend on one another, by %s', (by) => {
  test.each<[PlanAim, number, number, string[]]>([
    [points(0), 0, 0, []],
    [points(0.5), 3, 10, ['a']],
    [points(10), 3, 10, ['a']],
    [points(10.1), 8, 16, ['a', 'b']],
    [points(16), 8, 16, ['a', 'b']],
    [points(17), 10, 20, ['a', 'b', 'c']],
    [budget(2.99), 0, 0, []],
    [budget(3), 3, 10, ['a']],
    [budget(7), 3, 10, ['a']],
    [budget(8), 8, 16, ['a', 'b']],
    [budget(9.5), 8, 16, ['a', 'b']],
    [budget(10), 10, 20, ['a', 'b', 'c']],
    [budget(1000), 10, 20, ['a', 'b', 'c']],
  ])('%o: cost %d, %d points', (aim, cost, reached, fixed) => {
    const plan = planned({ aim, by, work: [work({ a: 'Unhealthy', b: 'Unhealthy', c: 'Unhealthy' }, costs)] });
    expect([plan.cost, plan.scopes[0]?.after.current]).toEqual([fraction(cost), fraction(reached)]);
    expect(plan.steps.flatMap(({ recommendations }) => recommendations).toSorted()).toEqual(fixed);
    expect(plan.proof.optimal).toBe(true);
    expect(plan.proof.bound).toEqual(fraction(aim.kind === 'budget' ? reached : cost));
  });
});

test('the order of actions: the most points for the work first, what completes a control when it does', () => {
  const plan = planned({ aim: points(20), by: 'recommendation', work: [work({ c: 'Unhealthy', b: 'Unhealthy', a: 'Unhealthy' }, costs)] });
  expect(outline(plan)).toEqual(['a: 3 h, 10, then 10', 'b: 5 h, 6, then 16', 'c: 2 h, 4, then 20']);
  expect(plan.steps.map(({ action, fixes }) => [action, fixes])).toEqual(['a', 'b', 'c'].map((key) => [key, [fix(0, 0, 1, key)]]));
});

test('what costs nothing is done first', () => {
  const plan = planned({
    aim: points(20),
    by: 'recommendation',
    work: [work({ a: 'Unhealthy', b: 'Unhealthy', c: 'Unhealthy' }, { a: 9, b: 0, c: 0 })],
  });
  expect(outline(plan)).toEqual(['b: 0 h, 0, then 0', 'c: 0 h, 4, then 4', 'a: 9 h, 16, then 20']);
});

// Sets that grow: a (10 at 3), ab (16 at 8), abc (20 at 10). Shares of the gains by cost, rounded up: a 10 + 6 x 3/8 = 13, b 6 x 5/8 = 4 and
// 4 x 5/7 = 3, c 4 x 2/7 = 2.
describe('with more that depend on one another than are looked at set by set', () => {
  test.each<[PlanAim, number, number, number, boolean]>([
    [points(10), 3, 10, 3, true],
    [points(14), 8, 16, 5, false],
    [points(16), 8, 16, 8, true],
    [points(17), 10, 20, 8, false],
    [budget(4), 3, 10, 13, false],
    [budget(7), 3, 10, 15, false],
    [budget(9), 8, 16, 20, false],
  ])('%o: cost %d, %d points, bound %d', (aim, cost, reached, bound, optimal) => {
    const all = [work({ a: 'Unhealthy', b: 'Unhealthy', c: 'Unhealthy' }, costs)];
    const plan = planned({ aim, by: 'recommendation', work: all, limit: { entangled: 2 } });
    expect([plan.cost, plan.scopes[0]?.after.current]).toEqual([fraction(cost), fraction(reached)]);
    expect(plan.proof).toEqual({ optimal, bound: fraction(bound), gap: fraction(aim.kind === 'budget' ? bound - reached : cost - bound) });
    expect(planned({ aim, by: 'recommendation', work: all, limit: { entangled: 3 } }).proof.optimal).toBe(true);
  });

  test('of what costs nothing each action has the same share', () => {
    const free = [work({ a: 'Unhealthy', b: 'Unhealthy', c: 'Unhealthy' }, { a: 0, b: 0, c: 4 })];
    const plan = planned({ aim: budget(0), by: 'recommendation', work: free, limit: { entangled: 1 } });
    expect([plan.scopes[0]?.after.current, plan.proof.bound]).toEqual([fraction(16), fraction(16)]);
  });

  test('one that depends on nothing is a problem of its own beside them', () => {
    const more: PlanModel = {
      kind: 'controls',
      aggregate: 'pooled',
      controls: [...controls, { key: 'c4', max: 5, recommendations: ['d'] }],
    };
    const all = [work({ a: 'Unhealthy', b: 'Unhealthy', c: 'Unhealthy', d: 'Unhealthy' }, { ...costs, d: 1 })];
    const plan = planned({ aim: points(21), by: 'recommendation', work: all, limit: { entangled: 2 }, model: more });
    expect([plan.cost, plan.proof.bound]).toEqual([fraction(9), fraction(9)]);
    expect(plan.steps.map(({ action }) => action)).toEqual(['d', 'a', 'b']);
    // With their shares a and c would do beside d: 13 + 2 + 5 points at 6.
    const easier = planned({ aim: points(19), by: 'recommendation', work: all, limit: { entangled: 2 }, model: more });
    expect([easier.cost, easier.proof.bound, easier.proof.optimal]).toEqual([fraction(9), fraction(6), false]);
  });
});

describe('actions that are given', () => {
  const both = work({ a: 'Unhealthy', b: 'Unhealthy', c: 'Unhealthy' }, costs, 2);

  test('the rest of a control is fixed for all resources of the work; what no action touches, one by one', () => {
    const more: PlanModel = {
      kind: 'controls',
      aggregate: 'pooled',
      controls: [...controls, { key: 'c4', max: 8, recommendations: ['d'] }],
    };
    const all = work({ a: 'Unhealthy', b: 'Unhealthy', c: 'Unhealthy', d: 'Unhealthy' }, { ...costs, d: 1 }, 2, 's2');
    const actions = [{ key: 'policy', cost: 1, fixes: [{ work: 0, recommendation: 'a' }] }];
    const plan = planned({ aim: points(20), by: { actions }, work: [all], model: more });
    expect(plan.steps.map(({ action, fixes, cost, gained, subscriptions }) => ({ action, fixes, cost, gained, subscriptions }))).toEqual([
      { action: 'policy', fixes: [fix(0, 0, 2, 'a')], cost: fraction(1), gained: [fraction(10)], subscriptions: ['s2'] },
      { action: null, fixes: [fix(0, 0, 1, 'd')], cost: fraction(1), gained: [fraction(4)], subscriptions: ['s2'] },
      { action: null, fixes: [fix(0, 0, 2, 'b')], cost: fraction(10), gained: [fraction(6)], subscriptions: ['s2'] },
    ]);
  });

  test('what can never be done stands in the way, whatever the work says', () => {
    const actions = [{ key: 'policy', cost: 'never' as const, fixes: [{ work: 0, recommendation: 'b' }] }];
    expect(planOf({ aim: points(11), by: { actions }, work: [both], model })).toEqual({
      kind: 'outOfReach',
      scopes: [
        {
          name: 'all',
          before: { current: fraction(0), max: fraction(20) },
          most: fraction(10),
          needed: fraction(11),
          blocked: [{ recommendation: 'b', resources: 2 }],
        },
      ],
    });
  });

  test('one action may name the same fix twice', () => {
    const twice = { work: 0, recommendation: 'a' };
    const plan = planned({ aim: points(10), by: { actions: [{ key: 'policy', cost: 4, fixes: [twice, twice] }] }, work: [both] });
    expect(plan.cost).toEqual(fraction(4));
  });
});

describe('by resource', () => {
  const pair: PlanModel = {
    kind: 'classic',
    recommendations: [
      { key: 'a', category: 'data', points: 12 },
      { key: 'b', category: 'data', points: 6 },
    ],
  };

  test('alike resources of several works are one kind, and are told apart again', () => {
    const all = [
      work({ a: 'Unhealthy' }, { a: 2 }, 2, 's2'),
      work({ a: 'Healthy' }, {}, 1),
      work({ a: 'Unhealthy' }, { a: 2 }, 3, 's1'),
      work({ a: 'Unhealthy' }, { a: 3 }, 6, 's1'),
    ];
    const plan = planned({ aim: points(5), by: 'resource', work: all, model: pair });
    expect(plan.steps).toEqual([
      {
        action: null,
        fixes: [fix(0, 0, 2, 'a'), fix(2, 0, 2, 'a')],
        recommendations: ['a'],
        subscriptions: ['s1', 's2'],
        cost: fraction(8),
        gained: [fraction(4)],
        reached: [fraction(5)],
      },
    ]);
    const dearer = planned({ aim: points(8), by: 'resource', work: all, model: pair });
    expect(dearer.steps.map(({ fixes, cost }) => [fixes, cost])).toEqual([
      [[fix(0, 0, 2, 'a'), fix(2, 0, 3, 'a')], fraction(10)],
      [[fix(3, 0, 2, 'a')], fraction(6)],
    ]);
  });

  // On each of three, a alone brings 10/3; b as well, 6/3 in c1 and 4/3 in c2. Three times a are 10 points, with one b they are 40/3.
  test('the same resource in one way or another: the copies of a work are dealt out', () => {
    const all = [work({ a: 'Unhealthy', b: 'Unhealthy' }, costs, 3)];
    const plan = planned({ aim: points(12), by: 'resource', work: all });
    expect([plan.cost, plan.scopes[0]?.after.current]).toEqual([fraction(14), fraction(40, 3)]);
    expect(plan.steps.map(({ fixes, recommendations }) => [fixes, recommendations])).toEqual([
      [[{ ...fix(0, 0, 2, 'a') }], ['a']],
      [[{ work: 0, first: 2, count: 1, recommendations: ['a', 'b'] }], ['a', 'b']],
    ]);
  });

  test('works of no resources leave no trace, and what brings nothing needs no cost', () => {
    const all = [work({ a: 'Unhealthy' }, { a: 2 }, 0), work({ a: 'Unhealthy', z: 'Unhealthy' }, { a: 2 }, 2)];
    const plan = planned({ aim: points(12), by: 'resource', work: all, model: pair });
    expect(plan.steps.map(({ fixes, cost }) => [fixes, cost])).toEqual([[[fix(1, 0, 2, 'a')], fraction(4)]]);
  });

  test('fixes are named in order, in whatever order they were found', () => {
    const both = { b: 'Unhealthy', a: 'Unhealthy' } as const;
    const plan = planned({ aim: points(20), by: 'resource', work: [work({ ...both, c: 'Unhealthy' }, costs)] });
    expect(plan.steps.map(({ fixes }) => fixes)).toEqual([[{ work: 0, first: 0, count: 1, recommendations: ['a', 'b', 'c'] }]]);
  });

  // Of the sets of fixes, { a, bc } brings 6 at 2 and { ab, c } 6 at 4; each is found only if it is not taken for the other.
  test('sets of fixes are told apart, whatever their names', () => {
    const named: PlanModel = {
      kind: 'controls',
      aggregate: 'pooled',
      controls: [
        { key: 'c1', max: 6, recommendations: ['a', 'bc'] },
        { key: 'c2', max: 6, recommendations: ['ab', 'c'] },
        { key: 'c3', max: 6, recommendations: ['a', 'ab'] },
      ],
    };
    const statuses = { ab: 'Unhealthy', c: 'Unhealthy', a: 'Unhealthy', bc: 'Unhealthy' } as const;
    for (const [a, ab, cost] of [
      [1, 9, 2],
      [9, 1, 2],
    ] as const) {
      const plan = planned({ aim: points(6), by: 'resource', work: [work(statuses, { a, ab, bc: 1, c: 1 })], model: named });
      expect(plan.cost).toEqual(fraction(cost));
    }
  });

  test('more ways to fix a resource than can be looked at: refused', () => {
    const keys = Array.from({ length: 17 }, (_, index) => `r${index}`);
    const wide: ScoredControl[] = keys.map((key) => ({ key, max: 1, recommendations: [key, 'all'] }));
    const statuses = Object.fromEntries([...keys, 'all'].map((key) => [key, 'Unhealthy' as const]));
    const request = { work: [work(statuses, Object.fromEntries(Object.keys(statuses).map((key) => [key, 1])))], aim: budget(3) };
    const refused = () => planOf({ ...request, by: 'resource', model: { kind: 'controls', controls: wide, aggregate: 'pooled' } });
    expect(refused).toThrow('more than 65536 ways to fix one resource: its controls share too many recommendations');
  });
});

describe('two scopes', () => {
  const rated: PlanModel = { kind: 'classic', recommendations: [{ key: 'a', category: 'data', points: 12 }] };
  const all = [work({ a: 'Unhealthy' }, { a: 2 }, 2, 's1'), work({ a: 'Unhealthy' }, { a: 1 }, 2, 's2')];
  const own = (subscription: string, atLeast: number) => {
    return { name: subscription, atLeast: { points: atLeast }, includes: (one: Work) => one.subscription === subscription };
  };

  test('each step says what it brings to each, and the one that brings the most of both for the work comes first', () => {
    const plan = planned({ work: all, model: rated, by: 'resource', aim: { kind: 'targets', targets: [own('s1', 6), own('s2', 12)] } });
    expect(plan.steps.map(({ cost, gained, reached }) => [cost, gained, reached])).toEqual([
      [fraction(2), [fraction(0), fraction(12)], [fraction(0), fraction(12)]],
      [fraction(2), [fraction(6), fraction(0)], [fraction(6), fraction(12)]],
    ]);
  });

  test('only what is in scope is planned, by recommendation too', () => {
    const plan = planned({ work: all, model: rated, by: 'recommendation', aim: { kind: 'targets', targets: [own('s2', 1)] } });
    expect(plan.steps.map(({ fixes, cost }) => [fixes, cost])).toEqual([[[fix(1, 0, 2, 'a')], fraction(2)]]);
  });

  test('each that is out of reach is named, with what is in the way of it: the most resources first, then by name', () => {
    const three: PlanModel = {
      kind: 'classic',
      recommendations: ['a', 'b', 'c', 'd'].map((key) => ({ key, category: 'data', points: 10 })),
    };
    const blocked = (statuses: Record<string, Status>, count: number, subscription: string) => {
      return work(statuses, Object.fromEntries(Object.keys(statuses).map((key) => [key, 'never' as const])), count, subscription);
    };
    const request: PlanRequest = {
      work: [
        blocked({ a: 'Unhealthy', c: 'Unhealthy' }, 2, 's1'),
        blocked({ b: 'Unhealthy', a: 'Unhealthy' }, 1, 's1'),
        blocked({ b: 'Unhealthy' }, 1, 's1'),
        blocked({ d: 'Unhealthy' }, 9, 's2'),
        work({ c: 'Healthy' }, {}, 2, 's1'),
      ],
      model: three,
      by: 'resource',
      aim: { kind: 'targets', targets: [own('s1', 6), own('s2', 0), own('s3', 0)] },
    };
    expect(planOf(request)).toEqual({
      kind: 'outOfReach',
      scopes: [
        {
          name: 's1',
          before: { current: fraction(5), max: fraction(30) },
          most: fraction(5),
          needed: fraction(6),
          blocked: [
            { recommendation: 'a', resources: 3 },
            { recommendation: 'b', resources: 2 },
            { recommendation: 'c', resources: 2 },
          ],
        },
        { name: 's3', before: null, most: fraction(0), needed: fraction(0), blocked: [] },
      ],
    });
  });
});

function planned(request: Omit<PlanRequest, 'model'> & { model?: PlanModel }): Plan {
  const plan = planOf({ model, ...request });
  if (plan.kind !== 'plan') throw new Error('out of reach');
  return plan;
}

function work(statuses: Record<string, Status>, own: Record<string, Cost>, count = 1, subscription = 's1'): Work {
  const list = Object.entries(statuses).map(([recommendation, status]): ProfileStatus => ({ recommendation, status }));
  return { subscription, statuses: list, count, costs: own };
}

function fix(index: number, first: number, count: number, recommendation: string): Fix {
  return { work: index, first, count, recommendations: [recommendation] };
}

function outline({ steps }: Plan): string[] {
  return steps.map(({ action, cost, gained, reached }) => {
    return `${action}: ${decimalText(cost)} h, ${gained.map((one) => decimalText(one))}, then ${reached.map((one) => decimalText(one))}`;
  });
}
