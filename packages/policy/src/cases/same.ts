import type { JsonValue } from '../json.ts';
import { isList, isObject } from '../parse/reading.ts';

/** Equality of JSON to the letter; the order of keys does not matter, and a missing value equals nothing but a missing one. */
export function isSame(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left === right) return true;
  if (isList(left) && isList(right)) return left.length === right.length && left.every((item, index) => isSame(item, right[index]));
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && isSame(left[key], right[key]));
}
