import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classicScoreOf, type Score } from '../classic.ts';
import { controlsScoreOf } from '../controls.ts';
import { type Estate, estates } from '../estates.fixture.ts';
import { controlTalliesOf, talliesOf } from '../fold.ts';
import { add, compare, fraction, multiply, type Rational, rationalOf, zero } from '../rational.ts';
import { fixedProfiles } from './fixes.ts';
import { planOf } from './plan.ts';
import type { Cost, Fix, OutOfReach, Plan, PlanAction, PlanAim, PlanModel, PlanRequest, PlanScope, Work } from './work.ts';

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
    ['resource', 500],
    ['recommendation', 500],
    ['actions', 500],
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
