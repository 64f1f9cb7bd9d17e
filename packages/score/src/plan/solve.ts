import { type Aim, allowanceOf, costOf, everythingOf, gainedBy, gainOf, type Kind, type Solution } from './knapsack.ts';
import { solveOneGoal } from './one-goal.ts';
import { solveSeveralGoals } from './several-goals.ts';
import type { PlanLimit } from './work.ts';

/** The best choice for every kind, with the bound that proves it; null when all choices together do not reach the targets. */
export function solve(kinds: readonly Kind[], aim: Aim, limit: PlanLimit = {}): Solution | null {
  const allowance = allowanceOf(limit);
  if (aim.kind === 'budget') return solveOneGoal(kinds, aim, 0, allowance);
  const open = aim.needed.flatMap((need, goal) => (need > 0n ? [goal] : []));
  const taken: (readonly number[])[] = kinds.map(({ choices }) => choices.map(() => 0));
  let bound = 0n;
  for (const part of independentParts(kinds, open)) {
    const own = part.kinds.flatMap((index) => kinds[index] ?? []);
    const solution = solvePart(own, aim, part.goals);
    if (!solution) return null;
    bound += solution.bound;
    part.kinds.forEach((index, at) => {
      taken[index] = solution.taken[at] ?? [];
    });
  }
  return { taken, bound };

  function solvePart(own: readonly Kind[], { needed }: Aim & { kind: 'targets' }, goals: readonly number[]): Solution | null {
    const [goal, ...others] = goals;
    if (goal !== undefined && others.length === 0) return solveOneGoal(own, { kind: 'targets', needed }, goal, allowance);
    if (goals.some((one) => gainedBy(own, everythingOf(own), one) < (needed[one] ?? 0n))) return null;
    const projected = own.map(({ copies, choices }) => {
      return { copies, choices: choices.map((choice) => ({ cost: choice.cost, gains: goals.map((one) => gainOf(choice, one)) })) };
    });
    return solveSeveralGoals(
      projected,
      goals.map((one) => needed[one] ?? 0n),
      allowance,
    );
  }
}

/** What the solution is worth in the terms of its bound. */
export function valueOf(kinds: readonly Kind[], taken: Solution['taken'], aim: Aim): bigint {
  return aim.kind === 'targets' ? costOf(kinds, taken) : gainedBy(kinds, taken, 0);
}

interface Part {
  goals: number[];
  kinds: number[];
}

/** Goals that no kind serves together are solved one by one: exactly, and in the time of the greatest. */
function independentParts(kinds: readonly Kind[], goals: readonly number[]): Part[] {
  const partByGoal = new Map<number, Part>(goals.map((goal) => [goal, { goals: [goal], kinds: [] }]));
  for (const [index, { choices }] of kinds.entries()) {
    const served = goals.filter((goal) => choices.some((choice) => gainOf(choice, goal) > 0n));
    const parts = new Set(served.flatMap((goal) => partByGoal.get(goal) ?? []));
    const [first, ...others] = parts;
    if (!first) continue;
    first.kinds.push(index);
    for (const other of others) {
      first.goals.push(...other.goals);
      first.kinds.push(...other.kinds);
      for (const goal of other.goals) partByGoal.set(goal, first);
    }
  }
  return [...new Set(partByGoal.values())];
}
