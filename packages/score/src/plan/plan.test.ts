import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classicScoreOf, type Score } from '../classic.ts';
import { controlsScoreOf } from '../controls.ts';
import { type Estate, estates } from '../estates.fixture.ts';
import { controlTalliesOf, talliesOf } from '../fold.ts';
import { add, compare, fraction, multiply, type Rational, rationalOf, zero } from '../rational.ts';
import { fixedProfiles } from './fixes.ts';
import { planOf } from './plan.ts';
import type {
  Cost,
  Fix,
  OutOfReach,
  Plan,
  PlanAction,
  PlanAim,
  PlanModel,
  PlanRequest,
  PlanScope,
  PlanStep,
  PlanTarget,
  Work,
} from './work.ts';

type By = 'resource' | 'recommendation' | 'actions';

const costs: fc.Arbitrary<Cost> = fc.oneof(
  { arbitrary: fc.constantFrom<Cost>(0, 0.5, 1, 1.25, 2, 3, 5, 8), weight: 8 },
  { arbitrary: fc.constant<Cost>('never'), weight: 1 },
);

const aims: fc.Arbitrary<PlanAim> = fc.oneof(
  fc.integer({ min: 0, max: 24 }).map((halves): PlanAim => ({ kind: 'budget', cost: halves / 2 })),
  fc.integer({ min: 0, max: 12 }).map((halves): PlanAim => ({ kind: 'budget', cost: halves / 2, scope: first })),
  fc
    .integer({ min: 0, max: 20 })
    .map((part): PlanAim => ({ kind: 'targets', targets: [{ name: 'all', atLeast: { percentage: part / 20 } }] })),
  fc.integer({ min: 0, max: 60 }).map((points): PlanAim => ({ kind: 'targets', targets: [{ name: 'all', atLeast: { points } }] })),
  fc.tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 10 })).map(([all, one]): PlanAim => {
    return {
      kind: 'targets',
      targets: [
        { name: 'all', atLeast: { percentage: all / 10 } },
        { ...first, atLeast: { percentage: one / 10 } },
      ],
    };
  }),
);
const first = { name: 's1', includes: ({ subscription }: Work) => subscription === 's1' };

/** A random request that is small enough to look at every plan there is. */
function requests(by: By, kind: PlanModel['kind'], aggregate: 'weighted' | 'pooled'): fc.Arbitrary<PlanRequest> {
  // What is not in an action is fixed for all resources of a work together, where an action fixes the rest of a control.
  const size = { recommendations: 4, controls: 3, subscriptions: 2, profiles: 4, resources: by === 'actions' ? 1 : 2 };
  return fc
    .tuple(estates(size), aims, fc.infiniteStream(costs), fc.infiniteStream(fc.nat({ max: 3 })))
    .map(([estate, aim, stream, groups]) => {
      const nextCost = () => stream.next().value ?? 1;
      const work = estate.profiles.map((profile): Work => {
        const own = profile.statuses.flatMap(({ recommendation, status }) =>
          status === 'Unhealthy' ? [[recommendation, nextCost()] as const] : [],
        );
        return { ...profile, costs: Object.fromEntries(own) };
      });
      const model = modelOf(estate, kind, aggregate);
      if (by !== 'actions') return { work, model, aim, by };
      const fixes = work.flatMap((one, index) =>
        Object.keys(one.costs).map((recommendation) => ({ work: index, recommendation, group: groups.next().value ?? 0 })),
      );
      const actions = [0, 1, 2].map(
        (group): PlanAction => ({ key: `a${group}`, cost: nextCost(), fixes: fixes.filter((fix) => fix.group === group) }),
      );
      return { work, model, aim, by: { actions } };
    });
}

function modelOf({ recommendations, controls }: Estate, kind: PlanModel['kind'], aggregate: 'weighted' | 'pooled'): PlanModel {
  return kind === 'classic' ? { kind, recommendations } : { kind, controls, aggregate };
}

describe.each([
  ['classic', 'weighted'],
  ['controls', 'weighted'],
  ['controls', 'pooled'],
] as const)('%s, %s', (kind, aggregate) => {
  test.each<[By, number]>([
    ['resource', 300],
    ['recommendation', 300],
    ['actions', 300],
  ])('by %s: as good as the best of all plans, and rescoring gives exactly what was promised', (by, numRuns) => {
    fc.assert(
      fc.property(requests(by, kind, aggregate), (request) => {
        const plans = everyPlan(request);
        fc.pre(plans !== null);
        const plan = planOf(request);
        expectHonest(request, plan);
        expectBest(request, plan, plans ?? []);
      }),
      { numRuns },
    );
  });
});

test('a plan that was stopped at once is valid, and no plan is better than its bound', () => {
  fc.assert(
    fc.property(requests('resource', 'controls', 'weighted'), fc.integer({ min: 0, max: 3 }), (request, steps) => {
      const exact = planOf(request);
      const stopped = planOf({ ...request, limit: { steps } });
      expect(stopped.kind).toBe(exact.kind);
      expectHonest(request, stopped);
      if (stopped.kind !== 'plan' || exact.kind !== 'plan') return;
      const best = request.aim.kind === 'targets' ? exact.cost : (exact.scopes[0]?.after.current ?? zero);
      expect(compare(stopped.proof.bound, best) * (request.aim.kind === 'targets' ? 1 : -1)).toBeLessThanOrEqual(0);
      expect(stopped.proof.optimal).toBe(stopped.proof.gap.numerator === 0n);
    }),
    { numRuns: 500 },
  );
});

test('with more entangled actions than are looked at set by set, the plan is valid and the bound holds', () => {
  fc.assert(
    fc.property(requests('recommendation', 'controls', 'pooled'), (request) => {
      const exact = planOf(request);
      const quick = planOf({ ...request, limit: { entangled: 1 } });
      expect(quick.kind).toBe(exact.kind);
      expectHonest(request, quick);
      if (quick.kind !== 'plan' || exact.kind !== 'plan') return;
      const sign = request.aim.kind === 'targets' ? 1 : -1;
      const worthOf = (plan: Plan) => (request.aim.kind === 'targets' ? plan.cost : (plan.scopes[0]?.after.current ?? zero));
      expect(compare(quick.proof.bound, worthOf(exact)) * sign).toBeLessThanOrEqual(0);
      expect(compare(worthOf(exact), worthOf(quick)) * sign).toBeLessThanOrEqual(0);
      if (quick.proof.optimal) expect(worthOf(quick)).toEqual(worthOf(exact));
    }),
    { numRuns: 400 },
  );
});

describe('one recommendation of 30 points on ten resources, four of them healthy', () => {
  const model: PlanModel = { kind: 'classic', recommendations: [{ key: 'r', category: 'data', points: 30 }] };
  const healthy: Work = { subscription: 's1', statuses: [{ recommendation: 'r', status: 'Healthy' }], count: 4, costs: {} };
  const unhealthy = (count: number, cost: Cost): Work => ({
    subscription: 's1',
    statuses: [{ recommendation: 'r', status: 'Unhealthy' }],
    count,
    costs: { r: cost },
  });
  const work = [healthy, unhealthy(2, 1), unhealthy(3, 4), unhealthy(1, 'never')];
  const all = (atLeast: PlanTarget['atLeast']): PlanAim => ({ kind: 'targets', targets: [{ name: 'all', atLeast }] });

  test.each<[string, PlanAim, PlanRequest['by'], number, number]>([
    ['18 points: the two cheap ones', all({ points: 18 }), 'resource', 2, 18],
    ['19 points: one more', all({ points: 19 }), 'resource', 6, 21],
    ['70 %', all({ percentage: 0.7 }), 'resource', 6, 21],
    ['what is there already costs nothing', all({ points: 12 }), 'resource', 0, 12],
    ['as much as can be had', all({ percentage: 0.9 }), 'resource', 14, 27],
    ['whole recommendations: all that can be fixed', all({ points: 13 }), 'recommendation', 14, 27],
    ['a budget of 9', { kind: 'budget', cost: 9 }, 'resource', 6, 21],
    ['a budget that is too small for the whole', { kind: 'budget', cost: 13 }, 'recommendation', 0, 12],
    [
      'an action that fixes even what cannot be fixed singly',
      all({ percentage: 1 }),
      { actions: [{ key: 'policy', cost: 7, fixes: [1, 2, 3].map((index) => ({ work: index, recommendation: 'r' })) }] },
      7,
      30,
    ],
  ])('%s', (_case, aim, by, cost, points) => {
    const plan = planOf({ work, model, aim, by });
    if (plan.kind !== 'plan') throw new Error('out of reach');
    expect(plan.cost).toEqual(fraction(cost));
    expect(plan.scopes[0]?.after).toEqual({ current: fraction(points), max: fraction(30) });
    expect(plan.proof.optimal).toBe(true);
  });

  test('steps say what to do, where, and what it brings', () => {
    const plan = planOf({ work, model, aim: all({ points: 19 }), by: 'resource' });
    expect(plan.kind === 'plan' && plan.steps).toEqual([
      step([{ work: 1, first: 0, count: 2, recommendations: ['r'] }], 2, 6, 18),
      step([{ work: 2, first: 0, count: 1, recommendations: ['r'] }], 4, 3, 21),
    ]);
  });

  test('out of reach: how far it goes and what stands in the way', () => {
    expect(planOf({ work, model, aim: all({ percentage: 1 }), by: 'resource' })).toEqual({
      kind: 'outOfReach',
      scopes: [
        {
          name: 'all',
          before: { current: fraction(12), max: fraction(30) },
          most: fraction(27),
          needed: fraction(30),
          blocked: [{ recommendation: 'r', resources: 1 }],
        },
      ],
    });
  });

  test('out of reach: nothing has a score', () => {
    const plan = planOf({ work: [], model, aim: all({ percentage: 0 }), by: 'resource' });
    expect(plan).toEqual({ kind: 'outOfReach', scopes: [{ name: 'all', before: null, most: zero, needed: zero, blocked: [] }] });
  });

  test.each<[string, Partial<PlanRequest>, string]>([
    ['a cost is missing', { work: [{ ...unhealthy(1, 1), costs: {} }] }, 'work 0 (subscription s1): the cost of fixing r'],
    ['a cost is negative', { work: [unhealthy(1, -1)] }, 'is -1'],
    ['a cost is not a number', { work: [unhealthy(1, Number.NaN)] }, 'is NaN'],
    ['the budget is negative', { aim: { kind: 'budget', cost: -1 } }, 'the budget'],
    ['more than everything', { aim: all({ percentage: 1.2 }) }, 'target all: a percentage has to lie between 0 and 1, but is 1.2'],
    ['less than nothing', { aim: all({ percentage: -0.1 }) }, 'target all: a percentage has to lie between 0 and 1, but is -0.1'],
    ['no end of points', { aim: all({ points: Number.POSITIVE_INFINITY }) }, 'target all: points have to be a number of zero or more'],
    ['no end of work', { aim: { kind: 'budget', cost: Number.POSITIVE_INFINITY } }, 'the budget has to be a number of zero or more'],
    ['fewer points than none', { aim: all({ points: -3 }) }, 'target all: points'],
    [
      'actions overlap',
      { by: { actions: ['a', 'b'].map((key) => ({ key, cost: 1, fixes: [{ work: 1, recommendation: 'r' }] })) } },
      'actions a and b both fix r on work 1',
    ],
    [
      'an action fixes what is not there',
      { by: { actions: [{ key: 'a', cost: 1, fixes: [{ work: 9, recommendation: 'r' }] }] } },
      'action a fixes work 9',
    ],
    ['an action has no sensible cost', { by: { actions: [{ key: 'a', cost: -2, fixes: [] }] } }, 'action a: the cost'],
    ['nor has this one', { by: { actions: [{ key: 'a', cost: Number.POSITIVE_INFINITY, fixes: [] }] } }, 'action a: the cost'],
    ['a cost has no end', { work: [unhealthy(1, Number.POSITIVE_INFINITY)] }, 'is Infinity'],
  ])('%s: refused', (_case, changed, message) => {
    expect(() => planOf({ work, model, aim: { kind: 'budget', cost: 1 }, by: 'resource', ...changed })).toThrow(message);
  });

  function step(fixes: Fix[], cost: number, gained: number, reached: number): PlanStep {
    return {
      action: null,
      fixes,
      recommendations: ['r'],
      subscriptions: ['s1'],
      cost: fraction(cost),
      gained: [fraction(gained)],
      reached: [fraction(reached)],
    };
  }
});

/** Law 6: the fixes are what the plan says they are, and rescoring after them gives the promised scores. */
function expectHonest(request: PlanRequest, plan: Plan | OutOfReach): void {
  if (plan.kind !== 'plan') return;
  const { work, model, aim } = request;
  const scopes: readonly PlanScope[] = aim.kind === 'targets' ? aim.targets : [aim.scope ?? { name: '' }];
  const rescored = (fixes: readonly Fix[]) => scopes.map((scope) => scoreOf(fixedProfiles(work, fixes), model, scope));
  scopes.forEach((_, scope) => {
    const [before, after] = [rescored([])[scope], rescored(plan.steps.flatMap(({ fixes }) => fixes))[scope]];
    expect(plan.scopes[scope]?.before).toEqual(before ?? none);
    expect(plan.scopes[scope]?.after).toEqual(after ?? none);
  });
  plan.steps.forEach((step, index) => {
    const done = plan.steps.slice(0, index + 1).flatMap(({ fixes }) => fixes);
    expect(step.reached).toEqual(rescored(done).map((score) => (score ?? none).current));
  });
  expect(plan.cost).toEqual(plan.steps.reduce((sum, { cost }) => add(sum, cost), zero));
  if (request.by === 'resource')
    expect(plan.cost).toEqual(
      costOfFixes(
        work,
        plan.steps.flatMap(({ fixes }) => fixes),
      ),
    );
}

function expectBest(
  { work, model, aim }: PlanRequest,
  plan: Plan | OutOfReach,
  plans: readonly { cost: Rational; fixes: readonly Fix[] }[],
): void {
  if (aim.kind === 'budget') {
    const budget = rationalOf(aim.cost);
    const points = plans.flatMap(({ cost, fixes }) =>
      compare(cost, budget) <= 0 ? [(scoreOf(fixedProfiles(work, fixes), model, aim.scope) ?? none).current] : [],
    );
    expect(plan.kind === 'plan' && plan.scopes[0]?.after.current).toEqual(points.reduce((a, b) => (compare(a, b) < 0 ? b : a)));
    expect(plan.kind === 'plan' && compare(plan.cost, budget)).toBeLessThanOrEqual(0);
  } else {
    const reaching = plans.flatMap(({ cost, fixes }) => {
      const after = fixedProfiles(work, fixes);
      const isReached = aim.targets.every((target) => {
        const score = scoreOf(after, model, target);
        if (!score) return false;
        const { atLeast } = target;
        const wanted = 'points' in atLeast ? rationalOf(atLeast.points) : multiply(rationalOf(atLeast.percentage), score.max);
        return compare(score.current, wanted) >= 0;
      });
      return isReached ? [cost] : [];
    });
    expect(plan.kind).toBe(reaching.length > 0 ? 'plan' : 'outOfReach');
    if (plan.kind === 'plan') expect(plan.cost).toEqual(reaching.reduce((a, b) => (compare(b, a) < 0 ? b : a)));
  }
  if (plan.kind === 'plan') expect(plan.proof).toMatchObject({ optimal: true, gap: zero });
}

const none: Score = { current: zero, max: zero };

function scoreOf(work: readonly Work[], model: PlanModel, scope: PlanScope = { name: '' }): Score | null {
  const own = scope.includes ? work.filter(scope.includes) : work;
  if (model.kind === 'classic') return classicScoreOf(talliesOf(own), model.recommendations).overall;
  const { controls, aggregate } = model;
  const { overall } = controlsScoreOf(controlTalliesOf(own, controls), controls, { aggregate, rounding: 'exact' });
  return overall && { current: overall.current, max: overall.max };
}

function costOfFixes(work: readonly Work[], fixes: readonly Fix[]): Rational {
  return fixes.reduce((sum, fix) => {
    return fix.recommendations.reduce(
      (own, recommendation) => add(own, multiply(fraction(fix.count), rationalOf(Number(work[fix.work]?.costs[recommendation])))),
      sum,
    );
  }, zero);
}

/** Every set of single choices; null when there are too many to look at. */
function everyPlan({ work, by, aim }: PlanRequest): { cost: Rational; fixes: readonly Fix[] }[] | null {
  const units: { cost: Rational; fixes: readonly Fix[] }[] = [];
  const inActions = new Set<string>();
  const scopes: readonly PlanScope[] = aim.kind === 'targets' ? aim.targets : [aim.scope ?? { name: '' }];
  if (typeof by === 'object') {
    for (const { cost, fixes } of by.actions) {
      for (const fix of fixes) inActions.add(`${fix.work} ${fix.recommendation}`);
      if (cost === 'never') continue;
      units.push({
        cost: rationalOf(cost),
        fixes: fixes.map((fix) => ({ work: fix.work, first: 0, count: work[fix.work]?.count ?? 0, recommendations: [fix.recommendation] })),
      });
    }
  }
  const byRecommendation = new Map<string, { cost: Rational; fixes: Fix[] }>();
  for (const [index, one] of work.entries()) {
    for (const [recommendation, cost] of Object.entries(one.costs)) {
      if (cost === 'never' || inActions.has(`${index} ${recommendation}`)) continue;
      const whole = { work: index, first: 0, count: one.count, recommendations: [recommendation] };
      if (by === 'recommendation') {
        if (!scopes.some(({ includes }) => includes?.(one) ?? true)) continue;
        const known = byRecommendation.get(recommendation) ?? { cost: zero, fixes: [] };
        byRecommendation.set(recommendation, {
          cost: add(known.cost, multiply(fraction(one.count), rationalOf(cost))),
          fixes: [...known.fixes, whole],
        });
      } else {
        for (let first = 0; first < one.count; first += 1) units.push({ cost: rationalOf(cost), fixes: [{ ...whole, first, count: 1 }] });
      }
    }
  }
  units.push(...byRecommendation.values());
  if (units.length > 9) return null;
  return units.reduce<{ cost: Rational; fixes: readonly Fix[] }[]>(
    (plans, unit) => [...plans, ...plans.map(({ cost, fixes }) => ({ cost: add(cost, unit.cost), fixes: [...fixes, ...unit.fixes] }))],
    [{ cost: zero, fixes: [] }],
  );
}
