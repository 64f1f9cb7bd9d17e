import type { Bound, Scope } from '../context.ts';
import { dynamicText, jsonText, readDynamic, textConverter } from '../convert.ts';
import { invalid } from '../problem.ts';
import { compilePattern } from '../regex.ts';
import type { Comparison } from '../syntax/node.ts';
import { parseGuid } from '../times.ts';
import { isNumberType, type Row, type ScalarType, type Value } from '../value.ts';
import type { Binder } from './binder.ts';
import { textMatches } from './text-match.ts';

export function comparison(node: Comparison, scope: Scope, { bind }: Binder): Bound {
  const left = bind(node.left, scope);
  const right = bind(node.right, scope);
  if (node.operator === 'matches regex') return matchesRegex(left, right, scope, node.at);
  const isNot = node.operator.startsWith('!') && node.operator !== '!=' && node.operator !== '!~';
  const matches = textMatches[isNot ? node.operator.slice(1) : node.operator];
  return matches === undefined
    ? compared(node.operator, left, right, node.at)
    : textCompared(node.operator, matches, isNot, left, right, node.at);
}

export type TextMatch = (text: string, wanted: string) => boolean;
export interface TextMatches {
  readonly matches: TextMatch;
  /** The same with what depends on the wanted text alone worked out once. */
  readonly prepared: (wanted: string) => (text: string) => boolean;
}

export function asText(bound: Bound): ((row: Row) => string) | undefined {
  const { evaluate } = bound;
  if (bound.type === 'string') return evaluate as (row: Row) => string;
  if (bound.type === 'dynamic') return (row) => dynamicText(evaluate(row));
  return bound.type === 'guid' ? (row) => (evaluate(row) as string | null) ?? '' : undefined;
}

function textCompared(operator: string, { matches, prepared }: TextMatches, isNot: boolean, left: Bound, right: Bound, at: number): Bound {
  const text = asText(left);
  const wanted = asText(right);
  if (text === undefined || wanted === undefined) {
    const wrong = text === undefined ? left : right;
    throw invalid(`'${operator}' compares texts, found ${wrong.type}.`, at, 'Write tostring(...) around it.');
  }
  const isConstant = left.isConstant && right.isConstant;
  if (!right.isConstant) return { type: 'bool', isConstant, evaluate: (row) => matches(text(row), wanted(row)) !== isNot };
  let test: ((text: string) => boolean) | undefined;
  return {
    type: 'bool',
    isConstant,
    evaluate(row) {
      test ??= prepared(wanted(row));
      return test(text(row)) !== isNot;
    },
  };
}

function matchesRegex(left: Bound, right: Bound, scope: Scope, at: number): Bound {
  const text = asText(left);
  const pattern = asText(right);
  if (text === undefined || pattern === undefined)
    throw invalid("'matches regex' compares texts.", at, 'Write tostring(...) around what is none.');
  const { budget } = scope.context;
  const known = right.isConstant ? compilePattern(pattern([]), at, budget) : undefined;
  return {
    type: 'bool',
    isConstant: left.isConstant && right.isConstant,
    evaluate(row) {
      const compiled = known ?? compilePattern(pattern(row), at, budget);
      return compiled.tests(text(row));
    },
  };
}

/** The type that two sides are compared in; undefined when they cannot be. */
export function commonType(left: ScalarType, right: ScalarType): ScalarType | undefined {
  if (left === right) return left;
  if (isNumberType(left) && isNumberType(right))
    return left === 'decimal' || right === 'decimal' ? 'decimal' : left === 'real' || right === 'real' ? 'real' : 'long';
  if (left === 'dynamic') return right;
  if (right === 'dynamic') return left;
  const pair = [left, right];
  if (pair.includes('guid') && pair.includes('string')) return 'guid';
  return pair.includes('bool') && (isNumberType(left) || isNumberType(right)) ? 'long' : undefined;
}

function readAs(bound: Bound, type: ScalarType): (row: Row) => Value {
  const { evaluate } = bound;
  if (bound.type === type || (isNumberType(bound.type) && isNumberType(type))) return evaluate;
  if (bound.type === 'dynamic') {
    const read = readDynamic(type);
    return (row) => read(evaluate(row));
  }
  if (type === 'guid') {
    return (row) => {
      const text = dynamicText(evaluate(row));
      return parseGuid(text) ?? text.toLowerCase();
    };
  }
  if (bound.type === 'bool') {
    return (row) => {
      const value = evaluate(row);
      return typeof value === 'boolean' ? Number(value) : null;
    };
  }
  return evaluate;
}

/** ==, !=, <, >, <= and >=. Null equals nothing but is unlike everything that is not null. */
export function compared(operator: string, left: Bound, right: Bound, at: number): Bound {
  const type = commonType(left.type, right.type);
  if (type === undefined) {
    const [wrong, other] = left.isConstant ? [right, left] : [left, right];
    throw invalid(
      `Cannot compare ${wrong.type} with ${other.type} by '${operator}'.`,
      at,
      `Convert one side first, for instance with ${conversionTo(other.type)}(...).`,
    );
  }
  const first = readAs(left, type);
  const second = readAs(right, type);
  const isConstant = left.isConstant && right.isConstant;
  if (operator === '==' || operator === '!=') return { type: 'bool', isConstant, evaluate: equals(first, second, type, operator === '!=') };
  return { type: 'bool', isConstant, evaluate: ordered(first, second, operator) };
}

const conversionTo = (type: ScalarType): string =>
  ({
    string: 'tostring',
    bool: 'tobool',
    datetime: 'todatetime',
    timespan: 'totimespan',
    guid: 'toguid',
    dynamic: 'todynamic',
    long: 'tolong',
    int: 'toint',
    real: 'todouble',
    decimal: 'todecimal',
  })[type];

type Evaluate = (row: Row) => Value;

function equals(first: Evaluate, second: Evaluate, type: ScalarType, isNot: boolean): Evaluate {
  const isDeep = type === 'dynamic';
  return (row) => {
    const left = first(row);
    const right = second(row);
    if (left === null && right === null) return null;
    if (left === right) return !isNot;
    const isSame =
      isDeep &&
      typeof left === 'object' &&
      typeof right === 'object' &&
      left !== null &&
      right !== null &&
      jsonText(left) === jsonText(right);
    return isSame !== isNot;
  };
}

function ordered(first: Evaluate, second: Evaluate, operator: string): Evaluate {
  const isLess = operator.startsWith('<');
  const orEqual = operator.endsWith('=');
  return (row) => {
    const left = first(row);
    const right = second(row);
    if (left === null || right === null || typeof left === 'object' || typeof right === 'object' || typeof left !== typeof right)
      return null;
    if (left === right) return orEqual;
    return isLess ? left < right : left > right;
  };
}

export const readText = (bound: Bound): ((row: Row) => string) => {
  const toText = textConverter(bound.type);
  const { evaluate } = bound;
  return (row) => toText(evaluate(row));
};
