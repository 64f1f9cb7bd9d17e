import { add, divide, fraction, multiply, type Rational, subtract, sumOf, zero } from '../rational.ts';
import { coalitionsWithout, countsAt, ownSetOf } from './coalitions.ts';
import type { Contribution } from './explain.ts';
import type { ChangeModel, Unit } from './patterns.ts';
import type { ChangeCause } from './transition.ts';

/**
 * Why a percentage changed. A percentage is a sum over a sum (points over maxima; weighted percentages over weights), so what a cause does in one part
 * also moves what the others are worth: causes take effect over the whole estate at once. Each step of an order goes from N/D to N'/D'; of its
 * difference a part that changes N by dN and D by dD has the share ((dN - N/D dD) / D' + (dN - N'/D' dD) / D) / 2, which add up exactly.
 *
 * Parts are recommendations or controls; with `weighted` they are subscriptions.
 */
export function percentageContributions(units: readonly Unit[], model: ChangeModel): Contribution[] {
  const parts = model.kind === 'controls' && model.aggregate === 'weighted' ? subscriptionParts(units) : units.map(unitPart);
  const causes = [...new Set(parts.flatMap((part) => part.causes))].sort();
  const amountsBySet = parts.map((part) => Array.from({ length: 2 ** part.causes.length }, (_, set) => part.amountsAt(set)));
  const amountsAt = (part: number, set: number): Amounts => amountsBySet[part]?.[ownSetOf(parts[part]?.causes ?? [], causes, set)] ?? none;
  const totals = new Map<number, Amounts>();
  const totalAt = (set: number): Amounts => {
    const known = totals.get(set) ?? {
      reached: sumOf(parts.map((_, part) => amountsAt(part, set).reached)),
      outOf: sumOf(parts.map((_, part) => amountsAt(part, set).outOf)),
    };
    totals.set(set, known);
    return known;
  };
  return causes.flatMap((cause, player) => {
    const coalitions = coalitionsWithout(player, causes.length);
    return parts.flatMap((part, index): Contribution[] => {
      if (!part.causes.includes(cause)) return [];
      const shares = coalitions.map(({ set, then, weight }) => {
        return multiply(weight, shareOf(amountsAt(index, set), amountsAt(index, then), totalAt(set), totalAt(then)));
      });
      return [
        { cause, unit: part.unit, subscription: part.subscription, group: null, resources: part.resourcesOf(cause), amount: sumOf(shares) },
      ];
    });
  });
}

interface Amounts {
  readonly reached: Rational;
  readonly outOf: Rational;
}

const none: Amounts = { reached: zero, outOf: zero };

interface Part {
  readonly unit: string | null;
  readonly subscription: string | null;
  readonly causes: readonly ChangeCause[];
  readonly amountsAt: (set: number) => Amounts;
  readonly resourcesOf: (cause: ChangeCause) => number;
}

function unitPart(unit: Unit): Part {
  const causes = causesIn([unit]);
  return {
    unit: unit.key,
    subscription: null,
    causes,
    amountsAt: (set) => unitAt(unit, causes, set),
    resourcesOf: (cause) => resourcesIn([unit], cause),
  };
}

/** A subscription weighs what its controls count, and reaches its own percentage of that; without points it does not take part. */
function subscriptionParts(units: readonly Unit[]): Part[] {
  const subscriptions = new Set(
    units.flatMap(({ patterns }) => patterns.flatMap(({ members }) => members.map(({ subscription }) => subscription))),
  );
  return [...subscriptions].sort().map((subscription): Part => {
    const own = units.map((unit) => ({
      ...unit,
      patterns: unit.patterns.flatMap((pattern) => {
        const members = pattern.members.filter((member) => member.subscription === subscription);
        return members.length > 0 ? [{ ...pattern, members }] : [];
      }),
    }));
    const causes = causesIn(own);
    return {
      unit: null,
      subscription,
      causes,
      amountsAt: (set) => {
        const controls = own.map((unit) => ({ ...unitAt(unit, causes, set), weight: countsAt(unit.patterns, causes, set).total }));
        const outOf = sumOf(controls.map((control) => control.outOf));
        if (outOf.numerator === 0n) return none;
        const weight = fraction(
          own.reduce((sum, unit, index) => sum + (isThere(unit, causes, set) ? (controls[index]?.weight ?? 0) : 0), 0),
        );
        return { reached: divide(multiply(weight, sumOf(controls.map((control) => control.reached))), outOf), outOf: weight };
      },
      resourcesOf: (cause) => resourcesIn(own, cause),
    };
  });
}

function unitAt(unit: Unit, causes: readonly ChangeCause[], set: number): Amounts {
  const { healthy, total } = countsAt(unit.patterns, causes, set);
  const points = pointsAt(unit, causes, set);
  if (total === 0 || points === null) return none;
  return { reached: multiply(points, fraction(healthy, total)), outOf: points };
}

function isThere(unit: Unit, causes: readonly ChangeCause[], set: number): boolean {
  return pointsAt(unit, causes, set) !== null;
}

function pointsAt({ before, after, catalogueCause }: Unit, causes: readonly ChangeCause[], set: number): Rational | null {
  return catalogueCause !== null && set & (1 << causes.indexOf(catalogueCause)) ? after : before;
}

/** The catalogue's cause counts where there are resources for it to matter to. */
function causesIn(units: readonly Unit[]): ChangeCause[] {
  const causes = units.flatMap(({ catalogueCause, patterns }) => {
    return [...patterns.flatMap((pattern) => pattern.causes), ...(catalogueCause && patterns.length > 0 ? [catalogueCause] : [])];
  });
  return [...new Set(causes)].sort();
}

function resourcesIn(units: readonly Unit[], cause: ChangeCause): number {
  const members = units.flatMap(({ patterns }) => patterns.flatMap((pattern) => (pattern.causes.includes(cause) ? pattern.members : [])));
  return members.reduce((sum, { count }) => sum + count, 0);
}

function shareOf(now: Amounts, next: Amounts, all: Amounts, then: Amounts): Rational {
  const reached = subtract(next.reached, now.reached);
  const outOf = subtract(next.outOf, now.outOf);
  if (reached.numerator === 0n && outOf.numerator === 0n) return zero;
  // Where there was no score before, or is none after, only one of the two readings exists; it is exact by itself.
  if (all.outOf.numerator === 0n) return then.outOf.numerator === 0n ? zero : divide(reached, then.outOf);
  if (then.outOf.numerator === 0n) return divide(reached, all.outOf);
  if (outOf.numerator === 0n && all.outOf.numerator * then.outOf.denominator === then.outOf.numerator * all.outOf.denominator)
    return divide(reached, all.outOf);
  const forward = divide(subtract(reached, multiply(divide(all.reached, all.outOf), outOf)), then.outOf);
  const backward = divide(subtract(reached, multiply(divide(then.reached, then.outOf), outOf)), all.outOf);
  return multiply(add(forward, backward), fraction(1, 2));
}
