import { fraction, type Rational } from '../rational.ts';
import type { Pattern } from './patterns.ts';
import type { ChangeCause } from './transition.ts';

/** More causes than this at once would take longer than anyone waits; there are hardly more kinds of them. */
const mostCauses = 16;

/**
 * What has to be summed for the Shapley value of one cause: every set of the other causes that may have taken effect before it, with the share
 * of all orders in which exactly those did.
 */
export function coalitionsWithout(
  player: number,
  players: number,
): { readonly set: number; readonly then: number; readonly weight: Rational }[] {
  if (players > mostCauses) throw new RangeError(`${players} causes at once are too many to explain; at most ${mostCauses} can be`);
  const bit = 1 << player;
  return Array.from({ length: 2 ** players }, (_, set) => set).flatMap((set) => {
    return set & bit ? [] : [{ set, then: set | bit, weight: weightOf(sizeOf(set), players) }];
  });
}

/** |S|! x (n - 1 - |S|)! / n! */
function weightOf(size: number, players: number): Rational {
  return fraction(factorial(size) * factorial(players - 1 - size), factorial(players));
}

/** Translates a set of all causes into the set of a pattern's own. */
export function ownSetOf(causes: readonly ChangeCause[], all: readonly ChangeCause[], set: number): number {
  return causes.reduce((own, cause, bit) => (set & (1 << all.indexOf(cause)) ? own | (1 << bit) : own), 0);
}

/** Healthy and all counting resources of patterns when these causes have taken effect. */
export function countsAt(
  patterns: readonly Pattern[],
  all: readonly ChangeCause[],
  set: number,
): { readonly healthy: number; readonly total: number } {
  let healthy = 0;
  let total = 0;
  for (const { causes, states, members } of patterns) {
    const state = states[ownSetOf(causes, all, set)];
    if (state === 'out') continue;
    const count = members.reduce((sum, member) => sum + member.count, 0);
    total += count;
    if (state === 'healthy') healthy += count;
  }
  return { healthy, total };
}

function sizeOf(set: number): number {
  let size = 0;
  for (let left = set; left > 0; left >>= 1) size += left & 1;
  return size;
}

function factorial(value: number): bigint {
  let product = 1n;
  for (let factor = 2n; factor <= BigInt(value); factor += 1n) product *= factor;
  return product;
}
