/**
 * The arithmetic heart of a plan, free of estates: kinds of things, each in so many equal copies, each copy left alone or given one of the
 * kind's choices. All amounts are integers; what they are integers of is the caller's business.
 */
export interface Kind {
  readonly copies: number;
  readonly choices: readonly Choice[];
}

export interface Choice {
  readonly cost: bigint;
  /** By goal. */
  readonly gains: readonly bigint[];
}

export type Aim =
  /** At least these gains, at least cost. */
  | { readonly kind: 'targets'; readonly needed: readonly bigint[] }
  /** The most of the first gain, at no more than this cost. */
  | { readonly kind: 'budget'; readonly cost: bigint };

export interface Solution {
  /** Copies given each choice, by kind and by choice. */
  readonly taken: readonly (readonly number[])[];
  /** No solution costs less (targets), none gains more (budget). */
  readonly bound: bigint;
}

/** Counts what is looked at and says no once that is enough, or the time is up; asks for the time only now and then. */
export interface Allowance {
  readonly spend: (steps: number) => boolean;
  /** An allowance of its own that ends sooner: after a share of what is left. */
  readonly share: (part: number) => Allowance;
}

export function allowanceOf({ steps = 250_000, isOver }: { readonly steps?: number; readonly isOver?: () => boolean } = {}): Allowance {
  let left = steps;
  let untilAsked = 0;
  const spend = (spent: number) => {
    left -= spent;
    untilAsked -= spent;
    if (untilAsked <= 0 && left > 0) {
      untilAsked = 1000;
      if (isOver?.()) left = 0;
    }
    return left > 0;
  };
  const shareOf = (whole: Allowance['spend'], available: () => number, part: number): Allowance => {
    let own = available() * part;
    const spendOwn = (spent: number) => {
      own -= spent;
      return whole(spent) && own > 0;
    };
    return { spend: spendOwn, share: (smaller) => shareOf(spendOwn, () => own, smaller) };
  };
  return { spend, share: (part) => shareOf(spend, () => left, part) };
}

export const nothing: Choice = { cost: 0n, gains: [] };

export function gainOf(choice: Choice, goal = 0): bigint {
  return choice.gains[goal] ?? 0n;
}

/** Copies that change from one choice to another (-1: left alone). */
export interface Move {
  readonly kind: number;
  readonly from: number;
  readonly to: number;
  readonly copies: number;
}

/** The counts of a solution, from all copies left alone through moves. */
export function takenBy(kinds: readonly Kind[], moves: Iterable<Move>): number[][] {
  const taken = kinds.map(({ choices }) => choices.map(() => 0));
  for (const { kind, from, to, copies } of moves) {
    const counts = taken[kind];
    if (!counts) continue;
    if (from >= 0) counts[from] = (counts[from] ?? 0) - copies;
    if (to >= 0) counts[to] = (counts[to] ?? 0) + copies;
  }
  return taken;
}

/** All copies given the last choice, which gains the most of everything. */
export function everythingOf(kinds: readonly Kind[]): Solution['taken'] {
  return kinds.map(({ copies, choices }) => choices.map((_, at) => (at === choices.length - 1 ? copies : 0)));
}

export function costOf(kinds: readonly Kind[], taken: Solution['taken']): bigint {
  return totalOf(kinds, taken, ({ cost }) => cost);
}

export function gainedBy(kinds: readonly Kind[], taken: Solution['taken'], goal: number): bigint {
  return totalOf(kinds, taken, (choice) => gainOf(choice, goal));
}

function totalOf(kinds: readonly Kind[], taken: Solution['taken'], amountOf: (choice: Choice) => bigint): bigint {
  let total = 0n;
  taken.forEach((counts, kind) => {
    counts.forEach((copies, choice) => {
      if (copies > 0) total += BigInt(copies) * amountOf(kinds[kind]?.choices[choice] ?? nothing);
    });
  });
  return total;
}

export function ceilDivide(top: bigint, bottom: bigint): bigint {
  return top > 0n ? (top + bottom - 1n) / bottom : top / bottom;
}

export function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

export function compareBigints(a: bigint, b: bigint): number {
  return Number(a > b) - Number(a < b);
}

/** By the first goal, those alike by the next, and so on. */
export function compareGains(a: readonly bigint[], b: readonly bigint[]): number {
  return a.reduce((order, gain, goal) => order || compareBigints(gain, b[goal] ?? 0n), 0);
}

export function movesOf(state: Chained): Move[] {
  const moves: Move[] = [];
  for (let at: Chained | null = state; at; at = at.before) moves.push(...at.moves);
  return moves;
}

/** Moves on top of those of a state before. */
export interface Chained {
  readonly moves: readonly Move[];
  readonly before: Chained | null;
}
