import type { Bound, Scope } from '../context.ts';
import { readDynamic } from '../convert.ts';
import { invalid } from '../problem.ts';
import type { Arithmetic, ArithmeticOperator, Negative } from '../syntax/node.ts';
import { inRange } from '../times.ts';
import { isNumberType, isWholeType, type Row, type ScalarType, type Value } from '../value.ts';
import type { Binder } from './binder.ts';

export function arithmetic(node: Arithmetic, scope: Scope, { bind }: Binder): Bound {
  let left = bind(node.first, scope);
  for (const { operator, operand, at } of node.rest) left = addition(left, bind(operand, scope), operator, at);
  return left;
}

export function negative(node: Negative, scope: Scope, { bind }: Binder): Bound {
  const of = bind(node.of, scope);
  const { evaluate, isConstant } = of;
  if (of.type === 'timespan') {
    return { type: 'timespan', isConstant, evaluate: (row) => negated(evaluate(row)) };
  }
  const number = asNumber(of);
  if (number === undefined)
    throw invalid(`'-' cannot stand before a value of type ${of.type}.`, node.at, 'It wants a number or a timespan.');
  return { type: of.type === 'dynamic' ? 'real' : of.type, isConstant, evaluate: (row) => negated(number(row)) };
}

const negated = (value: Value): Value => (typeof value === 'bigint' ? -value : typeof value === 'number' ? 0 - value : null);

type NumberOf = (row: Row) => number | null;

function asNumber(bound: Bound): NumberOf | undefined {
  const { evaluate } = bound;
  if (isNumberType(bound.type)) return evaluate as NumberOf;
  if (bound.type !== 'dynamic') return undefined;
  const read = readDynamic('real');
  return (row) => read(evaluate(row)) as number | null;
}

const wholeOperations: Readonly<Record<ArithmeticOperator, (left: number, right: number) => number | null>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  // Whole numbers are divided without a rest; the rest is never below zero.
  '/': (left, right) => (right === 0 ? null : Math.trunc(left / right) + 0),
  '%': (left, right) => (right === 0 ? null : ((left % right) + Math.abs(right)) % Math.abs(right)),
};
const realOperations: typeof wholeOperations = {
  ...wholeOperations,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

/** One step of a sum or product, with the types that Kusto gives it. */
export function addition(left: Bound, right: Bound, operator: ArithmeticOperator, at: number): Bound {
  const isConstant = left.isConstant && right.isConstant;
  const leftNumber = asNumber(left);
  const rightNumber = asNumber(right);
  if (leftNumber !== undefined && rightNumber !== undefined) {
    const type = numberType(left.type, right.type);
    const operation = (isWholeType(type) ? wholeOperations : realOperations)[operator];
    return {
      type,
      isConstant,
      evaluate(row) {
        const first = leftNumber(row);
        if (first === null) return null;
        const second = rightNumber(row);
        return second === null ? null : operation(first, second);
      },
    };
  }
  const timed = times(left, right, operator);
  if (timed === undefined) {
    const hint =
      left.type === 'string' || right.type === 'string'
        ? 'Texts are joined with strcat(...).'
        : 'Convert one side first, for instance with tolong(...) or totimespan(...).';
    throw invalid(`'${operator}' does not work between ${left.type} and ${right.type}.`, at, hint);
  }
  return { ...timed, isConstant };
}

function numberType(left: ScalarType, right: ScalarType): ScalarType {
  if (left === 'dynamic' || right === 'dynamic') return 'real';
  if (left === 'decimal' || right === 'decimal') return 'decimal';
  if (left === 'real' || right === 'real') return 'real';
  return left === 'int' && right === 'int' ? 'int' : 'long';
}

type Timed = Pick<Bound, 'type' | 'evaluate'>;

/** Between datetimes, timespans and numbers. */
function times(left: Bound, right: Bound, operator: ArithmeticOperator): Timed | undefined {
  const both = (type: ScalarType, operation: (left: bigint, right: bigint) => Value): Timed => ({
    type,
    evaluate(row) {
      const first = left.evaluate(row);
      const second = right.evaluate(row);
      return typeof first === 'bigint' && typeof second === 'bigint' ? operation(first, second) : null;
    },
  });
  const pair = `${left.type} ${operator} ${right.type}`;
  switch (pair) {
    case 'datetime - datetime':
    case 'timespan - timespan':
      return both('timespan', (first, second) => first - second);
    case 'timespan + timespan':
      return both('timespan', (first, second) => first + second);
    case 'datetime + timespan':
    case 'timespan + datetime':
      return both('datetime', (first, second) => inRange(first + second));
    case 'datetime - timespan':
      return both('datetime', (first, second) => inRange(first - second));
    case 'timespan / timespan':
      return both('real', (first, second) => Number(first) / Number(second));
    case 'timespan % timespan':
      return both('timespan', (first, second) => (second === 0n ? null : first % second));
  }
  if (left.type === 'timespan') return scaled(left, right, operator);
  return right.type === 'timespan' && operator === '*' ? scaled(right, left, operator) : undefined;
}

function scaled(span: Bound, number: Bound, operator: ArithmeticOperator): Timed | undefined {
  const factor = asNumber(number);
  if (factor === undefined || (operator !== '*' && operator !== '/')) return undefined;
  return {
    type: 'timespan',
    evaluate(row) {
      const ticks = span.evaluate(row);
      const by = factor(row);
      if (typeof ticks !== 'bigint' || by === null) return null;
      const exact = operator === '*' ? Number(ticks) * by : Number(ticks) / by;
      return Number.isFinite(exact) ? BigInt(Math.round(exact)) : null;
    },
  };
}
