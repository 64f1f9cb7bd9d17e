import type { JsonObject, JsonValue } from '@plumbline/policy';

/** The value at a dotted path, keys without case as Azure has them; undefined where there is none. Arrays are not entered. */
export function valueAt(value: JsonValue | undefined, path: string): JsonValue | undefined {
  let current = value;
  for (const key of path.split('.')) {
    if (!isObject(current)) return undefined;
    current = member(current, key);
  }
  return current;
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
  const lower = key.toLowerCase();
  const spelled = Object.keys(object).find((other) => other.toLowerCase() === lower);
  return spelled === undefined ? undefined : object[spelled];
}
