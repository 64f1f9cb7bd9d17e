import type { JsonObject, JsonValue } from '@plumbline/policy';

/** @returns what stands at a path; undefined where the path leads nowhere. */
export function valueAt(resource: JsonObject, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = resource;
  for (const name of path) value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return value;
}

/** @returns the same resource with another value at the path. */
export function withValueAt(resource: JsonObject, path: readonly string[], value: JsonValue): JsonObject {
  const [name, ...rest] = path;
  if (name === undefined) return resource;
  const inner = resource[name];
  return { ...resource, [name]: rest.length === 0 ? value : withValueAt(isObject(inner) ? inner : {}, rest, value) };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
