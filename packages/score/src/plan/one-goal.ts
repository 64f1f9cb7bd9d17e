import { nearestDouble } from '../rational.ts';
import { type Deviation, deviationsOf } from './deviations.ts';
import { type Aim, type Allowance, ceilDivide, gainOf, type Kind, least, type Move, nothing, type Solution, takenBy } from './knapsack.ts';

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
  if (greedy.breakAt === null) return { taken: takenBy(kinds, greedy.moves), bound: aim.kind === 'targets' ? greedy.cost : greedy.gain };
  return improved(kinds, aim, goal, increments, { ...greedy, breakAt: greedy.breakAt }, allowance);
}

interface Increment extends Move {
  readonly cost: bigint;
  readonly gain: bigint;
}

interface Greedy {
  readonly moves: readonly Move[];
  readonly cost: bigint;
  readonly gain: bigint;
  /** The increment, an index, that could not be taken whole. */
  readonly breakAt: number | null;
}

/** Steps along the concave hull of each kind's choices, the greatest gain for the cost first; what costs nothing comes before all. */
function incrementsOf(kinds: readonly Kind[], goal: number): Increment[] {
  const rated = kinds.flatMap((kind, index) => {
    return hullOf(kind, goal).map((increment) => {
      return {
        ...increment,
        kind: index,
        copies: kind.copies,
        rate: nearestDouble({ numerator: increment.gain, denominator: increment.cost || 1n }),
      };
    });
  });
  return rated.sort((a, b) => {
    if (a.cost === 0n || b.cost === 0n) return Number(a.cost > 0n) - Number(b.cost > 0n) || a.kind - b.kind;
    // Rounded rates decide unless they are all but equal (or too great for a double).
    if (Math.abs(a.rate - b.rate) > 1e-9 * a.rate) return b.rate - a.rate;
    const difference = b.gain * a.cost - a.gain * b.cost;
    return difference > 0n ? 1 : difference < 0n ? -1 : a.kind - b.kind;
  });
}

function hullOf({ choices }: Kind, goal: number): { from: number; to: number; cost: bigint; gain: bigint }[] {
  const order = choices.map((_, index) => index).sort((a, b) => compareByCost(choices[a] ?? nothing, choices[b] ?? nothing, goal));
  const hull: { from: number; to: number; cost: bigint; gain: bigint }[] = [];
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
  if (a.cost !== b.cost) return a.cost < b.cost ? -1 : 1;
  const difference = gainOf(b, goal) - gainOf(a, goal);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Whole increments until the goal is reached, of the last one as many copies as it takes. */
function reach(increments: readonly Increment[], needed: bigint): Greedy | null {
  const moves: Move[] = [];
  let cost = 0n;
  let gain = 0n;
  for (const [index, increment] of increments.entries()) {
    if (gain >= needed) break;
    const copies = least(BigInt(increment.copies), ceilDivide(needed - gain, increment.gain));
    moves.push({ ...increment, copies: Number(copies) });
    cost += copies * increment.cost;
    gain += copies * increment.gain;
    if (gain >= needed) return { moves, cost, gain, breakAt: increment.cost > 0n ? index : null };
  }
  return gain >= needed ? { moves, cost, gain, breakAt: null } : null;
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
    if (bought < increment.copies) return { moves, cost, gain, breakAt: index };
  }
  return { moves, cost, gain, breakAt: null };
}

interface State {
  readonly cost: bigint;
  readonly gain: bigint;
  readonly loss: bigint;
  readonly moves: readonly Move[];
  readonly before: State | null;
}

function improved(
  kinds: readonly Kind[],
  aim: Aim,
  goal: number,
  increments: readonly Increment[],
  greedy: Greedy & { readonly breakAt: number },
  allowance: Allowance,
): Solution {
  const edge = increments[greedy.breakAt];
  if (!edge) throw new Error('a break without an increment');
  const whole = increments.slice(0, greedy.breakAt);
  const levels = new Map<number, number>();
  for (const { kind, to } of whole) levels.set(kind, to);
  const levelOf = (kind: number) => levels.get(kind) ?? -1;
  const start: State = {
    cost: whole.reduce((sum, { cost, copies }) => sum + BigInt(copies) * cost, 0n),
    gain: whole.reduce((sum, { gain, copies }) => sum + BigInt(copies) * gain, 0n),
    loss: 0n,
    moves: [],
    before: null,
  };
  // At these prices the break is worth exactly what it costs.
  const worth = (cost: bigint, gain: bigint) => edge.cost * gain - edge.gain * cost;
  const most = worth(start.cost, start.gain);
  const needed = aim.kind === 'targets' ? (aim.needed[goal] ?? 0n) : 0n;
  const bound = aim.kind === 'targets' ? ceilDivide(edge.cost * needed - most, edge.gain) : (most + edge.gain * aim.cost) / edge.cost;

  let best = { value: aim.kind === 'targets' ? greedy.cost : greedy.gain, moves: greedy.moves };
  // What beats the best known loses no more than this.
  const allowed = () => {
    return aim.kind === 'targets'
      ? edge.gain * (best.value - 1n) - (edge.cost * needed - most)
      : most + edge.gain * aim.cost - edge.cost * best.value - 1n;
  };
  const complete = (state: State, free: number) => {
    if (aim.kind === 'targets') {
      const copies = state.gain >= needed ? 0n : ceilDivide(needed - state.gain, edge.gain);
      const value = state.cost + copies * edge.cost;
      if (copies <= free && value < best.value) best = { value, moves: [...whole, ...movesOf(state), { ...edge, copies: Number(copies) }] };
    } else if (state.cost <= aim.cost) {
      const copies = least(BigInt(free), (aim.cost - state.cost) / edge.cost);
      const value = state.gain + copies * edge.gain;
      if (value > best.value) best = { value, moves: [...whole, ...movesOf(state), { ...edge, copies: Number(copies) }] };
    }
  };

  const order = kinds
    .flatMap((kind, index) => {
      const level = kind.choices[levelOf(index)] ?? nothing;
      const worthNow = worth(level.cost, gainOf(level, goal));
      const others = [nothing, ...kind.choices].flatMap((choice, at) => {
        const skipped = at - 1 === levelOf(index) || (index === edge.kind && at - 1 === edge.to);
        if (skipped) return [];
        const loss = worthNow - worth(choice.cost, gainOf(choice, goal));
        return [
          { from: levelOf(index), to: at - 1, cost: choice.cost - level.cost, gains: [gainOf(choice, goal) - gainOf(level, goal)], loss },
        ];
      });
      const leastLoss = others.reduce<bigint | null>((low, { loss }) => (low === null || loss < low ? loss : low), null);
      return leastLoss === null ? [] : [{ kind: index, copies: kind.copies, others, leastLoss }];
    })
    .filter(({ leastLoss }) => leastLoss <= allowed())
    .sort((a, b) => (a.leastLoss < b.leastLoss ? -1 : a.leastLoss > b.leastLoss ? 1 : a.kind - b.kind));

  let states: readonly State[] = [start];
  complete(start, edge.copies);
  for (const { kind, copies, others, leastLoss } of order) {
    if (kind === edge.kind) continue;
    if (leastLoss > allowed()) break;
    const deviations = deviationsOf(kind, copies, others, allowed(), allowance);
    const next = deviations && combined(states, deviations, allowed, allowance);
    if (!next) return { taken: takenBy(kinds, best.moves), bound };
    for (const state of next) complete(state, edge.copies);
    states = undominated([...states, ...next]);
  }
  // Last the kind of the break itself: its copies that deviate are not there to complete with.
  const own = order.find(({ kind }) => kind === edge.kind);
  const deviations = own ? deviationsOf(own.kind, own.copies, own.others, allowed(), allowance) : [];
  if (!deviations) return { taken: takenBy(kinds, best.moves), bound };
  for (const deviation of deviations) {
    const used = deviation.moves.reduce((sum, { copies }) => sum + copies, 0);
    const next = combined(states, [deviation], allowed, allowance);
    if (!next) return { taken: takenBy(kinds, best.moves), bound };
    for (const state of next) complete(state, edge.copies - used);
  }
  return { taken: takenBy(kinds, best.moves), bound: best.value };
}

/** Null when the allowance is spent. */
function combined(states: readonly State[], deviations: readonly Deviation[], allowed: () => bigint, allowance: Allowance): State[] | null {
  const next: State[] = [];
  const most = allowed();
  for (const state of states) {
    if (!allowance.spend(deviations.length)) return null;
    for (const { cost, gains, loss, moves } of deviations) {
      if (state.loss + loss > most) continue;
      next.push({ cost: state.cost + cost, gain: state.gain + (gains[0] ?? 0n), loss: state.loss + loss, moves, before: state });
    }
  }
  return next;
}

/** Those that no other one beats: none costs as little and gains as much. */
function undominated(states: readonly State[]): State[] {
  const sorted = states.toSorted((a, b) => {
    if (a.cost !== b.cost) return a.cost < b.cost ? -1 : 1;
    return a.gain > b.gain ? -1 : a.gain < b.gain ? 1 : 0;
  });
  const kept: State[] = [];
  for (const state of sorted) {
    const last = kept.at(-1);
    if (!last || state.gain > last.gain) kept.push(state);
  }
  return kept;
}

function movesOf(state: State): Move[] {
  const moves: Move[] = [];
  for (let at: State | null = state; at; at = at.before) moves.push(...at.moves);
  return moves;
}
