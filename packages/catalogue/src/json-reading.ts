import type { JsonValue } from '@plumbline/policy';
import { isObject, valueAt } from './value-at.ts';

const none: readonly JsonValue[] = [];

/** What stands at a dotted path; undefined where a step is missing or null, because Azure writes unset values both ways. */
export function at(value: JsonValue | undefined, path: string): JsonValue | undefined {
  return valueAt(value, path) ?? undefined;
}

/** @returns a text with something in it; numbers as text, because exports write ports and priorities both ways. */
export function textAt(value: JsonValue | undefined, path: string): string | undefined {
  const found = at(value, path);
  if (typeof found === 'number') return String(found);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** @returns the array at a path, empty when there is none. */
export function listAt(value: JsonValue | undefined, path: string): readonly JsonValue[] {
  return arrayAt(value, path) ?? none;
}

/** @returns the array at a path, undefined when there is none: for where missing and empty mean different things. */
export function arrayAt(value: JsonValue | undefined, path: string): readonly JsonValue[] | undefined {
  const found = at(value, path);
  return Array.isArray(found) ? (found as readonly JsonValue[]) : undefined;
}

/** Texts of a single value and of a list of them: security rules have `…Prefix` and `…Prefixes` side by side. */
export function textsAt(value: JsonValue | undefined, one: string, many: string): readonly string[] {
  const single = textAt(value, one);
  const list = listAt(value, many).flatMap((item) =>
    typeof item === 'number' ? [String(item)] : typeof item === 'string' && item !== '' ? [item] : [],
  );
  return single === undefined ? list : [single, ...list];
}

/** @returns whether the input gave this resource's configuration; `az resource list` does not. */
export function hasConfiguration(resource: JsonValue | undefined): boolean {
  const properties = at(resource, 'properties');
  return isObject(properties) && Object.keys(properties).length > 0;
}

/** The last segment of an id or of a child resource's name. */
export function lastSegmentOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** A resource's own name without its parents', as people know it. */
export function nameOf(resource: JsonValue | undefined): string {
  return lastSegmentOf(textAt(resource, 'name') ?? textAt(resource, 'id') ?? 'unknown');
}
