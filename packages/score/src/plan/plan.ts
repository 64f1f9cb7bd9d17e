import type { Score } from '../classic.ts';
import { add, compare, fraction, multiply, type Rational, rationalOf, subtract, zero } from '../rational.ts';
import { actionPlanOf, type GivenActions, givenActionsOf } from './by-action.ts';
import { resourceKindsOf } from './by-resource.ts';
import { goalsOf } from './goals.ts';
import { type Aim, ceilDivide, everythingOf, gainedBy, type Kind } from './knapsack.ts';
import { type Prospect, prospectsOf, type Scale, scaleOf } from './scale.ts';
import { solve, valueOf } from './solve.ts';
import { actionDrafts, resourceDrafts, stepsOf } from './steps.ts';
import type { OutOfReach, Plan, PlanRequest, PlanScope, PlanTarget, Work } from './work.ts';

/**
 * The cheapest fixes that reach all targets, or the most points for a budget: optimal, and said so by `proof`, unless the limit ends the search first.
 * Throws a RangeError for costs that are missing or negative, targets outside of 0..1 or the maximum's range, and actions that overlap.
 * How it works, and what is guaranteed: docs/planning.md.
 */
export function planOf(request: PlanRequest): Plan | OutOfReach {
  const { work, model, aim, by, limit } = request;
  const scopes: readonly PlanScope[] = aim.kind === 'targets' ? aim.targets : [aim.scope ?? { name: '' }];
  const given = typeof by === 'object' ? givenActionsOf(work, by.actions) : null;
  const goals = goalsOf(work, model, scopes);
  const prospects = prospectsOf(work, goals, (index, recommendation) => given?.actions[given.actionOf(index, recommendation) ?? -1]?.cost);
  const scale = scaleOf(
    costsOf(prospects, given),
    scopes.map((_, scope) => gainsIn(prospects, scope)),
  );
  const { resourceKinds, actionPlan } = kindsOf(prospects, request, given, scale);
  const kinds: readonly Kind[] = [...resourceKinds, ...actionPlan.kinds];

  const needed = aim.kind === 'targets' ? aim.targets.map((target, scope) => neededFor(target, goals.scores[scope] ?? null)) : [];
  const reachable = scopes.map((_, scope) => inPoints(gainedBy(kinds, everythingOf(kinds), scope), scope, scale));
  const unreachable = needed.flatMap((need, scope) => (need === null || compare(need, reachable[scope] ?? zero) > 0 ? [scope] : []));
  if (unreachable.length > 0) {
    return { kind: 'outOfReach', scopes: unreachable.map((scope) => unreachableScope(scope)) };
  }

  const scaled: Aim =
    aim.kind === 'targets'
      ? { kind: 'targets', needed: needed.map((need, scope) => upwards(need ?? zero, scale.gainUnits[scope] ?? fraction(1))) }
      : { kind: 'budget', cost: downwards(checkedBudget(aim.cost), scale.costUnit) };
  const solution = solve(kinds, scaled, limit);
  if (!solution) throw new Error('a plan that was found reachable is not');
  const { taken } = solution;
  const isRelaxed = actionPlan.kinds.some(({ relaxed }) => relaxed);
  const bound = isRelaxed
    ? (solve([...resourceKinds, ...actionPlan.kinds.flatMap((kind): readonly Kind[] => kind.relaxed ?? [kind])], scaled, limit)?.bound ??
      solution.bound)
    : solution.bound;
  const value = valueOf(kinds, taken, scaled);
  const before = goals.scores.map((score) => score ?? { current: zero, max: zero });
  const steps = stepsOf(
    {
      resources: resourceDrafts(resourceKinds, taken.slice(0, resourceKinds.length)),
      bundles: actionDrafts(actionPlan.kinds, taken.slice(resourceKinds.length), actionPlan.actions, scale),
    },
    before.map(({ current }) => current),
    work,
    scale,
  );
  const inUnits = (amount: bigint) => (aim.kind === 'targets' ? multiply(fraction(amount), scale.costUnit) : inPoints(amount, 0, scale));
  return {
    kind: 'plan',
    steps,
    cost: steps.reduce((sum, { cost }) => add(sum, cost), zero),
    scopes: scopes.map(({ name }, scope) => {
      const score = before[scope] ?? { current: zero, max: zero };
      return {
        name,
        before: score,
        after: { ...score, current: add(score.current, inPoints(gainedBy(kinds, taken, scope), scope, scale)) },
      };
    }),
    proof: {
      optimal: value === bound,
      bound: aim.kind === 'targets' ? inUnits(bound) : add(before[0]?.current ?? zero, inUnits(bound)),
      gap: inUnits(aim.kind === 'targets' ? value - bound : bound - value),
    },
  };

  function unreachableScope(scope: number): OutOfReach['scopes'][number] {
    const score = goals.scores[scope] ?? null;
    const current = score?.current ?? zero;
    return {
      name: scopes[scope]?.name ?? '',
      before: score,
      most: add(current, reachable[scope] ?? zero),
      needed: add(current, needed[scope] ?? zero),
      blocked: blockedIn(prospects, scope, (index, recommendation) => costAt(work, given, index, recommendation) === 'never'),
    };
  }
}

function kindsOf(prospects: readonly Prospect[], { by, limit }: PlanRequest, given: GivenActions | null, scale: Scale) {
  if (by === 'resource') {
    return { resourceKinds: resourceKindsOf(prospects, scale), actionPlan: { actions: [], kinds: [], untouched: [] } };
  }
  const actionPlan = actionPlanOf(prospects, given ?? 'recommendation', scale, limit?.entangled);
  return { resourceKinds: resourceKindsOf(actionPlan.untouched, scale), actionPlan };
}

function costAt(work: readonly Work[], given: GivenActions | null, index: number, recommendation: string) {
  const action = given?.actionOf(index, recommendation);
  return action === undefined ? work[index]?.costs[recommendation] : given?.actions[action]?.cost;
}

function costsOf(prospects: readonly Prospect[], given: GivenActions | null): Set<number> {
  const costs = new Set<number>();
  const note = (cost: number | 'never' | undefined) => {
    if (typeof cost === 'number') costs.add(cost);
  };
  for (const { work } of prospects) {
    for (const { recommendation, status } of work.statuses) if (status === 'Unhealthy') note(work.costs[recommendation]);
  }
  for (const { cost } of given?.actions ?? []) note(cost);
  return costs;
}

function gainsIn(prospects: readonly Prospect[], scope: number): Rational[] {
  const gains = new Set<Rational>();
  for (const { units } of prospects) for (const { gains: own } of units) gains.add(own[scope] ?? zero);
  return [...gains];
}

/** Points that are missing; null when there is no score to raise. */
function neededFor({ atLeast, name }: PlanTarget, score: Score | null): Rational | null {
  if ('percentage' in atLeast && !(atLeast.percentage >= 0 && atLeast.percentage <= 1)) {
    throw new RangeError(`target ${name}: a percentage has to lie between 0 and 1, but is ${atLeast.percentage}`);
  }
  if ('points' in atLeast && !(Number.isFinite(atLeast.points) && atLeast.points >= 0)) {
    throw new RangeError(`target ${name}: points have to be a number of zero or more, but are ${atLeast.points}`);
  }
  if (!score) return null;
  const wanted = 'points' in atLeast ? rationalOf(atLeast.points) : multiply(rationalOf(atLeast.percentage), score.max);
  return subtract(wanted, score.current);
}

function checkedBudget(cost: number): Rational {
  if (!(Number.isFinite(cost) && cost >= 0)) throw new RangeError(`the budget has to be a number of zero or more, but is ${cost}`);
  return rationalOf(cost);
}

function inPoints(amount: bigint, scope: number, scale: Scale): Rational {
  return multiply(fraction(amount), scale.gainUnits[scope] ?? zero);
}

function upwards(amount: Rational, unit: Rational): bigint {
  return ceilDivide(amount.numerator * unit.denominator, amount.denominator * unit.numerator);
}

function downwards(amount: Rational, unit: Rational): bigint {
  return (amount.numerator * unit.denominator) / (amount.denominator * unit.numerator);
}

function blockedIn(prospects: readonly Prospect[], scope: number, isNever: (work: number, recommendation: string) => boolean) {
  const resources = new Map<string, number>();
  for (const { work, index, blocked } of prospects) {
    const needs = blocked.flatMap((unit) => ((unit.gains[scope]?.numerator ?? 0n) > 0n ? unit.needs : []));
    for (const recommendation of new Set(needs)) {
      if (isNever(index, recommendation)) resources.set(recommendation, (resources.get(recommendation) ?? 0) + work.count);
    }
  }
  return [...resources]
    .map(([recommendation, held]) => ({ recommendation, resources: held }))
    .sort((a, b) => b.resources - a.resources || (a.recommendation < b.recommendation ? -1 : 1));
}
