import { valueOfKey } from '../expression/access.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { comparePoints } from '../operators/fold.ts';
import { expected, fail, isArray, isObject, kindOf } from './arguments.ts';
import { type LenientFunction, many, type StrictFunction } from './function.ts';

export const createObject: StrictFunction = {
  kind: 'strict',
  name: 'createObject',
  arguments: [0, many],
  apply: (values) => {
    if (values.length % 2 !== 0)
      return fail('createObject', `keys and values must come in pairs, but there are ${values.length} arguments`);
    const object = new Map<string, JsonValue>();
    for (let at = 0; at < values.length; at += 2) {
      const key = values[at];
      if (typeof key !== 'string') return expected('createObject', at + 1, 'a text, being a key', key);
      object.set(key, values[at + 1] ?? null);
    }
    return Object.fromEntries(object);
  },
};

/** Keys and values as an array of objects, in the order of the keys. */
export const items: StrictFunction = {
  kind: 'strict',
  name: 'items',
  arguments: [1, 1],
  apply: ([value]) => {
    if (!isObject(value)) return expected('items', 1, 'an object', value);
    return Object.keys(value)
      .sort(comparePoints)
      .map((key) => ({ key, value: value[key] ?? null }));
  },
};

export const objectKeys: StrictFunction = {
  kind: 'strict',
  name: 'objectKeys',
  arguments: [1, 1],
  apply: ([value]) => (isObject(value) ? Object.keys(value) : expected('objectKeys', 1, 'an object', value)),
};

/** Follows keys and positions from 0 into a value; null as soon as one is missing. */
export const tryGet: LenientFunction = {
  kind: 'lenient',
  name: 'tryGet',
  arguments: [2, many],
  apply: ([value, ...path]) => {
    let found: JsonValue | undefined = value;
    for (const [at, step] of path.entries()) {
      if (typeof step === 'string') found = isObject(found) ? valueOfKey(found, step) : undefined;
      else if (typeof step === 'number') found = isArray(found) ? found[step] : undefined;
      else return expected('tryGet', at + 2, 'a key or a position', step);
    }
    return found ?? null;
  },
};

/** Later objects win; with `deep`, objects under one key are merged. Keys are the same without case and keep the spelling that came first. */
export function mergeObjects(objects: readonly JsonObject[], deep: boolean): JsonObject {
  const pairByKey = new Map<string, readonly [key: string, value: JsonValue]>();
  for (const object of objects) {
    for (const [spelling, later] of Object.entries(object)) {
      const [key, earlier] = pairByKey.get(spelling.toLowerCase()) ?? [spelling];
      const value = deep && isObject(earlier) && isObject(later) ? mergeObjects([earlier, later], true) : later;
      pairByKey.set(spelling.toLowerCase(), [key, value]);
    }
  }
  return Object.fromEntries(pairByKey.values());
}

/** Merges an array of objects key by key; nested objects are replaced whole. */
export const shallowMerge: StrictFunction = {
  kind: 'strict',
  name: 'shallowMerge',
  arguments: [1, 1],
  apply: ([value]) => {
    if (!isArray(value)) return expected('shallowMerge', 1, 'an array of objects', value);
    if (value.every(isObject)) return mergeObjects(value, false);
    const other = value.find((member) => !isObject(member));
    return fail('shallowMerge', `argument 1 must be an array of objects, but it holds ${kindOf(other)}`);
  },
};
