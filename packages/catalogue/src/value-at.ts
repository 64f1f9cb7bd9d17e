import type { JsonObject, JsonValue } from '@plumbline/policy';

/** The value at a dotted path, keys without case as Azure has them; undefined where there is none. Arrays are not entered. */
export function valueAt(value: JsonValue | undefined, path: string): JsonValue | undefined {
  let current = value;
  for (const key of keysOf(path)) {
    if (!isObject(current)) return undefined;
    current = member(current, key);
  }
  return current;
}

const keysByPath = new Map<string, readonly string[]>();

/** Paths stand in the recommendations, so they are few; splitting them for every resource would cost more than following them. */
function keysOf(path: string): readonly string[] {
  let keys = keysByPath.get(path);
  if (keys === undefined) {
    keys = path.split('.');
    if (keysByPath.size < 10_000) keysByPath.set(path, keys);
  }
  return keys;
}

/** The objects of an array at a path; empty where there is no array. */
export function objectsAt(value: JsonValue | undefined, path: string): readonly JsonObject[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found.filter(isObject) : [];
}

/** The text at a path; the empty text where there is none. */
export function textAt(value: JsonValue | undefined, path: string): string {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : '';
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function member(object: JsonObject, key: string): JsonValue | undefined {
  if (Object.hasOwn(object, key)) return object[key];
  const { length } = key;
  const lower = key.toLowerCase();
  for (const other of Object.keys(object)) if (other.length === length && other.toLowerCase() === lower) return object[other];
  return undefined;
}
