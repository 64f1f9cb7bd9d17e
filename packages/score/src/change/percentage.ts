import { add, compare, divide, fraction, multiply, type Rational, subtract, sumOf, zero } from '../rational.ts';
import { type Contribution, contributionsAt } from './contributions.ts';
import type { Unit } from './patterns.ts';
import type { ChangeCause } from './transition.ts';
import { combined, type Ends, endsOf, half, maxAt, maxWorth, pointsWorth, quotientShares, totalWorth, worthless } from './worth.ts';

/** A sum of points over a sum of maxima, or of what is weighted over weights. */
interface Quotient {
  readonly top: Rational;
  readonly bottom: Rational;
  /** 0 where there is nothing to divide by: no score. */
  readonly value: Rational;
}

/** A unit, or the part of it in one subscription. */
interface Place {
  readonly unit: Unit;
  readonly ends: Ends;
}

function placeOf(unit: Unit): Place {
  return { unit, ends: endsOf(unit) };
}

/** Why points over maxima changed: in each unit, what its points did less what its maximum did. */
export function percentageContributions(units: readonly Unit[]): Contribution[] {
  const places = units.map(placeOf);
  const shares = sharesBetween(percentageAt(places, 'before'), percentageAt(places, 'after'));
  return places.flatMap(({ unit, ends }) => {
    return contributionsAt(
      unit,
      combined([
        [shares.each, pointsWorth(ends)],
        [negative(shares.whole), maxWorth(ends)],
      ]),
    );
  });
}

/**
 * Why the mean of the percentages of subscriptions, weighted by what counts in their controls, changed. That is a quotient of sums as well, of weight x
 * percentage over weight; its share of each subscription is traced to weight and percentage, and the percentage to its controls.
 */
export function weightedContributions(units: readonly Unit[]): Contribution[] {
  const subscriptions = bySubscription(units);
  const shares = sharesBetween(weightedAt(subscriptions, 'before'), weightedAt(subscriptions, 'after'));
  return subscriptions.flatMap((one) => {
    const { before, after } = one;
    const own = sharesBetween(before, after);
    const weight = half(add(before.weight, after.weight));
    const percentage = half(add(before.value, after.value));
    const ofPoints = multiply(shares.each, multiply(weight, own.each));
    const ofMax = negative(multiply(shares.each, multiply(weight, own.whole)));
    const ofWeight = subtract(multiply(shares.each, percentage), shares.whole);
    const found = one.places.flatMap(({ unit, ends }) => {
      return contributionsAt(
        unit,
        combined([
          [ofPoints, pointsWorth(ends)],
          [ofMax, maxWorth(ends)],
        ]),
        one.subscription,
      );
    });
    return [...found, ...weightContributions(one, ofWeight)];
  });
}

/**
 * What a subscription's weight did, by cause. `each`: for one resource more that counts in one of its controls. It depends on all other subscriptions, which gives it a
 * denominator of thousands of digits; so it is not taken apart by control and group as well.
 */
function weightContributions(one: Subscription, each: Rational): Contribution[] {
  const { subscription, places, before, after } = one;
  // Without a score on one side there is no weight either, whatever counts in controls without points: that jump is put down as a whole.
  if (before.bottom.numerator === 0n || after.bottom.numerator === 0n)
    return jumpContributions(one, multiply(each, subtract(after.weight, before.weight)));
  const totals = new Map<ChangeCause, { resources: number; amounts: Rational[] }>();
  for (const { cause, resources, amount } of places.flatMap(({ unit, ends }) => contributionsAt(unit, totalWorth(ends)))) {
    const total = totals.get(cause) ?? { resources: 0, amounts: [] };
    totals.set(cause, total);
    total.resources += resources;
    total.amounts.push(amount);
  }
  return [...totals].map(([cause, { resources, amounts }]) => {
    return { cause, unit: null, subscription, group: null, resources, amount: multiply(each, sumOf(amounts)) };
  });
}

interface Subscription {
  readonly subscription: string;
  readonly places: readonly Place[];
  readonly before: Quotient & { readonly weight: Rational };
  readonly after: Quotient & { readonly weight: Rational };
}

function bySubscription(units: readonly Unit[]): Subscription[] {
  const unitsBySubscription = new Map<string, Map<Unit, Unit & { patterns: Unit['patterns'][number][] }>>();
  for (const unit of units) {
    for (const pattern of unit.patterns) {
      const membersBySubscription = new Map<string, (typeof pattern.members)[number][]>();
      for (const member of pattern.members) {
        const known = membersBySubscription.get(member.subscription);
        if (known) known.push(member);
        else membersBySubscription.set(member.subscription, [member]);
      }
      for (const [subscription, members] of membersBySubscription) {
        const own = unitsBySubscription.get(subscription) ?? new Map();
        unitsBySubscription.set(subscription, own);
        const known = own.get(unit) ?? { ...unit, patterns: [] };
        own.set(unit, known);
        known.patterns.push({ ...pattern, members });
      }
    }
  }
  return [...unitsBySubscription].map(([subscription, own]) => {
    const places = [...own.values()].map(placeOf);
    return { subscription, places, before: weighedAt(places, 'before'), after: weighedAt(places, 'after') };
  });
}

function weighedAt(places: readonly Place[], side: 'before' | 'after'): Subscription['before'] {
  const quotient = percentageAt(places, side);
  const total = places.reduce((sum, { ends }) => sum + ends[side].total, 0);
  return { ...quotient, weight: quotient.bottom.numerator === 0n ? zero : fraction(total) };
}

function percentageAt(places: readonly Place[], side: 'before' | 'after'): Quotient {
  const top = sumOf(places.map(({ ends }) => multiply(ends[side].points, ends[side].ratio)));
  return quotientOf(top, sumOf(places.map(({ ends }) => maxAt(ends[side]))));
}

function weightedAt(subscriptions: readonly Subscription[], side: 'before' | 'after'): Quotient {
  const top = sumOf(subscriptions.map((one) => multiply(one[side].weight, one[side].value)));
  return quotientOf(top, sumOf(subscriptions.map((one) => one[side].weight)));
}

function quotientOf(top: Rational, bottom: Rational): Quotient {
  return { top, bottom, value: bottom.numerator === 0n ? zero : divide(top, bottom) };
}

function sharesBetween(before: Quotient, after: Quotient): { each: Rational; whole: Rational } {
  return quotientShares(before.value, before.bottom, after.value, after.bottom);
}

/** A subscription that gets its first score, or loses its last: put down to the resources of controls with points that came or went, else to the catalogue. */
function jumpContributions({ subscription, places, after }: Subscription, amount: Rational): Contribution[] {
  const scored = places.filter(({ ends }) => !ends.isOneSided && compare(add(ends.before.points, ends.after.points), zero) > 0);
  const moved = scored.reduce((sum, { ends }) => sum + ends.after.total - ends.before.total, 0);
  if (moved !== 0) {
    const counted = divide(amount, fraction(moved));
    // They are in the same places as what the points did, which counts them.
    return scored.flatMap(({ unit }) =>
      contributionsAt(unit, { ...worthless, counted }, subscription).map((one) => ({ ...one, resources: 0 })),
    );
  }
  const causes = places.flatMap(({ unit }) => unit.catalogueCause ?? []);
  const likely = after.bottom.numerator === 0n ? 'recommendationDropped' : 'recommendationAdded';
  const cause = causes.find((one) => one === likely) ?? causes.find((one) => one.endsWith('Changed')) ?? 'controlsChanged';
  return [{ cause, unit: null, subscription, group: null, resources: 0, amount }];
}

function negative(value: Rational): Rational {
  return subtract(zero, value);
}
