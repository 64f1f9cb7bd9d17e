import { keyOf } from '../expression/access.ts';
import type { Outcome } from '../expression/environment.ts';
import type { JsonArray, JsonObject, JsonValue } from '../json.ts';
import { exactlyEqual } from '../operators/equality.ts';
import { comparePoints } from '../operators/fold.ts';
import { expected, isArray, isObject, isShallow, maximumArrayLength, maximumValueDepth, tooMany } from './arguments.ts';
import { many, type StrictFunction } from './function.ts';
import { mergeObjects } from './object.ts';

const ofCollections = (
  name: string,
  ofArrays: (arrays: readonly JsonArray[]) => Outcome,
  ofObjects: (objects: readonly JsonObject[]) => Outcome,
): StrictFunction => ({
  kind: 'strict',
  name,
  arguments: [1, many],
  apply: (values) => {
    const deep = values.findIndex((value) => !isShallow(value, maximumValueDepth));
    if (deep >= 0) return expected(name, deep + 1, `nested at most ${maximumValueDepth} levels`, values[deep]);
    if (values.every(isArray)) return ofArrays(values);
    if (values.every(isObject)) return ofObjects(values);
    const at = isArray(values[0]) ? values.findIndex((value) => !isArray(value)) : values.findIndex((value) => !isObject(value));
    return expected(name, at + 1, isArray(values[0]) ? 'an array like the first' : 'an array or an object like the others', values[at]);
  },
});

/** The members of the first array that are in every other, each once; of objects, the pairs that all have. */
export const intersection = ofCollections(
  'intersection',
  ([first = [], ...others]) => {
    const sets = others.map((members) => new Set(members.map(identityOf)));
    const found = new Map<string, JsonValue>();
    for (const member of first) {
      const identity = identityOf(member);
      if (sets.every((set) => set.has(identity))) found.set(identity, member);
    }
    return [...found.values()];
  },
  ([first = {}, ...others]) =>
    Object.fromEntries(
      Object.entries(first).filter(([key, value]) =>
        others.every((other) => {
          const same = keyOf(other, key);
          return same !== undefined && exactlyEqual(other[same] ?? null, value);
        }),
      ),
    ),
);

/** The members of all arrays, each once, in the order of their first place; of objects, all pairs, nested objects merged. */
export const union = ofCollections(
  'union',
  (arrays) => {
    const found = new Map<string, JsonValue>();
    for (const members of arrays) {
      for (const member of members) {
        const identity = identityOf(member);
        if (!found.has(identity)) found.set(identity, member);
      }
      if (found.size > maximumArrayLength) return tooMany('union');
    }
    return [...found.values()];
  },
  (objects) => mergeObjects(objects, true),
);

/** Equal for equal values only, whatever the order of keys. */
function identityOf(value: JsonValue): string {
  if (isArray(value)) return `[${value.map(identityOf).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort(comparePoints);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${identityOf(value[key] ?? null)}`).join()}}`;
}
