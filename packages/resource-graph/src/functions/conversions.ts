import { converter, dynamicOf, dynamicText } from '../convert.ts';
import type { ScalarType, Value } from '../value.ts';
import { isArray, isObject } from '../value.ts';
import { metered, plain, type ScalarFunction } from './function.ts';

/** to...(x): null where x cannot be converted, the empty text for tostring. */
const conversion = (name: string, to: ScalarType, aliases: readonly string[] = []): ScalarFunction => ({
  name,
  aliases,
  arguments: [1, 1],
  naming: 'first',
  bind(call) {
    const [node] = call.node.arguments;
    if (node === undefined) throw new Error(name);
    const { type, evaluate, isConstant } = call.bind(node);
    const convert = converter(type, to);
    return { type: to, isConstant, evaluate: (row) => convert(evaluate(row)) };
  },
});

/** Texts are read as JSON; a text that is no JSON stays a text. */
const toDynamicFunction: ScalarFunction = {
  name: 'parse_json',
  aliases: ['todynamic', 'parsejson', 'toobject'],
  arguments: [1, 1],
  naming: 'first',
  bind(call) {
    const [node] = call.node.arguments;
    if (node === undefined) throw new Error('parse_json');
    const { type, evaluate, isConstant } = call.bind(node);
    if (type !== 'string') {
      const convert = converter(type, 'dynamic');
      return { type: 'dynamic', isConstant, evaluate: (row) => convert(evaluate(row)) };
    }
    const { budget } = call.scope.context;
    return {
      type: 'dynamic',
      isConstant,
      evaluate(row) {
        const text = dynamicText(evaluate(row));
        budget.spend(1 + (text.length >> 3));
        return dynamicOf(text);
      },
    };
  },
};

const dynamicTypeName = (value: Value): string => {
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  if (isObject(value)) return 'dictionary';
  if (typeof value === 'number') return Number.isInteger(value) ? 'long' : 'double';
  return typeof value === 'boolean' ? 'bool' : 'string';
};

const typeOf: ScalarFunction = {
  name: 'gettype',
  arguments: [1, 1],
  naming: { prefix: 'gettype', isOnlyNamed: true },
  bind(call) {
    const [node] = call.node.arguments;
    if (node === undefined) throw new Error('gettype');
    const { type, evaluate, isConstant } = call.bind(node);
    if (type === 'dynamic') return metered(call, 'string', isConstant, (row) => dynamicTypeName(evaluate(row)));
    return metered(call, 'string', isConstant, (row) => (evaluate(row) === null ? 'null' : type));
  },
};

export const conversionFunctions: readonly ScalarFunction[] = [
  conversion('tostring', 'string'),
  conversion('toint', 'int'),
  conversion('tolong', 'long'),
  conversion('todouble', 'real', ['toreal']),
  conversion('todecimal', 'decimal'),
  conversion('tobool', 'bool', ['toboolean']),
  conversion('todatetime', 'datetime'),
  conversion('totimespan', 'timespan', ['totime']),
  conversion('toguid', 'guid'),
  toDynamicFunction,
  typeOf,
  plain({
    name: 'tohex',
    takes: ['long', 'long'],
    presets: [0],
    gives: 'string',
    naming: 'first',
    apply: (value, width) =>
      (value < 0 ? BigInt.asUintN(64, BigInt(value)) : BigInt(value)).toString(16).padStart(Math.min(width, 64), '0'),
  }),
];
