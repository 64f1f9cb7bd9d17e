import { condition } from '../bind/logical.ts';
import type { Bound } from '../context.ts';
import type { Row, Value } from '../value.ts';
import { type FunctionCall, metered, plain, type ScalarFunction } from './function.ts';

const only = (call: FunctionCall): Bound => {
  const [node] = call.node.arguments;
  if (node === undefined) throw new Error(call.node.name);
  return call.bind(node);
};

const test = (names: readonly [string, ...string[]], claim: (value: Value, bound: Bound) => boolean): ScalarFunction => ({
  name: names[0],
  aliases: names.slice(1),
  arguments: [1, 1],
  bind(call) {
    const bound = only(call);
    return { type: 'bool', isConstant: bound.isConstant, evaluate: (row: Row) => claim(bound.evaluate(row), bound) };
  },
});

/** A text is never null, but empty. A dynamic value is empty when it is null or the empty text. */
const isNull = (value: Value, bound: Bound): boolean => bound.type !== 'string' && value === null;
const isEmpty = (value: Value): boolean => value === null || value === '';

const not: ScalarFunction = {
  name: 'not',
  arguments: [1, 1],
  bind(call) {
    const bound = condition(only(call), call.node.arguments[0]?.at ?? call.node.at, 'not()');
    return metered(call, 'bool', bound.isConstant, (row) => {
      const value = bound.evaluate(row);
      return value === null ? null : !value;
    });
  },
};

export const claimFunctions: readonly ScalarFunction[] = [
  test(['isnull'], isNull),
  test(['isnotnull', 'notnull'], (value, bound) => !isNull(value, bound)),
  test(['isempty'], isEmpty),
  test(['isnotempty', 'notempty'], (value) => !isEmpty(value)),
  not,
  plain({ name: 'isnan', takes: ['number'], gives: 'bool', apply: (value) => Number.isNaN(value) }),
  plain({
    name: 'isinf',
    takes: ['number'],
    gives: 'bool',
    apply: (value) => value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY,
  }),
  plain({ name: 'isfinite', takes: ['number'], gives: 'bool', apply: (value) => Number.isFinite(value) }),
  plain({
    name: 'isascii',
    takes: ['string'],
    gives: 'bool',
    apply: (text) => !/[^\0-\x7f]/.test(text),
  }),
];
