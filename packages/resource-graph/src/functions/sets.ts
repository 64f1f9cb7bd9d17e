import { isArray, type JsonArray, type JsonValue } from '../value.ts';
import { plain, type ScalarFunction, variadic } from './function.ts';
import { jsonKey } from './same-json.ts';

const keysOf = (list: JsonValue): ReadonlySet<unknown> => new Set(isArray(list) ? list.map(jsonKey) : []);

/** Each value once, in the order in which they come first. */
function unique(list: JsonArray): JsonArray {
  const seen = new Set<unknown>();
  return list.filter((member) => {
    const key = jsonKey(member);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const ofSets = (name: string, apply: (first: JsonArray, others: readonly JsonValue[]) => JsonArray): ScalarFunction =>
  variadic({
    name,
    takes: 'dynamic',
    arguments: [2, 64],
    gives: 'dynamic',
    apply([first = null, ...others]) {
      return isArray(first) && others.every(isArray) ? unique(apply(first, others)) : null;
    },
  });

export const setFunctions: readonly ScalarFunction[] = [
  ofSets('set_union', (first, others) => [first, ...others].flatMap((list): readonly JsonValue[] => (isArray(list) ? list : []))),
  ofSets('set_intersect', (first, others) => {
    const sets = others.map(keysOf);
    return first.filter((member) => sets.every((set) => set.has(jsonKey(member))));
  }),
  ofSets('set_difference', (first, others) => {
    const sets = others.map(keysOf);
    return first.filter((member) => !sets.some((set) => set.has(jsonKey(member))));
  }),
  plain({
    name: 'set_has_element',
    takes: ['dynamic', 'json'],
    gives: 'bool',
    seesNulls: true,
    apply: (list, wanted) => (isArray(list) ? keysOf(list).has(jsonKey(wanted)) : null),
  }),
  plain({
    name: 'set_equals',
    takes: ['dynamic', 'dynamic'],
    gives: 'bool',
    apply(left, right) {
      const first = keysOf(left);
      const second = keysOf(right);
      return first.size === second.size && [...first].every((key) => second.has(key));
    },
  }),
  plain({
    name: 'jaccard_index',
    takes: ['dynamic', 'dynamic'],
    gives: 'real',
    apply(left, right) {
      const first = keysOf(left);
      const second = keysOf(right);
      const shared = [...first].filter((key) => second.has(key)).length;
      return shared / (first.size + second.size - shared);
    },
  }),
];
