import { nearestDouble } from '../rational.ts';
import { gainOf, type Kind, nothing } from './knapsack.ts';

/** A price for each goal, as integers: a gain g of goal k is worth `g * prices[k] / unit` of cost. */
export interface Multipliers {
  readonly prices: readonly bigint[];
  readonly unit: bigint;
}

const rounds = 300;
const precision = 2 ** 40;

/**
 * Prices at which the bound is high, found by subgradient steps. Any prices that are not negative give a valid bound, so this may be done in doubles:
 * how good they are decides how tight the bound is, never whether it holds. `needed` has to be above zero.
 */
export function multipliersOf(kinds: readonly Kind[], needed: readonly bigint[]): Multipliers {
  const shares = kinds.map(({ copies, choices }) => {
    return {
      copies,
      choices: choices.map((choice) => ({
        cost: Number(choice.cost),
        gains: needed.map((need, goal) => nearestDouble({ numerator: gainOf(choice, goal), denominator: need })),
      })),
    };
  });
  const everything = kinds.reduce((sum, { copies, choices }) => sum + copies * Number((choices.at(-1) ?? nothing).cost), 0);
  let prices = needed.map(() => everything / needed.length / 2);
  let best = { prices, bound: Number.NEGATIVE_INFINITY };
  for (let round = 0; round < rounds; round += 1) {
    let bound = prices.reduce((sum, price) => sum + price, 0);
    const slope = needed.map(() => 1);
    for (const { copies, choices } of shares) {
      let most = 0;
      let gains: readonly number[] = [];
      for (const choice of choices) {
        const worth = choice.gains.reduce((sum, gain, goal) => sum + gain * (prices[goal] ?? 0), -choice.cost);
        if (worth > most) [most, gains] = [worth, choice.gains];
      }
      bound -= copies * most;
      gains.forEach((gain, goal) => {
        slope[goal] = (slope[goal] ?? 0) - copies * gain;
      });
    }
    if (bound > best.bound) best = { prices, bound };
    const steepness = slope.reduce((sum, one) => sum + one * one, 0);
    if (steepness === 0) break;
    // Ever shorter steps towards what everything costs, which no bound exceeds.
    const step = ((Math.max(everything - bound, 0) / steepness) * 1.2) / (1 + round);
    prices = prices.map((price, goal) => Math.max(0, price + step * (slope[goal] ?? 0)));
  }
  const unit = needed.reduce((product, need) => product * need, BigInt(precision));
  const whole = best.prices.map((price, goal) => BigInt(Math.round(price * precision)) * (unit / BigInt(precision) / (needed[goal] ?? 1n)));
  return { prices: whole, unit };
}
