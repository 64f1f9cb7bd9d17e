import { nearestDouble } from '../rational.ts';
import { type Alternative, type Deviation, deviationsOf } from './deviations.ts';
import {
  type Aim,
  type Allowance,
  ceilDivide,
  compareBigints,
  gainOf,
  type Kind,
  least,
  type Move,
  movesOf,
  nothing,
  type Solution,
  takenBy,
} from './knapsack.ts';

/**
 * The exact optimum for one goal, or one budget, when the allowance suffices; else the best found, with the bound.
 *
 * First greedily, by gain for the cost along each kind's concave hull: taking fractions of copies that is the best possible, which gives the bound; the increment
 * at which the aim is reached is the break. Prices in which the break costs nothing turn every other choice into a loss. Whatever beats the best known has to stay
 * below the difference of best and bound in losses, so only few kinds, near the break, can deviate from the greedy choice: those are combined one after the
 * other, keeping only combinations that no other one beats in cost and gain, and completed with as many copies of the break as fit.
 * (The core idea of Pisinger's algorithms for knapsack problems.)
 *
 * Returns null when all choices together do not reach the goal.
 */
export function solveOneGoal(kinds: readonly Kind[], aim: Aim, goal: number, allowance: Allowance): Solution | null {
  const increments = incrementsOf(kinds, goal);
  const greedy = aim.kind === 'targets' ? reach(increments, aim.needed[goal] ?? 0n) : spend(increments, aim.cost);
  if (greedy === null) return null;
  const { edge } = greedy;
  if (edge === null) return { taken: takenBy(kinds, greedy.moves), bound: aim.kind === 'targets' ? greedy.cost : greedy.gain };
  return improved(kinds, aim, goal, { ...greedy, edge }, allowance);
}

interface Increment extends Move {
  readonly cost: bigint;
  readonly gain: bigint;
}

interface Greedy {
  readonly moves: readonly Move[];
  readonly cost: bigint;
  readonly gain: bigint;
  /** What was taken whole. */
  readonly whole: readonly Increment[];
  /** The increment that could not be: the break. */
  readonly edge: Increment | null;
}

/** Steps along the concave hull of each kind's choices, the greatest gain for the cost first; what costs nothing comes before all. */
function incrementsOf(kinds: readonly Kind[], goal: number): Increment[] {
  const rated: (Increment & { readonly rate: number })[] = [];
  for (const [kind, { copies, choices }] of kinds.entries()) {
    for (const { from, to, cost, gain } of hullOf(choices, goal)) {
      const rate = cost === 0n ? Number.POSITIVE_INFINITY : nearestDouble({ numerator: gain, denominator: cost });
      rated.push({ kind, from, to, copies, cost, gain, rate });
    }
  }
  return rated.sort((a, b) => {
    // Rounded rates decide unless they are all but equal, or too great for a double (whose difference is no number).
    if (Math.abs(a.rate - b.rate) > 1e-9 * a.rate) return b.rate - a.rate;
    return compareBigints(b.gain * a.cost, a.gain * b.cost);
  });
}

interface HullStep {
  readonly from: number;
  readonly to: number;
  readonly cost: bigint;
  readonly gain: bigint;
}

function hullOf(choices: Kind['choices'], goal: number): HullStep[] {
  const order = choices.map((_, index) => index).sort((a, b) => compareByCost(choices[a] ?? nothing, choices[b] ?? nothing, goal));
  const hull: HullStep[] = [];
  for (const to of order) {
    const choice = choices[to] ?? nothing;
    for (;;) {
      const from = hull.at(-1)?.to ?? -1;
      const start = choices[from] ?? nothing;
      const cost = choice.cost - start.cost;
      const gain = gainOf(choice, goal) - gainOf(start, goal);
      if (gain <= 0n) break;
      const previous = hull.at(-1);
      // A step that is at least as steep as the one before makes the end of that one a detour.
      if (previous && gain * previous.cost >= previous.gain * cost) {
        hull.pop();
        continue;
      }
      hull.push({ from, to, cost, gain });
      break;
    }
  }
  return hull;
}

function compareByCost(a: { cost: bigint; gains: readonly bigint[] }, b: typeof a, goal: number): number {
  return compareBigints(a.cost, b.cost) || compareBigints(gainOf(b, goal), gainOf(a, goal));
}

/** Whole increments until the goal, which is above zero, is reached; of the last one as many copies as it takes. */
function reach(increments: readonly Increment[], needed: bigint): Greedy | null {
  const moves: Move[] = [];
  let cost = 0n;
  let gain = 0n;
  for (const [index, increment] of increments.entries()) {
    const copies = least(BigInt(increment.copies), ceilDivide(needed - gain, increment.gain));
    moves.push({ ...increment, copies: Number(copies) });
    cost += copies * increment.cost;
    gain += copies * increment.gain;
    if (gain >= needed) return { moves, cost, gain, whole: increments.slice(0, index), edge: increment.cost > 0n ? increment : null };
  }
  return null;
}

/** Whole increments while the budget lasts, of the first that is too many as many copies as it buys. */
function spend(increments: readonly Increment[], budget: bigint): Greedy {
  const moves: Move[] = [];
  let cost = 0n;
  let gain = 0n;
  for (const [index, increment] of increments.entries()) {
    const bought = increment.cost === 0n ? BigInt(increment.copies) : least(BigInt(increment.copies), (budget - cost) / increment.cost);
    moves.push({ ...increment, copies: Number(bought) });
    cost += bought * increment.cost;
    gain += bought * increment.gain;
    if (bought < increment.copies) return { moves, cost, gain, whole: increments.slice(0, index), edge: increment };
  }
  return { moves, cost, gain, whole: increments, edge: null };
}

/** Deviations from the greedy choice that were put together. `loss` says all about their gain: gain = (worth of the greedy choice - loss) at the prices. */
interface State {
  readonly cost: bigint;
  readonly loss: bigint;
  readonly moves: readonly Move[];
  readonly before: State | null;
}

function improved(
  kinds: readonly Kind[],
  aim: Aim,
  goal: number,
  greedy: Greedy & { readonly edge: Increment },
  allowance: Allowance,
): Solution {
  const { edge, whole } = greedy;
  const levels = new Map<number, number>(whole.map(({ kind, to }) => [kind, to]));
  const levelOf = (kind: number) => levels.get(kind) ?? -1;
  // At these prices the break is worth exactly what it costs.
  const worth = (cost: bigint, gain: bigint) => edge.cost * gain - edge.gain * cost;
  const startCost = sumOver(whole, ({ cost }) => cost);
  const most = worth(
    startCost,
    sumOver(whole, ({ gain }) => gain),
  );
  const rival = rivalOf(aim, goal, edge, most, greedy);

  const order = kinds
    .flatMap((kind, index) => {
      const others = alternativesOf(kind, levelOf(index), index === edge.kind ? edge.to : null, (choice) =>
        worth(choice.cost, gainOf(choice, goal)),
      );
      return others.length === 0
        ? []
        : [{ kind: index, copies: kind.copies, others, leastLoss: others.map(({ loss }) => loss).reduce(least) }];
    })
    .sort((a, b) => compareBigints(a.leastLoss, b.leastLoss));
  const finish = (bound: bigint): Solution => {
    const best = rival.best();
    const moves = best ? [...whole, ...movesOf(best.state), { ...edge, copies: best.copies }] : greedy.moves;
    return { taken: takenBy(kinds, moves), bound };
  };

  const start: State = { cost: startCost, loss: 0n, moves: [], before: null };
  rival.complete(start, edge.copies);
  // Few copies first: a better rival soon leaves little to look at for the proof.
  search(fewCopies, allowance.share(0.1));
  return finish(search(Number.POSITIVE_INFINITY, allowance) ? rival.value() : rival.bound);

  /** Looks at all combinations of so many copies of each kind; false when the allowance ends before that. */
  function search(mostCopies: number, spending: Allowance): boolean {
    let states: readonly State[] = [start];
    for (const { kind, copies, others, leastLoss } of order) {
      if (kind === edge.kind) continue;
      if (leastLoss > rival.allowed()) break;
      const deviations = deviationsOf(kind, Math.min(copies, mostCopies), others, rival.allowed(), spending);
      const next = deviations && combined(states, deviations, rival.allowed(), spending);
      if (!next) return false;
      for (const state of next) rival.complete(state, edge.copies);
      states = undominated([...states, ...next], edge);
    }
    // Last the kind of the break itself: its copies that deviate are not there to complete with.
    const own = order.find(({ kind }) => kind === edge.kind);
    const deviations = own ? deviationsOf(own.kind, Math.min(own.copies, mostCopies), own.others, rival.allowed(), spending) : [];
    for (const deviation of deviations ?? []) {
      const used = deviation.moves.reduce((sum, { copies }) => sum + copies, 0);
      const next = combined(states, [deviation], rival.allowed(), spending);
      if (!next) return false;
      for (const state of next) rival.complete(state, edge.copies - used);
    }
    return deviations !== null;
  }
}

const fewCopies = 2;

function sumOver(increments: readonly Increment[], amountOf: (increment: Increment) => bigint): bigint {
  return increments.reduce((sum, increment) => sum + BigInt(increment.copies) * amountOf(increment), 0n);
}

/** Other choices for a kind than its level (and than the break), and what they lose against it. */
function alternativesOf(
  { choices }: Kind,
  level: number,
  edge: number | null,
  worthOf: (choice: Kind['choices'][number]) => bigint,
): Alternative[] {
  const now = choices[level] ?? nothing;
  const worthNow = worthOf(now);
  return [nothing, ...choices].flatMap((choice, at) => {
    if (at - 1 === level || at - 1 === edge) return [];
    return [{ from: level, to: at - 1, cost: choice.cost - now.cost, gains: [], loss: worthNow - worthOf(choice) }];
  });
}

/** The best solution known, what another one may lose at most to beat it, and the bound. */
interface Rival {
  readonly bound: bigint;
  readonly value: () => bigint;
  /** null: the greedy one is. */
  readonly best: () => { readonly state: State; readonly copies: number } | null;
  readonly allowed: () => bigint;
  /** Completes a state with copies of the break, so many of which are free, and keeps it when that is better. */
  readonly complete: (state: State, free: number) => void;
}

function rivalOf(aim: Aim, goal: number, edge: Increment, most: bigint, greedy: Greedy): Rival {
  let best: { readonly state: State; readonly copies: number } | null = null;
  if (aim.kind === 'targets') {
    // cost x edge.gain = price + losses + what is gained in excess: so a solution that costs c has room for c x edge.gain - price.
    const price = edge.cost * (aim.needed[goal] ?? 0n) - most;
    let value = greedy.cost;
    let allowed = edge.gain * (value - 1n) - price;
    return {
      bound: ceilDivide(price, edge.gain),
      value: () => value,
      best: () => best,
      allowed: () => allowed,
      complete: (state, free) => {
        const room = value - 1n - state.cost;
        if (room < 0n) return;
        const affordable = least(BigInt(free), room / edge.cost);
        if (edge.gain * (state.cost + affordable * edge.cost) < price + state.loss) return;
        const missing = ceilDivide(price + state.loss, edge.gain) - state.cost;
        const copies = missing > 0n ? ceilDivide(missing, edge.cost) : 0n;
        best = { state, copies: Number(copies) };
        value = state.cost + copies * edge.cost;
        allowed = edge.gain * (value - 1n) - price;
      },
    };
  }
  // gain x edge.cost = worth - losses - what is left of the budget, in the prices.
  const worth = most + edge.gain * aim.cost;
  let value = greedy.gain;
  let allowed = worth - edge.cost * value - 1n;
  return {
    bound: worth / edge.cost,
    value: () => value,
    best: () => best,
    allowed: () => allowed,
    complete: (state, free) => {
      const room = aim.cost - state.cost;
      if (room < 0n) return;
      const copies = least(BigInt(free), room / edge.cost);
      const lost = state.loss + edge.gain * (room - copies * edge.cost);
      if (lost > allowed) return;
      best = { state, copies: Number(copies) };
      value = (worth - lost) / edge.cost;
      allowed = worth - edge.cost * value - 1n;
    },
  };
}

/** Null when the allowance is spent. */
function combined(states: readonly State[], deviations: readonly Deviation[], allowed: bigint, allowance: Allowance): State[] | null {
  const next: State[] = [];
  for (const before of states) {
    if (!allowance.spend(deviations.length)) return null;
    for (const { cost, loss, moves } of deviations) {
      const lost = before.loss + loss;
      if (lost <= allowed) next.push({ cost: before.cost + cost, loss: lost, moves, before });
    }
  }
  return next;
}

/** Those that no other one beats: none costs as little and gains as much. */
function undominated(states: readonly State[], edge: Increment): State[] {
  const sorted = states.toSorted((a, b) => compareBigints(a.cost, b.cost) || compareBigints(a.loss, b.loss));
  const kept: State[] = [];
  let last: State | null = null;
  for (const state of sorted) {
    // What costs more has to gain more: its loss must have grown by less than its cost is worth.
    if (last && state.loss - last.loss >= edge.gain * (state.cost - last.cost)) continue;
    kept.push(state);
    last = state;
  }
  return kept;
}
