import type { Allowance, Move } from './knapsack.ts';

/** Another choice for a copy of a kind, and what it changes. */
export interface Alternative {
  readonly from: number;
  readonly to: number;
  readonly cost: bigint;
  readonly gains: readonly bigint[];
  readonly loss: bigint;
}

/** Some copies of one kind that are treated otherwise than the first choice, and what that changes. */
export interface Deviation {
  readonly cost: bigint;
  readonly gains: readonly bigint[];
  readonly loss: bigint;
  readonly moves: readonly Move[];
}

/** Every mixture of other choices (but none at all) whose losses stay within what is allowed; null when the allowance is spent. */
export function deviationsOf(
  kind: number,
  copies: number,
  alternatives: readonly Alternative[],
  allowed: bigint,
  allowance: Allowance,
): Deviation[] | null {
  const mixtures: (Deviation & { readonly used: number })[] = [{ cost: 0n, gains: [], loss: 0n, moves: [], used: 0 }];
  for (const { from, to, cost, gains, loss } of alternatives) {
    const known = [...mixtures];
    for (const mixture of known) {
      for (let more = 1; more <= copies - mixture.used; more += 1) {
        const times = BigInt(more);
        const lost = mixture.loss + times * loss;
        if (lost > allowed) break;
        if (!allowance.spend(1)) return null;
        mixtures.push({
          cost: mixture.cost + times * cost,
          gains: gains.map((gain, goal) => times * gain + (mixture.gains[goal] ?? 0n)),
          loss: lost,
          moves: [...mixture.moves, { kind, from, to, copies: more }],
          used: mixture.used + more,
        });
      }
    }
  }
  return mixtures.slice(1);
}
