import { greatestCommonDivisor } from '../greatest-common-divisor.ts';
import { fraction, nearestDouble, type Rational, rationalOf, zero } from '../rational.ts';
import type { Goals, Unit } from './goals.ts';
import type { Cost, Work } from './work.ts';

/** Costs and gains as integers: of the greatest unit of which all costs are multiples, and of a fraction of a point for each scope. */
export interface Scale {
  readonly costs: (cost: number) => bigint;
  readonly gains: (gain: Rational, scope: number) => bigint;
  readonly costUnit: Rational;
  readonly gainUnits: readonly Rational[];
  /** The same number for gains that are the same. */
  readonly idOf: (gain: Rational) => number;
  /** Scaled gains as points, about, of all scopes together: for deciding on an order only. */
  readonly pointsOf: (gains: readonly bigint[]) => number;
}

export function scaleOf(costs: Iterable<number>, gains: readonly (readonly Rational[])[]): Scale {
  const costUnit = [...new Set(costs)].map(rationalOf).reduce(commonUnit, zero);
  const gainUnits = gains.map((own) => {
    const denominators = new Set(own.map(({ denominator }) => denominator));
    return fraction(1n, [...denominators].reduce(leastCommonMultiple, 1n));
  });
  const scaledGains = gains.map(() => new Map<Rational, bigint>());
  return {
    costUnit: costUnit.numerator === 0n ? fraction(1) : costUnit,
    gainUnits,
    idOf: numbered(),
    pointsOf: (own) => {
      return own.reduce(
        (sum, gain, scope) => sum + nearestDouble({ numerator: gain, denominator: gainUnits[scope]?.denominator ?? 1n }),
        0,
      );
    },
    costs: remembered((cost) => {
      const { numerator, denominator } = rationalOf(cost);
      return costUnit.numerator === 0n ? 0n : (numerator * costUnit.denominator) / (denominator * costUnit.numerator);
    }),
    gains: (gain, scope) => {
      const known = scaledGains[scope]?.get(gain);
      if (known !== undefined) return known;
      const scaled = gain.numerator * ((gainUnits[scope]?.denominator ?? 1n) / gain.denominator);
      scaledGains[scope]?.set(gain, scaled);
      return scaled;
    },
  };
}

/** The work of a request with what it has to gain, and checked costs. */
export interface Prospect {
  readonly work: Work;
  readonly index: number;
  /** In at least one scope that is planned for. */
  readonly isInScope: boolean;
  /** What can be had: all that it needs can be fixed. */
  readonly units: readonly Unit[];
  /** What is out of reach, because something that it needs cannot be fixed. */
  readonly blocked: readonly Unit[];
}

/** `actionCost`: what is fixed by an action has that one's cost, whatever the work says. */
export function prospectsOf(
  work: readonly Work[],
  goals: Goals,
  actionCost: (work: number, recommendation: string) => Cost | undefined,
): Prospect[] {
  return work.map((one, index) => {
    const units = goals.unitsOf(one);
    const isBlocked = ({ needs }: Unit) => {
      let isOut = false;
      for (const recommendation of needs) {
        if ((actionCost(index, recommendation) ?? checkedCost(one, index, recommendation)) === 'never') isOut = true;
      }
      return isOut;
    };
    const blocked = units.filter(isBlocked);
    const isInScope = goals.isInScope(one);
    return { work: one, index, isInScope, units: blocked.length === 0 ? units : units.filter((unit) => !blocked.includes(unit)), blocked };
  });
}

function checkedCost({ costs, subscription }: Work, index: number, recommendation: string): Cost {
  const cost = costs[recommendation];
  if (cost === 'never' || (cost !== undefined && Number.isFinite(cost) && cost >= 0)) return cost;
  throw new RangeError(
    `work ${index} (subscription ${subscription}): the cost of fixing ${recommendation} has to be a number of zero or more, or 'never', but is ${cost ?? 'missing'}`,
  );
}

function remembered(scaled: (cost: number) => bigint): (cost: number) => bigint {
  const known = new Map<number, bigint>();
  return (cost) => {
    const value = known.get(cost) ?? scaled(cost);
    known.set(cost, value);
    return value;
  };
}

function numbered(): (gain: Rational) => number {
  const idByGain = new Map<Rational, number>();
  const idByText = new Map<string, number>();
  return (gain) => {
    const known = idByGain.get(gain);
    if (known !== undefined) return known;
    const text = `${gain.numerator}/${gain.denominator}`;
    const id = idByText.get(text) ?? idByText.size;
    idByText.set(text, id);
    idByGain.set(gain, id);
    return id;
  };
}

/** The greatest fraction of which both are whole multiples. */
function commonUnit(a: Rational, b: Rational): Rational {
  const bottom = leastCommonMultiple(a.denominator, b.denominator);
  return fraction(greatestCommonDivisor(a.numerator * (bottom / a.denominator), b.numerator * (bottom / b.denominator)), bottom);
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  return a * (b / greatestCommonDivisor(a, b));
}
