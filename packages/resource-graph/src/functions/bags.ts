import { dynamicText, toDynamic } from '../convert.ts';
import { invalid } from '../problem.ts';
import { isArray, isObject, type JsonValue, type Row } from '../value.ts';
import { extractJson } from './arrays.ts';
import { type FunctionCall, metered, plain, type ScalarFunction, variadic } from './function.ts';

/** Object.fromEntries keeps a member named __proto__ as a member. */
const bagOf = (entries: Iterable<readonly [string, JsonValue]>): JsonValue => Object.fromEntries(entries);

const packed = (call: FunctionCall): ReturnType<ScalarFunction['bind']> => {
  const { arguments: nodes } = call.node;
  if (nodes.length % 2 !== 0)
    throw invalid(
      `${call.node.name}() takes pairs of a name and a value, found ${nodes.length} arguments.`,
      call.node.at,
      'Give each name a value.',
    );
  const bounds = nodes.map((node) => {
    const bound = call.bind(node);
    return { bound, write: toDynamic(bound.type) };
  });
  const read = (row: Row, index: number): JsonValue => {
    const member = bounds[index];
    return member === undefined ? null : member.write(member.bound.evaluate(row));
  };
  return metered(
    call,
    'dynamic',
    bounds.every(({ bound }) => bound.isConstant),
    (row) => {
      const entries: [string, JsonValue][] = [];
      for (let index = 0; index < bounds.length; index += 2) entries.push([dynamicText(read(row, index)), read(row, index + 1)]);
      return bagOf(entries);
    },
  );
};

/** All columns of the row; with true, those that are not null or empty. */
const packAll: ScalarFunction = {
  name: 'pack_all',
  arguments: [0, 1],
  bind(call) {
    const ignore = call.node.arguments[0] === undefined ? undefined : call.bind(call.node.arguments[0]);
    const members = call.scope.columns.map((column, index) => ({ name: column.name, index, write: toDynamic(column.type) }));
    return metered(call, 'dynamic', false, (row) => {
      const isIgnoring = ignore?.evaluate(row) === true;
      const entries = members.map(({ name, index, write }) => [name, write(row[index] ?? null)] as const);
      return bagOf(isIgnoring ? entries.filter(([, value]) => value !== null && value !== '') : entries);
    });
  },
};

function without(bag: JsonValue, keys: JsonValue): JsonValue {
  if (!isObject(bag)) return null;
  const gone = new Set((isArray(keys) ? keys : [keys]).map(dynamicText));
  return bagOf(Object.entries(bag).filter(([name]) => !gone.has(name)));
}

export const bagFunctions: readonly ScalarFunction[] = [
  { name: 'bag_pack', aliases: ['pack', 'pack_dictionary'], arguments: [2, 128], bind: packed },
  packAll,
  plain({ name: 'bag_keys', takes: ['dynamic'], gives: 'dynamic', apply: (bag) => (isObject(bag) ? Object.keys(bag) : null) }),
  plain({
    name: 'bag_has_key',
    takes: ['dynamic', 'string'],
    gives: 'bool',
    apply: (bag, key) => (isObject(bag) ? Object.hasOwn(bag, key) : null),
  }),
  plain({ name: 'bag_remove_keys', takes: ['dynamic', 'dynamic'], gives: 'dynamic', apply: without }),
  plain({
    name: 'bag_set_key',
    takes: ['dynamic', 'string', 'json'],
    gives: 'dynamic',
    seesNulls: true,
    apply: (bag, key, value) => (isObject(bag) || bag === null ? bagOf([...Object.entries(bag ?? {}), [key, value]]) : null),
  }),
  plain({
    name: 'bag_zip',
    takes: ['dynamic', 'dynamic'],
    gives: 'dynamic',
    apply: (keys, values) =>
      isArray(keys) && isArray(values) ? bagOf(keys.map((key, index) => [dynamicText(key), values[index] ?? null] as const)) : null,
  }),
  variadic({
    name: 'bag_merge',
    takes: 'dynamic',
    arguments: [1, 64],
    gives: 'dynamic',
    // Where bags share a name, the first of them counts.
    apply: (bags) => (bags.some(isObject) ? bagOf([...bags].reverse().flatMap((bag) => (isObject(bag) ? Object.entries(bag) : []))) : null),
  }),
  extractJson,
];
