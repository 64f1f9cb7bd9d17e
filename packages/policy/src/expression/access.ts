import { isArray, isObject } from '../functions/arguments.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { lowered } from '../operators/fold.ts';
import { ExpressionFailure, type Outcome } from './environment.ts';

/** The property's value, its key found without case; undefined when it is absent or there is no object. */
export function propertyOf(value: Outcome, name: string): Outcome {
  if (value instanceof ExpressionFailure) return value;
  return isObject(value) ? valueOfKey(value, name) : undefined;
}

/** The element at a position from 0, or the property of that name; undefined when there is none. */
export function elementOf(value: JsonValue | undefined, index: JsonValue | undefined): Outcome {
  if (value === undefined || index === undefined) return undefined;
  if (typeof index === 'string') return propertyOf(value, index);
  if (typeof index !== 'number') return new ExpressionFailure('[]', 'an index must be a number or a text');
  return isArray(value) && Number.isInteger(index) && index >= 0 ? value[index] : undefined;
}

/** The value of a key, spelled exactly so if there is such a key, else of the first that differs in ASCII case only. */
export function valueOfKey(object: JsonObject, name: string): JsonValue | undefined {
  const key = keyOf(object, name);
  return key === undefined ? undefined : object[key];
}

/** The key as the object spells it. Own keys only, so that `__proto__` and `constructor` are names like any other. */
export function keyOf(object: JsonObject, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name;
  for (const key in object) {
    if (key.length === name.length && equalKeys(key, name) && Object.hasOwn(object, key)) return key;
  }
  return undefined;
}

function equalKeys(left: string, right: string): boolean {
  for (let at = 0; at < left.length; at += 1) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b && lowered(a) !== lowered(b)) return false;
  }
  return true;
}
