import { keyReader } from '../fields/key.ts';
import type { Resource } from '../resource.ts';

const scopeTypes: ReadonlySet<string> = new Set([
  'microsoft.resources/subscriptions',
  'microsoft.resources/resourcegroups',
  'microsoft.resources/subscriptions/resourcegroups',
]);

/** Prefixes of types that Azure Policy never evaluates (applicability page, and the known issues of the public repository). */
const excluded: readonly string[] = [
  'microsoft.resources/',
  'microsoft.billing/',
  'microsoft.capacity/reservationorders',
  'microsoft.help/',
  'microsoft.diagnostics/',
  'microsoft.servicebus/namespaces/topics/subscriptions',
];

/** Whether Azure evaluates resources of a type at all. */
export function isEvaluated(type: string | undefined): boolean {
  if (type === undefined || scopeTypes.has(type)) return true;
  return !excluded.some((prefix) => type.startsWith(prefix));
}

const locationReader = keyReader('location');
const tagsReader = keyReader('tags');

/** Mode Indexed, as far as the type alone tells (readings.indexedTypes). @param named whether the rule names the type. */
export function isIndexedType(type: string | undefined, named: boolean): boolean | undefined {
  if (type !== undefined && scopeTypes.has(type)) return false;
  return named || type === undefined ? true : undefined;
}

/** The same for a resource whose type does not tell. */
export function isIndexed(resource: Resource): boolean {
  return typeof locationReader(resource) === 'string' || typeof tagsReader(resource) === 'object';
}
