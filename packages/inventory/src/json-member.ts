import type { JsonObject, JsonValue } from '@plumbline/policy';

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** @returns the member of this name, in any casing; the exact spelling wins. Own members only. */
export function member(object: JsonObject, name: string): JsonValue | undefined {
  if (Object.hasOwn(object, name)) return object[name];
  const lower = name.toLowerCase();
  for (const key of Object.keys(object)) if (key.length === name.length && key.toLowerCase() === lower) return object[key];
  return undefined;
}

/** @returns the first member of these names that is a text with something in it. */
export function textIn(object: JsonObject, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = member(object, name);
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}
