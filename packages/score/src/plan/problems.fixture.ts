import fc from 'fast-check';
import type { Allowance, Kind } from './knapsack.ts';

/** How large the problems are that the search is tried on. */
export interface ProblemSize {
  readonly goals: number;
  readonly kinds: number;
  readonly copies: number;
  readonly choices: number;
  readonly amount: number;
}

export interface Problem {
  readonly kinds: readonly Kind[];
  readonly needed: readonly bigint[];
}

/**
 * The same problems on every run, so that the work that they take can be held to a number. As planning builds them: the last choice of a kind
 * gains the most of everything. What is needed is a part of what can be had.
 */
export function problemsOf({ goals, kinds, copies, choices, amount }: ProblemSize, count: number): Problem[] {
  const gains = fc.array(fc.integer({ min: 0, max: amount }), { minLength: goals, maxLength: goals });
  const choice = fc.record({ cost: fc.integer({ min: 0, max: amount }), gains });
  const kind = fc
    .record({ copies: fc.integer({ min: 1, max: copies }), choices: fc.array(choice, { minLength: 1, maxLength: choices }) })
    .map((one): Kind => {
      const most = gainsOf(goals, (goal) => Math.max(...one.choices.map((each) => each.gains[goal] ?? 0)));
      const dearest = Math.max(...one.choices.map(({ cost }) => cost));
      const all = one.choices.length === 1 ? one.choices : [...one.choices, { cost: dearest + 1, gains: most }];
      return { copies: one.copies, choices: all.map(({ cost, gains }) => ({ cost: BigInt(cost), gains: gains.map(BigInt) })) };
    });
  const parts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: goals, maxLength: goals });
  const problem = fc.tuple(fc.array(kind, { minLength: 1, maxLength: kinds }), parts).map(([found, tenths]): Problem => {
    return { kinds: found, needed: tenths.map((part, goal) => BigInt(Math.ceil((part * mostOf(found, goal)) / 10))) };
  });
  return fc.sample(problem, { seed: 1, numRuns: count }).filter((one) => one.needed.every((need) => need > 0n));
}

/** Everything that can be had of a goal. */
function mostOf(kinds: readonly Kind[], goal: number): number {
  return kinds.reduce((sum, { copies, choices }) => sum + copies * Number(choices.at(-1)?.gains[goal] ?? 0n), 0);
}

/** What the last choice of everything costs. */
export function dearestOf(kinds: readonly Kind[]): number {
  return kinds.reduce((sum, { copies, choices }) => sum + copies * Number(choices.at(-1)?.cost ?? 0n), 0);
}

/** The least cost for what is needed, from a table of every amount of every goal; Infinity when it cannot be had. */
export function leastCostOf({ kinds, needed }: Problem): number {
  const needs = needed.map(Number);
  let costs = new Map<string, { gains: readonly number[]; cost: number }>();
  costs.set('', { gains: needs.map(() => 0), cost: 0 });
  for (const { copies, choices } of kinds) {
    for (let copy = 0; copy < copies; copy += 1) {
      const next = new Map(costs);
      for (const { gains, cost } of costs.values()) {
        for (const choice of choices) {
          const reached = gains.map((gain, goal) => Math.min(needs[goal] ?? 0, gain + Number(choice.gains[goal] ?? 0n)));
          const spent = cost + Number(choice.cost);
          if (spent < (next.get(reached.join())?.cost ?? Number.POSITIVE_INFINITY))
            next.set(reached.join(), { gains: reached, cost: spent });
        }
      }
      costs = next;
    }
  }
  const reaching = [...costs.values()].filter(({ gains }) => gains.every((gain, goal) => gain >= (needs[goal] ?? 0)));
  return Math.min(...reaching.map(({ cost }) => cost));
}

/** The most of the first goal for a budget, from a table of every amount that can be spent. */
export function mostForBudget(kinds: readonly Kind[], budget: number): number {
  let best = Array.from({ length: budget + 1 }, () => 0);
  for (const { copies, choices } of kinds) {
    for (let copy = 0; copy < copies; copy += 1) {
      best = best.map((known, spent) => {
        const others = choices.map(({ cost, gains }) =>
          Number(cost) <= spent ? (best[spent - Number(cost)] ?? 0) + Number(gains[0] ?? 0n) : 0,
        );
        return Math.max(known, ...others);
      });
    }
  }
  return best[budget] ?? 0;
}

/** Counts, and says no when the limit is reached. */
export function counted(limit = Number.POSITIVE_INFINITY): Allowance & { readonly spent: () => number } {
  let spent = 0;
  const allowance: Allowance = {
    spend: (steps) => {
      spent += steps;
      return spent < limit;
    },
    share: () => allowance,
  };
  return { ...allowance, spent: () => spent };
}

function gainsOf(goals: number, gainOf: (goal: number) => number): number[] {
  return Array.from({ length: goals }, (_, goal) => gainOf(goal));
}
