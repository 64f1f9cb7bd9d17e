import type { Outcome } from '../expression/environment.ts';
import type { JsonValue } from '../json.ts';
import { arithmeticTakesFractions } from '../operators/disputed.ts';
import { expected, fail, isInt64, wholeOf } from './arguments.ts';
import type { StrictFunction } from './function.ts';

/**
 * Whole numbers have 64 bits in Azure. JSON numbers here carry 53 bits exactly: results beyond that are rounded to the nearest
 * double, results beyond 64 bits fail as they do in Azure.
 */
function arithmetic(
  name: string,
  exact: (left: bigint, right: bigint) => bigint,
  quick: (left: number, right: number) => number,
): StrictFunction {
  return {
    kind: 'strict',
    name,
    arguments: [2, 2],
    apply: ([left, right]) => {
      if (typeof left !== 'number') return expected(name, 1, 'a number', left);
      if (typeof right !== 'number') return expected(name, 2, 'a number', right);
      const result = quick(left, right);
      if (!Number.isInteger(left) || !Number.isInteger(right)) return fraction(name, result);
      if (Number.isSafeInteger(result)) return result + 0;
      const whole = exact(BigInt(left), BigInt(right));
      return BigInt.asIntN(64, whole) === whole ? Number(whole) : overflow(name);
    },
  };
}

const overflow = (name: string): Outcome => fail(name, 'the result does not fit into 64 bits');

function fraction(name: string, result: number): Outcome {
  if (!arithmeticTakesFractions) return fail(name, 'only whole numbers can be calculated with');
  return Number.isFinite(result) ? result : overflow(name);
}

export const add = arithmetic(
  'add',
  (left, right) => left + right,
  (left, right) => left + right,
);
export const sub = arithmetic(
  'sub',
  (left, right) => left - right,
  (left, right) => left - right,
);
export const mul = arithmetic(
  'mul',
  (left, right) => left * right,
  (left, right) => left * right,
);

/** Division and remainder of whole numbers, towards zero; the remainder has the sign of the first number. */
function division(name: string, calculate: (left: number, right: number) => number): StrictFunction {
  return {
    kind: 'strict',
    name,
    arguments: [2, 2],
    apply: ([left, right]) => {
      const dividend = operand(left);
      const divisor = operand(right);
      if (dividend === undefined) return expected(name, 1, 'a whole number', left);
      if (divisor === undefined) return expected(name, 2, 'a whole number', right);
      if (divisor === 0) return fail(name, 'division by zero');
      const result = calculate(dividend, divisor) + 0;
      return isInt64(result) ? result : overflow(name);
    },
  };
}

const operand = (value: JsonValue | undefined): number | undefined =>
  arithmeticTakesFractions || Number.isInteger(value) ? wholeOf(value) : undefined;

export const div = division('div', (left, right) =>
  Number.isSafeInteger(left) ? Math.trunc(left / right) : Number(BigInt(left) / BigInt(right)),
);
export const mod = division('mod', (left, right) => left % right);

/** The smallest or the largest of the arguments, or of the members of the one array given. */
function extreme(name: string, better: (candidate: number, best: number) => boolean): StrictFunction {
  return {
    kind: 'strict',
    name,
    arguments: [1, 128],
    apply: (values) => {
      const [first] = values;
      const candidates = values.length === 1 && Array.isArray(first) ? (first as readonly JsonValue[]) : values;
      let best: number | undefined;
      for (const [at, candidate] of candidates.entries()) {
        if (typeof candidate !== 'number') return expected(name, at + 1, 'a number', candidate);
        if (best === undefined || better(candidate, best)) best = candidate;
      }
      return best ?? fail(name, 'the array is empty');
    },
  };
}

export const min = extreme('min', (candidate, best) => candidate < best);
export const max = extreme('max', (candidate, best) => candidate > best);
