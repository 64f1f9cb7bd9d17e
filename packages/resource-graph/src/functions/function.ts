import { coerced } from '../bind/coerce.ts';
import type { Bound, Scope } from '../context.ts';
import { dynamicText, textConverter, toDynamic } from '../convert.ts';
import { invalid, Refusal } from '../problem.ts';
import type { Call, Expression } from '../syntax/node.ts';
import { absentOf, isArray, isNumberType, type JsonValue, type Row, type ScalarType, type Value } from '../value.ts';

export interface FunctionCall {
  readonly node: Call;
  readonly scope: Scope;
  bind(argument: Expression): Bound;
}

export interface ScalarFunction {
  readonly name: string;
  /** Other spellings that Kusto has for it. */
  readonly aliases?: readonly string[];
  readonly arguments: readonly [least: number, most: number];
  /** How a column is named that has no other name: like the first argument, or with a prefix before that. */
  readonly naming?: 'first' | { readonly prefix: string; readonly isOnlyNamed: true };
  bind(call: FunctionCall): Bound;
}

/** What a parameter takes. `number` is any number; `json` takes everything as dynamic values keep it. */
export type Wanted = 'string' | 'number' | 'long' | 'bool' | 'datetime' | 'timespan' | 'dynamic' | 'json';
export interface ValueOf {
  readonly string: string;
  readonly number: number;
  readonly long: number;
  readonly bool: boolean;
  readonly datetime: bigint;
  readonly timespan: bigint;
  readonly dynamic: JsonValue;
  readonly json: JsonValue;
}

/** The most UTF-16 units of a text that a function makes, and the most members of an array. */
export const maximumText = 2 ** 22;
export const maximumMembers = 2 ** 20;

/** Reads an argument as what a parameter takes, or refuses the query. */
export function argumentAs(call: FunctionCall, index: number, wanted: Wanted): Bound {
  const node = call.node.arguments[index];
  if (node === undefined) throw new Error(`${call.node.name} has no argument ${index}`);
  const bound = call.bind(node);
  const found = asWanted(bound, wanted);
  if (found !== undefined) return found;
  const example: Readonly<Record<Wanted, string>> = {
    string: 'tostring',
    number: 'todouble',
    long: 'tolong',
    bool: 'tobool',
    datetime: 'todatetime',
    timespan: 'totimespan',
    dynamic: 'todynamic',
    json: 'todynamic',
  };
  throw invalid(
    `${call.node.name}() wants ${wanted === 'number' ? 'a number' : wanted} as argument ${index + 1}, found ${bound.type}.`,
    node.at,
    `Write ${example[wanted]}(...) around it.`,
  );
}

function asWanted(bound: Bound, wanted: Wanted): Bound | undefined {
  const { evaluate, isConstant, type } = bound;
  if (wanted === 'json') {
    const read = toDynamic(type);
    return { type: 'dynamic', isConstant, evaluate: (row) => read(evaluate(row)) };
  }
  if (wanted === 'dynamic') return type === 'dynamic' || type === 'string' ? { type: 'dynamic', isConstant, evaluate } : undefined;
  if (wanted === 'number') return isNumberType(type) ? bound : type === 'dynamic' ? coerced(bound, 'real') : undefined;
  if (wanted === 'string' && type !== 'string') {
    const write = textConverter(type);
    return { type: 'string', isConstant, evaluate: (row) => write(evaluate(row)) };
  }
  if (wanted !== 'long') return coerced(bound, wanted);
  if (!isNumberType(type) && type !== 'dynamic') return undefined;
  return {
    type: 'long',
    isConstant,
    evaluate(row) {
      const value = evaluate(row);
      return typeof value === 'number' && Number.isFinite(value) ? Math.trunc(value) + 0 : null;
    },
  };
}

type Values<T extends readonly Wanted[]> = { readonly [K in keyof T]: ValueOf[T[K]] };

interface Plain<T extends readonly Wanted[]> {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly takes: T;
  /** Values of the last parameters where they are left out. */
  readonly presets?: readonly Value[];
  /** A type, or that of the first argument. */
  readonly gives: ScalarType | 'first';
  readonly naming?: ScalarFunction['naming'];
  /** True when nulls are given to apply; else a null argument makes the result null. */
  readonly seesNulls?: boolean;
  readonly apply: (...values: Values<T>) => Value;
}

/** A function of a fixed list of parameters. */
export function plain<const T extends readonly Wanted[]>(definition: Plain<T>): ScalarFunction {
  const { name, aliases, takes, presets = [], gives, naming, seesNulls = false } = definition;
  const apply = definition.apply as (...values: readonly Value[]) => Value;
  return {
    name,
    ...(aliases === undefined ? {} : { aliases }),
    ...(naming === undefined ? {} : { naming }),
    arguments: [takes.length - presets.length, takes.length],
    bind(call) {
      const given = call.node.arguments.map((_node, index) => argumentAs(call, index, takes[index] ?? 'json'));
      const missing = presets.slice(presets.length - (takes.length - given.length));
      const type = gives === 'first' ? (given[0]?.type ?? 'real') : gives;
      const isConstant = given.every((bound) => bound.isConstant);
      return metered(call, type, isConstant, caller(given, missing, seesNulls, absentOf(type), apply));
    },
  };
}

/** The usual numbers of arguments without an array in between. */
function caller(
  given: readonly Bound[],
  missing: readonly Value[],
  seesNulls: boolean,
  absent: Value,
  apply: (...values: readonly Value[]) => Value,
): (row: Row) => Value {
  const [first, second] = given;
  if (first !== undefined && given.length === 1 && missing.length === 0) {
    return (row) => {
      const value = first.evaluate(row);
      return value === null && !seesNulls ? absent : apply(value);
    };
  }
  if (first !== undefined && second !== undefined && given.length === 2 && missing.length === 0) {
    return (row) => {
      const left = first.evaluate(row);
      const right = second.evaluate(row);
      return (left === null || right === null) && !seesNulls ? absent : apply(left, right);
    };
  }
  return (row) => {
    const values: Value[] = [];
    for (const bound of given) {
      const value = bound.evaluate(row);
      if (value === null && !seesNulls) return absent;
      values.push(value);
    }
    return apply(...values, ...missing);
  };
}

interface Variadic<W extends Wanted> {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly takes: W;
  readonly arguments: readonly [least: number, most: number];
  readonly gives: ScalarType;
  readonly naming?: ScalarFunction['naming'];
  readonly apply: (values: readonly (ValueOf[W] | null)[]) => Value;
}

/** A function of any number of arguments of one kind. Sees nulls. */
export function variadic<W extends Wanted>(definition: Variadic<W>): ScalarFunction {
  const { name, aliases, takes, gives, naming } = definition;
  const apply = definition.apply as (values: readonly Value[]) => Value;
  return {
    name,
    ...(aliases === undefined ? {} : { aliases }),
    ...(naming === undefined ? {} : { naming }),
    arguments: definition.arguments,
    bind(call) {
      const given = call.node.arguments.map((_node, index) => argumentAs(call, index, takes));
      return metered(
        call,
        gives,
        given.every((bound) => bound.isConstant),
        (row) => apply(given.map((bound) => bound.evaluate(row))),
      );
    },
  };
}

/** Accounts for the time of every call and for the size of what it makes. */
export function metered(call: FunctionCall, type: ScalarType, isConstant: boolean, evaluate: (row: Row) => Value): Bound {
  const { budget } = call.scope.context;
  return {
    type,
    isConstant,
    evaluate(row) {
      const result = evaluate(row);
      budget.spend(1);
      if (typeof result === 'string') {
        if (result.length > 256) budget.spend(result.length >> 4);
        if (result.length > maximumText) throw tooLarge(call.node, 'a text');
      } else if (isArray(result)) {
        budget.spend(result.length);
        if (result.length > maximumMembers) throw tooLarge(call.node, 'an array');
      }
      return result;
    },
  };
}

const tooLarge = (node: Call, what: string): Refusal =>
  new Refusal(
    'QueryMemoryExceeded',
    `${node.name}() made ${what} that is too large.`,
    `A text may have ${maximumText} characters and an array ${maximumMembers} members.`,
    node.at,
  );

/** A constant text, as for the part of datetime_diff: the query is refused when it is none. */
export function constantText(call: FunctionCall, index: number): string {
  const bound = argumentAs(call, index, 'string');
  if (bound.isConstant) return dynamicText(bound.evaluate([]));
  throw invalid(
    `${call.node.name}() wants a constant as argument ${index + 1}.`,
    call.node.arguments[index]?.at ?? call.node.at,
    'Write the value itself.',
  );
}
