import type { JsonObject, JsonValue } from '@plumbline/policy';

const nothing: JsonObject = {};

/** @returns the value when it is an object, otherwise an empty one: odd data reads as absent. */
export function objectIn(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : nothing;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
