import type { JsonObject, JsonValue } from '@plumbline/policy';

/** JSON Merge Patch (RFC 7396): members replace those of the same name, objects are merged, null takes a member away. */
export function mergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) return patch;
  const base = isJsonObject(target) ? target : {};
  const merged = new Map<string, JsonValue>(Object.entries(base));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(base[name], value));
  }
  return Object.fromEntries(merged);
}

/** The same for resources. */
export function patchedResource(resource: JsonObject, patch: JsonObject): JsonObject {
  const merged = mergePatch(resource, patch);
  return isJsonObject(merged) ? merged : resource;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
