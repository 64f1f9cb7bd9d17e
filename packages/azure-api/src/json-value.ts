import type { JsonObject, JsonValue } from '@plumbline/policy';

const nothing: JsonObject = {};

/** @returns the value when it is an object, otherwise an empty one: odd data reads as absent. */
export function objectIn(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : nothing;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textIn(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A member in any case: Resource Graph writes `resourceDetails.Id` where the API writes `id`. */
export function memberOf(object: JsonObject, name: string): JsonValue | undefined {
  const lower = name.toLowerCase();
  return object[name] ?? Object.entries(object).find(([key]) => key.toLowerCase() === lower)?.[1];
}

/** A text, number or truth value as text; everything else has none. */
export function scalarText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
