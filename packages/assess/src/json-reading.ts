import type { JsonObject, JsonValue } from '@plumbline/policy';

const nothing: JsonObject = {};

/** @returns the value when it is an object, otherwise an empty one: odd data reads as absent. */
export function objectOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : nothing;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns the value when it is a text with something in it. */
export function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A member by name without case: Resource Graph writes `Id`, the REST API `id`. */
export function member(object: JsonObject, name: string): JsonValue | undefined {
  if (Object.hasOwn(object, name)) return object[name];
  const lower = name.toLowerCase();
  const key = Object.keys(object).find((candidate) => candidate.toLowerCase() === lower);
  return key === undefined ? undefined : object[key];
}
