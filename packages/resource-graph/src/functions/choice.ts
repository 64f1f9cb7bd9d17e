import { condition } from '../bind/logical.ts';
import type { Bound } from '../context.ts';
import { toDynamic } from '../convert.ts';
import { invalid } from '../problem.ts';
import { absentOf, isNumberType, type ScalarType, type Value } from '../value.ts';
import type { FunctionCall, ScalarFunction } from './function.ts';

/** The one type of several results: numbers widen, dynamic takes on what the others are, and what does not fit becomes dynamic. */
function widest(results: readonly Bound[]): ScalarType {
  const types = [...new Set(results.map((result) => result.type))];
  const plain = types.filter((type) => type !== 'dynamic');
  const [first, ...others] = plain;
  if (first === undefined) return 'dynamic';
  if (others.length === 0) return first;
  if (!plain.every(isNumberType)) return 'dynamic';
  return plain.includes('decimal') ? 'decimal' : plain.includes('real') ? 'real' : 'long';
}

/** Results under one type. Datetimes and the like become texts when the type is dynamic. */
function unified(results: readonly Bound[]): { readonly type: ScalarType; readonly results: readonly Bound[] } {
  const type = widest(results);
  const isMixed = results.some((result) => result.type === 'dynamic') && type !== 'dynamic';
  const unifiedType = isMixed && type !== 'string' ? 'dynamic' : type;
  const asOne = results.map((result): Bound => {
    const { evaluate, isConstant } = result;
    if (result.type === unifiedType || unifiedType !== 'dynamic')
      return isMixed && result.type === 'dynamic' ? textOfDynamic(result) : result;
    const convert = toDynamic(result.type);
    return { type: 'dynamic', isConstant, evaluate: (row) => convert(evaluate(row)) };
  });
  return { type: unifiedType, results: asOne };
}

/** Where a text stands beside a dynamic value, the dynamic value keeps its text. */
function textOfDynamic({ evaluate, isConstant }: Bound): Bound {
  return {
    type: 'string',
    isConstant,
    evaluate(row) {
      const value = evaluate(row);
      return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
    },
  };
}

const boundArguments = (call: FunctionCall): readonly Bound[] => call.node.arguments.map((argument) => call.bind(argument));
const everyConstant = (bounds: readonly Bound[]): boolean => bounds.every((bound) => bound.isConstant);

const iff: ScalarFunction = {
  name: 'iff',
  aliases: ['iif'],
  arguments: [3, 3],
  bind(call) {
    const [test, ...branches] = boundArguments(call);
    const { type, results } = unified(branches);
    const [then, otherwise] = results;
    if (test === undefined || then === undefined || otherwise === undefined) throw new Error('iff');
    const asked = condition(test, call.node.arguments[0]?.at ?? call.node.at, `${call.node.name}()`);
    return {
      type,
      isConstant: everyConstant([test, ...branches]),
      evaluate: (row) => (asked.evaluate(row) === true ? then.evaluate(row) : otherwise.evaluate(row)),
    };
  },
};

const caseOf: ScalarFunction = {
  name: 'case',
  arguments: [3, Number.POSITIVE_INFINITY],
  bind(call) {
    const bounds = boundArguments(call);
    if (bounds.length % 2 === 0) {
      throw invalid(
        `case() takes pairs of a condition and a value, and one value for everything else, found ${bounds.length} arguments.`,
        call.node.at,
        'Add what it is when no condition holds.',
      );
    }
    const last = bounds.length - 1;
    const tests = bounds
      .filter((_bound, index) => index % 2 === 0 && index < last)
      .map((test, index) => condition(test, call.node.arguments[index * 2]?.at ?? call.node.at, 'case()'));
    const { type, results } = unified(bounds.filter((_bound, index) => index % 2 === 1 || index === last));
    return {
      type,
      isConstant: everyConstant(bounds),
      evaluate(row): Value {
        let index = 0;
        while (index < tests.length && tests[index]?.evaluate(row) !== true) index += 1;
        return results[index]?.evaluate(row) ?? absentOf(type);
      },
    };
  },
};

const coalesce: ScalarFunction = {
  name: 'coalesce',
  arguments: [1, 64],
  bind(call) {
    const bounds = boundArguments(call);
    const { type, results } = unified(bounds);
    return {
      type,
      isConstant: everyConstant(bounds),
      evaluate(row) {
        for (const result of results) {
          const value = result.evaluate(row);
          if (value !== null && value !== '') return value;
        }
        return absentOf(type);
      },
    };
  },
};

/** max_of and min_of: nulls are passed over. */
const extreme = (name: string, isMost: boolean): ScalarFunction => ({
  name,
  arguments: [1, 64],
  bind(call) {
    const bounds = boundArguments(call);
    const { type, results } = unified(bounds);
    if (type === 'dynamic' && bounds.some((bound) => bound.type !== 'dynamic'))
      throw invalid(`${name}() wants values of one type.`, call.node.at, 'Convert them first.');
    return {
      type,
      isConstant: everyConstant(bounds),
      evaluate(row) {
        let best: Value = null;
        for (const result of results) {
          const value = result.evaluate(row);
          if (value === null || typeof value === 'object') continue;
          if (best === null || (typeof best === typeof value && typeof best !== 'object' && value > best === isMost && value !== best))
            best = value;
        }
        return best;
      },
    };
  },
});

/** The column where there is one, else the other value. */
const columnIfExists: ScalarFunction = {
  name: 'column_ifexists',
  aliases: ['columnifexists'],
  arguments: [2, 2],
  bind(call) {
    const [node, otherwise] = call.node.arguments;
    if (node?.kind !== 'literal' || typeof node.value !== 'string' || otherwise === undefined) {
      throw invalid(`${call.node.name}() wants the name of a column in quotes.`, call.node.at, "Write column_ifexists('name', '').");
    }
    const { value } = node;
    const exists = call.scope.columns.some((column) => column.name === value);
    return call.bind(exists ? { kind: 'name', name: value, at: node.at } : otherwise);
  },
};

export const choiceFunctions: readonly ScalarFunction[] = [
  iff,
  caseOf,
  coalesce,
  extreme('max_of', true),
  extreme('min_of', false),
  columnIfExists,
];
