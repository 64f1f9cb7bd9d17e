import { converter, dynamicOf, toDynamic } from '../convert.ts';
import { compareValues } from '../order.ts';
import { invalid, Refusal } from '../problem.ts';
import { ticksPerDay } from '../times.ts';
import { isArray, type JsonArray, type JsonValue, type Value } from '../value.ts';
import { argumentAs, type FunctionCall, maximumMembers, metered, plain, type ScalarFunction, variadic } from './function.ts';
import { sameJson } from './same-json.ts';

/** A function of an array and numbers; null for what is no array. */
const ofArray = (
  name: string,
  numbers: number,
  presets: readonly Value[],
  apply: (list: JsonArray, first: number, second: number) => Value,
): ScalarFunction =>
  plain({
    name,
    takes: ['dynamic', 'long', 'long'].slice(0, numbers + 1) as ['dynamic', 'long', 'long'],
    presets,
    gives: 'dynamic',
    apply: (list, first, second) => (isArray(list) ? apply(list, first, second) : null),
  });

const place = (list: JsonArray, index: number): number => (index < 0 ? Math.max(0, list.length + index) : index);

function rotated(list: JsonArray, by: number): JsonArray {
  if (list.length === 0) return list;
  const start = ((by % list.length) + list.length) % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}

/** Members pushed out at one end; what comes in at the other is null or the given value. */
const shifting = (name: string, sign: 1 | -1): ScalarFunction =>
  plain({
    name,
    takes: ['dynamic', 'long', 'json'],
    presets: [null],
    gives: 'dynamic',
    seesNulls: true,
    apply(list, count, fill) {
      if (!isArray(list)) return null;
      return list.map((_member, index) => list[index + sign * count] ?? fill);
    },
  });

/** The first array decides the order, and the others follow; nulls come last unless the last argument is false. */
const sorting = (name: string, sign: 1 | -1): ScalarFunction => ({
  name,
  arguments: [1, 2],
  bind(call) {
    const list = argumentAs(call, 0, 'dynamic');
    const isNullLast = call.node.arguments.length === 2 ? argumentAs(call, 1, 'bool') : undefined;
    return metered(call, 'dynamic', list.isConstant && isNullLast?.isConstant !== false, (row) => {
      const found = list.evaluate(row);
      if (!isArray(found)) return null;
      const nulls = found.filter((member) => member === null);
      const others = found.filter((member) => member !== null).sort((left, right) => compareValues(left, right) * sign);
      return isNullLast?.evaluate(row) === false ? [...nulls, ...others] : [...others, ...nulls];
    });
  },
});

function indexOf(list: JsonValue, wanted: JsonValue, start: number, length: number, occurrence: number): number | null {
  if (!isArray(list)) return null;
  const from = place(list, start);
  const end = length < 0 ? list.length : Math.min(list.length, from + length);
  let left = occurrence;
  for (let index = from; index < end; index += 1) {
    if (!sameJson(list[index] ?? null, wanted)) continue;
    left -= 1;
    if (left === 0) return index;
  }
  return -1;
}

function splitAt(list: JsonArray, at: JsonValue): JsonArray {
  const indices = (isArray(at) ? at : [at]).map((index) => place(list, Number(index)));
  const pieces: JsonArray[] = [];
  let from = 0;
  for (const index of indices) {
    pieces.push(list.slice(from, index));
    from = Math.max(from, index);
  }
  return [...pieces, list.slice(from)];
}

const stepped = (first: Value, by: Value, index: number): number | bigint | null => {
  if (typeof first === 'number' && typeof by === 'number' && by !== 0 && Number.isFinite(first)) return first + index * by;
  return typeof first === 'bigint' && typeof by === 'bigint' && by !== 0n ? first + BigInt(index) * by : null;
};
const isComparable = (value: number | bigint, last: Value): last is number | bigint => typeof last === typeof value && !Number.isNaN(last);

/** range(first, last, step): numbers, datetimes by timespans, timespans. */
const range: ScalarFunction = {
  name: 'range',
  arguments: [2, 3],
  bind(call) {
    const bounds = call.node.arguments.map((argument) => call.bind(argument));
    const [start, stop, step] = bounds;
    if (start === undefined || stop === undefined) throw new Error('range');
    const write = toDynamic(start.type);
    const preset: Value = start.type === 'datetime' || start.type === 'timespan' ? ticksPerDay / 24n : 1;
    return metered(
      call,
      'dynamic',
      bounds.every((bound) => bound.isConstant),
      (row) => {
        const values: JsonValue[] = [];
        const first = start.evaluate(row);
        const last = stop.evaluate(row);
        const by = step === undefined ? preset : step.evaluate(row);
        for (let index = 0; ; index += 1) {
          const value = stepped(first, by, index);
          if (value === null || !isComparable(value, last)) return null;
          if ((typeof by === 'bigint' ? by > 0n : Number(by) > 0) ? value > last : value < last) return values;
          if (values.length === maximumMembers) throw tooMany(call);
          values.push(write(value));
        }
      },
    );
  },
};

const tooMany = (call: FunctionCall): Refusal =>
  new Refusal(
    'QueryMemoryExceeded',
    `range() made more than ${maximumMembers} members.`,
    'Take a larger step, or use the operator range.',
    call.node.at,
  );

const zip: ScalarFunction = variadic({
  name: 'zip',
  takes: 'dynamic',
  arguments: [2, 16],
  gives: 'dynamic',
  apply(values) {
    const lists = values.map((value): JsonArray => (isArray(value) ? value : [value]));
    const length = Math.max(...lists.map((list) => list.length));
    return Array.from({ length }, (_none, index) => lists.map((list) => list[index] ?? null));
  },
});

const packArray: ScalarFunction = {
  name: 'pack_array',
  arguments: [1, 64],
  bind(call) {
    const [only] = call.node.arguments;
    const nodes =
      only?.kind === 'star'
        ? call.scope.columns.map((column) => ({ kind: 'name' as const, name: column.name, at: only.at }))
        : call.node.arguments;
    const members = nodes.map((node) => {
      const bound = call.bind(node);
      return { bound, write: toDynamic(bound.type) };
    });
    return metered(
      call,
      'dynamic',
      members.every(({ bound }) => bound.isConstant),
      (row) => members.map(({ bound, write }) => write(bound.evaluate(row))),
    );
  },
};

/** array_iff(conditions, values where true, values where false): lists, or one value for all. */
const arrayIff: ScalarFunction = plain({
  name: 'array_iff',
  aliases: ['array_iif'],
  takes: ['dynamic', 'json', 'json'],
  gives: 'dynamic',
  seesNulls: true,
  apply(tests, then, otherwise) {
    if (!isArray(tests)) return null;
    const toBool = converter('dynamic', 'bool');
    const at = (value: JsonValue, index: number): JsonValue => (isArray(value) ? (value[index] ?? null) : value);
    return tests.map((test, index) => {
      const is = toBool(test);
      return is === null ? null : at(is === true ? then : otherwise, index);
    });
  },
});

export const arrayFunctions: readonly ScalarFunction[] = [
  plain({
    name: 'array_length',
    aliases: ['arraylength'],
    takes: ['dynamic'],
    gives: 'long',
    apply: (list) => (isArray(list) ? list.length : null),
  }),
  variadic({
    name: 'array_concat',
    takes: 'dynamic',
    arguments: [1, 64],
    gives: 'dynamic',
    apply(lists) {
      const joined = lists.reduce((total: number, list) => total + (isArray(list) ? list.length : 0), 0);
      if (joined > maximumMembers)
        throw new Refusal('QueryMemoryExceeded', `array_concat() made more than ${maximumMembers} members.`, 'Filter earlier.');
      return lists.every((list) => !isArray(list)) ? null : lists.flatMap((list): readonly JsonValue[] => (isArray(list) ? list : []));
    },
  }),
  ofArray('array_slice', 2, [], (list, start, end) => list.slice(place(list, start), (end < 0 ? list.length + end : end) + 1)),
  plain({
    name: 'array_split',
    takes: ['dynamic', 'json'],
    gives: 'dynamic',
    apply: (list, at) => (isArray(list) ? splitAt(list, at) : null),
  }),
  plain({
    name: 'array_index_of',
    takes: ['dynamic', 'json', 'long', 'long', 'long'],
    presets: [0, -1, 1],
    gives: 'long',
    seesNulls: true,
    apply: indexOf,
  }),
  plain({ name: 'array_reverse', takes: ['dynamic'], gives: 'dynamic', apply: (list) => (isArray(list) ? [...list].reverse() : null) }),
  ofArray('array_rotate_left', 1, [], (list, by) => rotated(list, by)),
  ofArray('array_rotate_right', 1, [], (list, by) => rotated(list, -by)),
  shifting('array_shift_left', 1),
  shifting('array_shift_right', -1),
  sorting('array_sort_asc', 1),
  sorting('array_sort_desc', -1),
  plain({
    name: 'array_sum',
    takes: ['dynamic'],
    gives: 'real',
    apply(list) {
      if (!isArray(list) || list.some((member) => typeof member !== 'number')) return null;
      return list.reduce((total: number, member) => total + Number(member), 0);
    },
  }),
  arrayIff,
  packArray,
  range,
  zip,
];

/** extract_json('$.a[0]', text) reads a member of JSON that comes as text. */
export const extractJson: ScalarFunction = {
  name: 'extract_json',
  aliases: ['extractjson'],
  arguments: [2, 3],
  bind(call) {
    const path = argumentAs(call, 0, 'string');
    const value = argumentAs(call, 1, 'dynamic');
    const type = call.node.arguments[2];
    if (type !== undefined)
      throw invalid(`${call.node.name}() with a type is not supported.`, type.at, 'Convert what it gives, for instance with tolong(...).');
    return metered(call, 'string', path.isConstant && value.isConstant, (row) => {
      const found = value.evaluate(row);
      const root = typeof found === 'string' ? dynamicOf(found) : found;
      return converter('dynamic', 'string')(memberAlong(root, String(path.evaluate(row) as string)));
    });
  },
};

function memberAlong(root: Value, path: string): JsonValue {
  let value = root;
  for (const [, name, quoted, index] of path.matchAll(/\.?([A-Za-z_$][\w$]*)|\[['"]([^'"]*)['"]\]|\[(\d+)\]/g)) {
    if (name === '$') continue;
    const key = name ?? quoted;
    if (key !== undefined)
      value = typeof value === 'object' && value !== null && !isArray(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
    else value = isArray(value) ? (value[Number(index)] ?? null) : null;
  }
  return typeof value === 'bigint' ? null : value;
}
