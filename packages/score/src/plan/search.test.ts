import { describe, expect, test } from 'vitest';
import { deviationsOf } from './deviations.ts';
import { type Aim, type Allowance, allowanceOf, costOf, gainedBy, type Kind } from './knapsack.ts';
import { multipliersOf } from './multipliers.ts';
import { solveOneGoal } from './one-goal.ts';
import { counted, dearestOf, leastCostOf, mostForBudget, type Problem, problemsOf } from './problems.fixture.ts';
import { solveSeveralGoals } from './several-goals.ts';
import { solve } from './solve.ts';

/** What the search takes is told by how much it looks at, which is the same on every machine. */
describe('one goal', () => {
  const problems = solved(problemsOf({ goals: 1, kinds: 6, copies: 4, choices: 3, amount: 30 }, 200));

  test('the least for a target is what a table of all amounts says, and is found soon', () => {
    const work = counted();
    for (const problem of problems) expectLeast(problem, solveOneGoal(problem.kinds, targets(problem), 0, work));
    expectSpent(work, 2530);
  });

  test('so is the most for a budget', () => {
    const work = counted();
    for (const { kinds } of problems) {
      const budget = Math.floor(dearestOf(kinds) / 2);
      const solution = solveOneGoal(kinds, { kind: 'budget', cost: BigInt(budget) }, 0, work);
      const most = BigInt(mostForBudget(kinds, budget));
      expect([gainedBy(kinds, solution?.taken ?? [], 0), solution?.bound]).toEqual([most, most]);
      expect(costOf(kinds, solution?.taken ?? [])).toBeLessThanOrEqual(budget);
    }
    expectSpent(work, 3780);
  });

  test.each([
    ['great amounts that differ in the last digits', 10n ** 12n, 1n],
    ['gains of twenty digits', 0n, 2n ** 65n],
    ['gains beyond the greatest double', 0n, 2n ** 1100n],
  ])('%s', (_case, more, times) => {
    for (const problem of problemsOf({ goals: 1, kinds: 3, copies: 2, choices: 2, amount: 9 }, 60)) {
      const kinds = problem.kinds.map(({ copies, choices }) => ({
        copies,
        choices: choices.map(({ cost, gains }) => ({ cost: cost + more, gains: gains.map((gain) => gain + more) })),
      }));
      const needed = problem.needed.map((need) => need + 2n * more);
      const solution = solveOneGoal(
        scaled(kinds, times),
        { kind: 'targets', needed: needed.map((need) => need * times) },
        0,
        allowanceOf(),
      );
      expectLeast({ kinds, needed, least: () => leastCostOf({ kinds, needed }) }, solution);
    }
  });

  test('many kinds in many copies', () => {
    const work = counted();
    for (const problem of problemsOf({ goals: 1, kinds: 40, copies: 30, choices: 3, amount: 500 }, 20)) {
      const solution = solveOneGoal(problem.kinds, targets(problem), 0, work);
      expect(solution?.bound).toBe(costOf(problem.kinds, solution?.taken ?? []));
      const budget = BigInt(Math.floor(dearestOf(problem.kinds) / 3));
      const most = solveOneGoal(problem.kinds, { kind: 'budget', cost: budget }, 0, work);
      expect(most?.bound).toBe(gainedBy(problem.kinds, most?.taken ?? [], 0));
    }
    expectSpent(work, 3390);
  });
});

test('no search goes on once it is told to stop', () => {
  const one = problemsOf({ goals: 1, kinds: 40, copies: 30, choices: 3, amount: 500 }, 20);
  const two = problemsOf({ goals: 2, kinds: 8, copies: 5, choices: 3, amount: 50 }, 20);
  for (const limit of [1, 5, 20]) {
    let stopped = 0;
    for (const { kinds, needed } of [...one, ...two]) {
      const allowance = counted(limit);
      const { spend } = allowance;
      let refused = 0;
      const watched = {
        ...allowance,
        spend: (steps: number) => {
          const isAllowed = spend(steps);
          refused += Number(!isAllowed);
          return isAllowed;
        },
        share: () => counted(0),
      };
      const solution =
        needed.length === 1 ? solveOneGoal(kinds, targets({ kinds, needed }), 0, watched) : solveSeveralGoals(kinds, needed, watched);
      expect(refused).toBeLessThanOrEqual(1);
      stopped += refused;
      if (refused === 0) expect(solution?.bound).toBe(costOf(kinds, solution?.taken ?? []));
    }
    expect(stopped).toBeGreaterThan(3);
  }
});

test('an allowance is spent, asks for the time now and then, and may be shared', () => {
  const said = (allowance: Allowance, ...steps: number[]) => steps.map((each) => allowance.spend(each));
  expect(said(allowanceOf({ steps: 10 }), 4, 5, 1, 0)).toEqual([true, true, false, false]);
  let asked = 0;
  const timed = allowanceOf({
    isOver: () => {
      asked += 1;
      return asked === 3;
    },
  });
  const askedAfter = [1, 999, 1, 998, 1, 1].map((steps) => [timed.spend(steps), asked]);
  expect(askedAfter).toEqual([
    [true, 1],
    [true, 1],
    [true, 2],
    [true, 2],
    [true, 2],
    [false, 3],
  ]);
  const whole = allowanceOf({ steps: 10 });
  expect(said(whole.share(0.5), 4, 1)).toEqual([true, false]);
  expect(said(whole, 4, 1)).toEqual([true, false]);
  expect(said(whole.share(0.5), 0)).toEqual([false]);
  const half = allowanceOf({ steps: 10 }).share(0.5);
  expect(said(half.share(0.5), 2, 1)).toEqual([true, false]);
  expect(said(half, 1, 1)).toEqual([true, false]);
});

// Of 3 copies, i lose 1 each and j lose 2 each: all mixtures but none at all, with i + 2j up to 4.
test('deviations are all mixtures that may be lost', () => {
  const alternatives = [
    { from: 0, to: 1, cost: -3n, gains: [5n, 0n], loss: 1n },
    { from: 0, to: -1, cost: 7n, gains: [1n, 2n], loss: 2n },
  ];
  const allowance = counted();
  const found = deviationsOf(4, 3, alternatives, 4n, allowance) ?? [];
  const text = found.map(
    ({ cost, gains, loss, moves }) => `${moves.map(({ to, copies }) => `${copies} to ${to}`).join(', ')}: ${cost}, ${gains}, ${loss}`,
  );
  expect(text.toSorted()).toEqual([
    '1 to -1: 7, 1,2, 2',
    '1 to 1, 1 to -1: 4, 6,2, 3',
    '1 to 1: -3, 5,0, 1',
    '2 to -1: 14, 2,4, 4',
    '2 to 1, 1 to -1: 1, 11,2, 4',
    '2 to 1: -6, 10,0, 2',
    '3 to 1: -9, 15,0, 3',
  ]);
  expect(found.every(({ moves }) => moves.every(({ kind, from }) => kind === 4 && from === 0))).toBe(true);
  expect(allowance.spent()).toBe(7);
  expect(deviationsOf(4, 3, alternatives, 4n, counted(3))).toBeNull();
  expect(deviationsOf(4, 3, alternatives, 0n, counted(0))).toEqual([]);
});

describe.each([
  { goals: 2, amount: 9, work: 2510, first: 1116, bound: 996, share: 0.99 },
  { goals: 3, amount: 5, work: 2800, first: 816, bound: 740, share: 0.977 },
])('$goals goals', ({ goals, amount, work, first, bound, share }) => {
  const problems = solved(problemsOf({ goals, kinds: 5, copies: 3, choices: 3, amount }, 100));
  const highest = once(() => problems.reduce((sum, problem) => sum + bestBoundOf(problem), 0));

  test('the least is what a table of all amounts says, and is found soon', () => {
    const allowance = counted();
    for (const problem of problems) expectLeast(problem, solveSeveralGoals(problem.kinds, problem.needed, allowance));
    expectSpent(allowance, work);
  });

  test('stopped at once it is near already, and the bound is', () => {
    let [cost, bounds] = [0n, 0n];
    for (const problem of problems) {
      const solution = solveSeveralGoals(problem.kinds, problem.needed, allowanceOf({ steps: 0 }));
      problem.needed.forEach((need, goal) => expect(gainedBy(problem.kinds, solution.taken, goal)).toBeGreaterThanOrEqual(need));
      cost += costOf(problem.kinds, solution.taken);
      bounds += solution.bound;
    }
    expect(cost).toBeLessThanOrEqual(first);
    expect(bounds).toBeGreaterThanOrEqual(bound);
  });

  test('no prices give a bound that is much higher than those found', () => {
    let found = 0;
    for (const problem of problems) {
      const { prices, unit } = multipliersOf(problem.kinds, problem.needed);
      found += boundAt(
        problem,
        prices.map((price) => Number(price) / Number(unit)),
      );
    }
    expect(found / highest()).toBeGreaterThan(share);
  });
});

/** The bound that prices give: what the goals cost at them, less what the best choice of every copy is worth beyond its cost. */
function boundAt({ kinds, needed }: Problem, prices: readonly number[]): number {
  return kinds.reduce(
    (sum, { copies, choices }) => {
      const worths = choices.map(
        ({ cost, gains }) => gains.reduce((worth, gain, goal) => worth + Number(gain) * (prices[goal] ?? 0), 0) - Number(cost),
      );
      return sum - copies * Math.max(0, ...worths);
    },
    needed.reduce((sum, need, goal) => sum + Number(need) * (prices[goal] ?? 0), 0),
  );
}

/** The highest bound near which a search goes that tries steps in every direction, ever smaller ones. */
function bestBoundOf(problem: Problem): number {
  const goals = problem.needed.map((_, goal) => goal);
  let prices = goals.map(() => 0);
  let best = boundAt(problem, prices);
  for (let step = 8; step > 0.001; ) {
    const signs = goals.reduce<number[][]>((all) => all.flatMap((known) => [-1, 0, 1].map((sign) => [...known, sign])), [[]]);
    const tried = signs.map((sign) => prices.map((price, goal) => Math.max(0, price + step * (sign[goal] ?? 0))));
    const better = tried.map((one) => [boundAt(problem, one), one] as const).reduce((a, b) => (b[0] > a[0] ? b : a));
    if (better[0] > best + 1e-12) [best, prices] = better as [number, number[]];
    else step /= 2;
  }
  return best;
}

interface Solved extends Problem {
  readonly least: () => number;
}

/** With the answers, which take the slow ways longer than the search: worked out once, however often a test runs. */
function solved(problems: readonly Problem[]): Solved[] {
  return problems.map((problem) => ({ ...problem, least: once(() => leastCostOf(problem)) }));
}

function once<Value>(valueOf: () => Value): () => Value {
  let known: { readonly value: Value } | null = null;
  return () => {
    known ??= { value: valueOf() };
    return known.value;
  };
}

function targets({ needed }: Problem): Aim {
  return { kind: 'targets', needed };
}

function scaled(kinds: readonly Kind[], times: bigint): Kind[] {
  return kinds.map(({ copies, choices }) => ({
    copies,
    choices: choices.map(({ cost, gains }) => ({ cost, gains: gains.map((gain) => gain * times) })),
  }));
}

/** As much as it takes today. More would be slower; less would mean that something is looked at and not counted, or that the search got better. */
function expectSpent(allowance: ReturnType<typeof counted>, steps: number): void {
  expect(allowance.spent()).toBeGreaterThan(0.99 * steps);
  expect(allowance.spent()).toBeLessThan(1.01 * steps);
}

function expectLeast({ kinds, needed, ...known }: Solved, solution: ReturnType<typeof solve>): void {
  const least = known.least();
  if (least === Number.POSITIVE_INFINITY) return expect(solution).toBeNull();
  expect([costOf(kinds, solution?.taken ?? []), solution?.bound]).toEqual([BigInt(least), BigInt(least)]);
  needed.forEach((need, goal) => expect(gainedBy(kinds, solution?.taken ?? [], goal)).toBeGreaterThanOrEqual(need));
  solution?.taken.forEach((counts, kind) => {
    expect(Math.min(0, ...counts)).toBe(0);
    expect(counts.reduce((sum, copies) => sum + copies, 0)).toBeLessThanOrEqual(kinds[kind]?.copies ?? 0);
  });
}
