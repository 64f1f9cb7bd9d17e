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

  const greedy = countsOf(trimmed(mended(stocksAt(kinds, start), needed), needed));
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
    .sort((a, b) => compareBigints(a.leastLoss, b.leastLoss));

  const startCounts = countsOf(stocksAt(kinds, start));
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

/** The copies of a kind, and how many are at each level: left alone first, then its choices. */
interface Stock {
  readonly levels: readonly { readonly choice: Choice; copies: number }[];
}

/** All copies of each kind at one choice (-1: left alone). */
function stocksAt(kinds: readonly Kind[], start: readonly number[]): Stock[] {
  return kinds.map(({ copies, choices }, kind) => {
    return { levels: [nothing, ...choices].map((choice, at) => ({ choice, copies: at - 1 === start[kind] ? copies : 0 })) };
  });
}

function countsOf(stocks: readonly Stock[]): number[][] {
  return stocks.map(({ levels }) => levels.slice(1).map(({ copies }) => copies));
}

/** What is reached of each goal beyond what is needed; negative where something is missing. */
function surplusOf(stocks: readonly Stock[], needed: readonly bigint[]): bigint[] {
  return needed.map((need, goal) => {
    const gains = stocks.flatMap(({ levels }) => levels.map(({ choice, copies }) => BigInt(copies) * gainOf(choice, goal)));
    return gains.reduce((sum, gain) => sum + gain, -need);
  });
}

/** Copies that go from one level of their kind to another. */
interface Shift {
  readonly from: Stock['levels'][number];
  readonly to: Stock['levels'][number];
}

function moveCopies({ from, to }: Shift, copies: bigint, surplus: bigint[]): void {
  from.copies -= Number(copies);
  to.copies += Number(copies);
  for (const [goal, more] of surplus.entries()) surplus[goal] = more + copies * gainIn({ from, to }, goal);
}

function gainIn({ from, to }: Shift, goal: number): bigint {
  return gainOf(to.choice, goal) - gainOf(from.choice, goal);
}

/** Adds what brings most towards the goals for the cost until all are reached. */
function mended(stocks: readonly Stock[], needed: readonly bigint[]): readonly Stock[] {
  const surplus = surplusOf(stocks, needed);
  while (surplus.some((more) => more < 0n)) {
    let best: (Shift & { readonly rate: number }) | null = null;
    for (const { levels } of stocks) {
      for (const from of levels) {
        if (from.copies === 0) continue;
        for (const to of levels) {
          const rate = rateOf({ from, to }, surplus);
          if (rate !== null && (!best || rate > best.rate)) best = { from, to, rate };
        }
      }
    }
    if (!best) throw new Error('goals that were found reachable are not');
    const shift = best;
    const enough = surplus.reduce((low, more, goal) => {
      const gain = gainIn(shift, goal);
      return more < 0n && gain > 0n ? least(low, ceilDivide(-more, gain)) : low;
    }, BigInt(shift.from.copies));
    moveCopies(shift, enough, surplus);
  }
  return stocks;
}

/** The parts of what is missing that one copy brings, for its cost; null when that is nothing, or when it takes away from a goal, lest mending never ends. */
function rateOf({ from, to }: Shift, surplus: readonly bigint[]): number | null {
  let useful = 0;
  for (const [goal, more] of surplus.entries()) {
    const gain = gainIn({ from, to }, goal);
    if (gain < 0n) return null;
    if (more < 0n) useful += Math.min(1, nearestDouble({ numerator: gain, denominator: -more }));
  }
  return useful === 0 ? null : useful / Number(to.choice.cost - from.choice.cost);
}

/** Takes back what is not needed, the dearest first. */
function trimmed(stocks: readonly Stock[], needed: readonly bigint[]): readonly Stock[] {
  const surplus = surplusOf(stocks, needed);
  const shifts = stocks.flatMap(({ levels }) => {
    return levels.flatMap((from) =>
      levels.flatMap((to) => {
        const saved = from.choice.cost - to.choice.cost;
        return saved > 0n ? [{ from, to, saved }] : [];
      }),
    );
  });
  for (const shift of shifts.sort((a, b) => compareBigints(b.saved, a.saved))) {
    const spare = surplus.reduce((low, more, goal) => {
      const lost = -gainIn(shift, goal);
      return lost > 0n ? least(low, more / lost) : low;
    }, BigInt(shift.from.copies));
    moveCopies(shift, spare, surplus);
  }
  return stocks;
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
