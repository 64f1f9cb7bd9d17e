import { nearestDouble } from '../rational.ts';
import { gainOf, type Kind, nothing } from './knapsack.ts';

/** A price for each goal, as integers: a gain g of goal k is worth `g * prices[k] / unit` of cost. */
export interface Multipliers {
  readonly prices: readonly bigint[];
  readonly unit: bigint;
}

const rounds = 600;
/** Rounds without a better bound after which a smaller rise is aimed at. */
const patience = 20;
const precision = 2 ** 40;

/**
 * Prices at which the bound is high, found by subgradient steps. Any prices that are not negative give a valid bound, so this may be done in doubles:
 * how good they are decides how tight the bound is, never whether it holds. `needed` has to be above zero.
 */
export function multipliersOf(kinds: readonly Kind[], needed: readonly bigint[]): Multipliers {
  const slopesAt = slopesOf(kinds, needed);
  const everything = kinds.reduce((sum, { copies, choices }) => sum + copies * Number((choices.at(-1) ?? nothing).cost), 0);
  let prices = needed.map(() => everything / needed.length / 2);
  let best = { prices, ...slopesAt(prices) };
  // Each step aims at a bound that is higher by `rise` than the best one yet; what turns out too ambitious is halved.
  let rise = everything / 4;
  let idle = 0;
  for (let round = 0; round < rounds; round += 1) {
    const { bound, slopes } = slopesAt(prices);
    if (bound > best.bound) {
      if (bound > best.bound + rise / 10) idle = 0;
      best = { prices, bound, slopes };
    }
    idle += 1;
    const from = idle > patience ? best : { prices, bound, slopes };
    if (idle > patience) {
      rise /= 2;
      idle = 0;
    }
    const steepness = from.slopes.reduce((sum, slope) => sum + slope * slope, 0);
    if (steepness === 0) break;
    const step = (best.bound + rise - from.bound) / steepness;
    prices = from.prices.map((price, goal) => Math.max(0, price + step * (from.slopes[goal] ?? 0)));
  }
  const unit = needed.reduce((product, need) => product * need, BigInt(precision));
  const whole = best.prices.map((price, goal) => BigInt(Math.round(price * precision)) * (unit / BigInt(precision) / (needed[goal] ?? 1n)));
  return { prices: whole, unit };
}

/** The bound at some prices, and in which direction it rises: a share of each goal that is still missing there. */
function slopesOf(kinds: readonly Kind[], needed: readonly bigint[]): (prices: readonly number[]) => { bound: number; slopes: number[] } {
  const goals = needed.length;
  const copies = kinds.map((kind) => kind.copies);
  const ends = new Int32Array(kinds.length);
  const costs: number[] = [];
  const shares: number[] = [];
  for (const [index, { choices }] of kinds.entries()) {
    for (const choice of choices) {
      costs.push(Number(choice.cost));
      for (const [goal, need] of needed.entries()) shares.push(nearestDouble({ numerator: gainOf(choice, goal), denominator: need }));
    }
    ends[index] = costs.length;
  }
  return (prices) => {
    let bound = prices.reduce((sum, price) => sum + price, 0);
    const slopes = needed.map(() => 1);
    let at = 0;
    for (let kind = 0; kind < ends.length; kind += 1) {
      let most = 0;
      let chosen = -1;
      for (; at < (ends[kind] ?? 0); at += 1) {
        let worth = -(costs[at] ?? 0);
        for (let goal = 0; goal < goals; goal += 1) worth += (shares[at * goals + goal] ?? 0) * (prices[goal] ?? 0);
        if (worth > most) [most, chosen] = [worth, at];
      }
      if (chosen < 0) continue;
      const count = copies[kind] ?? 0;
      bound -= count * most;
      for (let goal = 0; goal < goals; goal += 1) slopes[goal] = (slopes[goal] ?? 0) - count * (shares[chosen * goals + goal] ?? 0);
    }
    return { bound, slopes };
  };
}
