import { nearestDouble } from '../rational.ts';
import { type Deviation, deviationsOf } from './deviations.ts';
import {
  type Allowance,
  type Choice,
  ceilDivide,
  compareBigints,
  compareGains,
  costOf,
  gainedBy,
  gainOf,
  type Kind,
  least,
  type Move,
  movesOf,
  nothing,
  type Solution,
  takenBy,
} from './knapsack.ts';
import { multipliersOf } from './multipliers.ts';

/**
 * Several goals at once at least cost. Prices for the goals (Lagrange multipliers) give the bound; a greedy solution is mended and trimmed;
 * then everything whose losses at those prices could still beat it is combined, as with one goal, but keeping what no other combination beats
 * in cost and in every gain. All goals have to be reachable.
 */
export function solveSeveralGoals(kinds: readonly Kind[], needed: readonly bigint[], allowance: Allowance): Solution {
  const { prices, unit } = multipliersOf(kinds, needed);
  const worthOf = ({ cost, gains }: Kind['choices'][number]) =>
    gains.reduce((sum, gain, goal) => sum + gain * (prices[goal] ?? 0n), 0n) - unit * cost;
  const start = kinds.map(({ choices }) => bestOf(choices.map(worthOf)));
  const worth = kinds.reduce(
    (sum, { copies, choices }, index) => sum + BigInt(copies) * worthOf(choices[start[index] ?? -1] ?? nothing),
    0n,
  );
  const price = needed.reduce((sum, need, goal) => sum + need * (prices[goal] ?? 0n), 0n);
  const bound = ceilDivide(price - worth, unit);

  const greedy = trimmed(kinds, needed, mended(kinds, needed, startingCounts(kinds, start)));
  let best: { readonly cost: bigint; readonly taken: Solution['taken'] } = { cost: costOf(kinds, greedy), taken: greedy };
  const allowed = () => unit * (best.cost - 1n) - (price - worth);
  const order = kinds
    .map((kind, index) => {
      const from = start[index] ?? -1;
      const now = kind.choices[from] ?? nothing;
      const others = [nothing, ...kind.choices].flatMap((choice, at) => {
        if (at - 1 === from) return [];
        const gains = needed.map((_, goal) => gainOf(choice, goal) - gainOf(now, goal));
        return [{ from, to: at - 1, cost: choice.cost - now.cost, gains, loss: worthOf(now) - worthOf(choice) }];
      });
      return { kind: index, copies: kind.copies, others, leastLoss: others.map(({ loss }) => loss).reduce(least) };
    })
    .filter(({ leastLoss }) => leastLoss <= allowed())
    .sort((a, b) => compareBigints(a.leastLoss, b.leastLoss));

  const startCounts = startingCounts(kinds, start);
  const startGains = needed.map((_, goal) => gainedBy(kinds, startCounts, goal));
  let states: readonly State[] = [{ cost: costOf(kinds, startCounts), gains: startGains, loss: 0n, moves: [], before: null }];
  const judge = (state: State) => {
    if (state.cost >= best.cost || !needed.every((need, goal) => (state.gains[goal] ?? 0n) >= need)) return;
    best = { cost: state.cost, taken: takenBy(kinds, [...atStart, ...movesOf(state)]) };
  };
  const atStart = kinds.map(({ copies }, kind) => ({ kind, from: -1, to: start[kind] ?? -1, copies }));
  states.forEach(judge);
  for (const { kind, copies, others, leastLoss } of order) {
    if (leastLoss > allowed()) break;
    const deviations = deviationsOf(kind, copies, others, allowed(), allowance);
    const next = deviations && combined(states, deviations, allowed(), allowance);
    next?.forEach(judge);
    const kept = next && undominated([...states, ...next], allowance);
    if (!kept) return { taken: best.taken, bound };
    states = kept;
  }
  return { taken: best.taken, bound: best.cost };
}

interface State {
  readonly cost: bigint;
  readonly gains: readonly bigint[];
  readonly loss: bigint;
  readonly moves: readonly Move[];
  readonly before: State | null;
}

/** Null when the allowance is spent. */
function combined(states: readonly State[], deviations: readonly Deviation[], allowed: bigint, allowance: Allowance): State[] | null {
  const next: State[] = [];
  for (const state of states) {
    if (!allowance.spend(deviations.length)) return null;
    for (const { cost, gains, loss, moves } of deviations) {
      if (state.loss + loss > allowed) continue;
      const together = state.gains.map((gain, goal) => gain + (gains[goal] ?? 0n));
      next.push({ cost: state.cost + cost, gains: together, loss: state.loss + loss, moves, before: state });
    }
  }
  return next;
}

/** Those that no other one beats in cost and in every gain; null when the allowance is spent. */
function undominated(states: readonly State[], allowance: Allowance): State[] | null {
  const kept: State[] = [];
  for (const state of states.toSorted((a, b) => compareBigints(a.cost, b.cost) || compareGains(b.gains, a.gains))) {
    if (!allowance.spend(Math.ceil(kept.length / 8))) return null;
    if (!kept.some(({ gains }) => gains.every((gain, goal) => gain >= (state.gains[goal] ?? 0n)))) kept.push(state);
  }
  return kept;
}

function startingCounts(kinds: readonly Kind[], start: readonly number[]): number[][] {
  return kinds.map(({ copies, choices }, index) => choices.map((_, at) => (at === start[index] ? copies : 0)));
}

/** Adds what brings most towards the goals for the cost until all are reached. */
function mended(kinds: readonly Kind[], needed: readonly bigint[], counts: number[][]): number[][] {
  const missing = needed.map((need, goal) => need - gainedBy(kinds, counts, goal));
  while (missing.some((one) => one > 0n)) {
    let best: { readonly kind: number; readonly from: number; readonly to: number; readonly free: number; readonly rate: number } | null =
      null;
    for (const [kind, { copies, choices }] of kinds.entries()) {
      const own = counts[kind] ?? [];
      const alone = copies - own.reduce((sum, one) => sum + one, 0);
      for (const [from, free] of [[-1, alone] as const, ...own.entries()]) {
        if (free === 0) continue;
        const now = choices[from] ?? nothing;
        for (const [to, choice] of choices.entries()) {
          const useful = missing.reduce((sum, miss, goal) => {
            const gain = gainOf(choice, goal) - gainOf(now, goal);
            return miss <= 0n || gain <= 0n ? sum : sum + (gain >= miss ? 1 : nearestDouble({ numerator: gain, denominator: miss }));
          }, 0);
          if (useful === 0 || losesAnywhere(now, choice, missing.length)) continue;
          const rate = choice.cost <= now.cost ? Number.POSITIVE_INFINITY : useful / Number(choice.cost - now.cost);
          if (!best || rate > best.rate) best = { kind, from, to, free, rate };
        }
      }
    }
    if (!best) throw new Error('goals that were found reachable are not');
    const { kind, from, to, free } = best;
    const now = kinds[kind]?.choices[from] ?? nothing;
    const then = kinds[kind]?.choices[to] ?? nothing;
    const enough = missing.reduce((low, miss, goal) => {
      const gain = gainOf(then, goal) - gainOf(now, goal);
      return miss > 0n && gain > 0n ? least(low, ceilDivide(miss, gain)) : low;
    }, BigInt(free));
    const own = counts[kind] ?? [];
    if (from >= 0) own[from] = (own[from] ?? 0) - Number(enough);
    own[to] = (own[to] ?? 0) + Number(enough);
    for (const [goal, miss] of missing.entries()) missing[goal] = miss - enough * (gainOf(then, goal) - gainOf(now, goal));
  }
  return counts;
}

/** Going from one choice to the other must not take away from a goal, lest mending never ends. */
function losesAnywhere(now: Choice, then: Choice, goals: number): boolean {
  return Array.from({ length: goals }).some((_, goal) => gainOf(then, goal) < gainOf(now, goal));
}

/** Takes back what is not needed, the dearest first. */
function trimmed(kinds: readonly Kind[], needed: readonly bigint[], counts: number[][]): number[][] {
  const surplus = needed.map((need, goal) => gainedBy(kinds, counts, goal) - need);
  const steps = kinds.flatMap(({ choices }, kind) => {
    return choices.flatMap((from, at) => {
      return [nothing, ...choices].flatMap((to, index) =>
        to.cost < from.cost ? [{ kind, at, to: index - 1, saved: from.cost - to.cost }] : [],
      );
    });
  });
  for (const { kind, at, to } of steps.sort((a, b) => compareBigints(b.saved, a.saved))) {
    const own = counts[kind] ?? [];
    const from = kinds[kind]?.choices[at] ?? nothing;
    const then = kinds[kind]?.choices[to] ?? nothing;
    const spare = surplus.reduce(
      (low, more, goal) => {
        const lost = gainOf(from, goal) - gainOf(then, goal);
        return lost > 0n ? least(low, more / lost) : low;
      },
      BigInt(own[at] ?? 0),
    );
    if (spare <= 0n) continue;
    own[at] = (own[at] ?? 0) - Number(spare);
    if (to >= 0) own[to] = (own[to] ?? 0) + Number(spare);
    for (const [goal, more] of surplus.entries()) surplus[goal] = more - spare * (gainOf(from, goal) - gainOf(then, goal));
  }
  return counts;
}

/** -1 (left alone, worth 0) unless a choice is worth more. */
function bestOf(worths: readonly bigint[]): number {
  let best = -1;
  let most = 0n;
  worths.forEach((worth, index) => {
    if (worth > most) [best, most] = [index, worth];
  });
  return best;
}
