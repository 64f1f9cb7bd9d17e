import { fraction, multiply, type Rational, subtract, sumOf, zero } from '../rational.ts';
import type { Pattern, State, Unit } from './patterns.ts';
import type { ChangeCause } from './transition.ts';
import type { Worth } from './worth.ts';

/** What one cause did in one place. */
export interface Contribution {
  readonly cause: ChangeCause;
  /** Key of the recommendation (classic) or the control; null for what the weight of a subscription did. */
  readonly unit: string | null;
  /** null: not put down to subscriptions. */
  readonly subscription: string | null;
  /** The group of the transitions. */
  readonly group: string | null;
  readonly resources: number;
  readonly amount: Rational;
}

/** What the causes did in a unit, at what a healthy and a counted resource are worth there. `subscription`: where the catalogue's part belongs. */
export function contributionsAt(unit: Unit, worth: Worth, subscription: string | null = null): Contribution[] {
  const { key, catalogueCause, patterns } = unit;
  const ofResources = patterns.flatMap((pattern) => {
    const amounts = amountsByCause(pattern, worth);
    return pattern.members.flatMap(({ count, ...place }) => {
      return amounts.map(([cause, each]): Contribution => {
        return {
          cause,
          unit: key,
          subscription: place.subscription,
          group: place.group,
          resources: count,
          amount: multiply(each, fraction(count)),
        };
      });
    });
  });
  if (!catalogueCause) return ofResources;
  return [...ofResources, { cause: catalogueCause, unit: key, subscription, group: null, resources: 0, amount: worth.catalogue }];
}

/**
 * What each cause did to one resource. Nearly always there is one cause; where several have to meet (one recommendation of a control fixed, another one
 * exempted), each has its Shapley value: what it adds when it takes effect, averaged over all orders.
 */
function amountsByCause({ causes, states }: Pattern, worth: Worth): [ChangeCause, Rational][] {
  const amounts = states.map((state) => amountOf(state, worth));
  const at = (set: number) => amounts[set] ?? zero;
  return causes.map((cause, player) => {
    const bit = 1 << player;
    const steps = amounts.flatMap((_, set) => {
      return set & bit ? [] : [multiply(shareOfOrders(sizeOf(set), causes.length), subtract(at(set | bit), at(set)))];
    });
    return [cause, sumOf(steps)];
  });
}

function amountOf(state: State, { healthy, counted }: Worth): Rational {
  return state === 'out' ? zero : state === 'healthy' ? sumOf([healthy, counted]) : counted;
}

/** |S|! x (n - 1 - |S|)! / n!: the share of all orders of n causes in which exactly those of S come before this one. */
function shareOfOrders(size: number, causes: number): Rational {
  return fraction(factorial(size) * factorial(causes - 1 - size), factorial(causes));
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
