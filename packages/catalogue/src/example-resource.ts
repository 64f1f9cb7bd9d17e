import type { JsonObject } from '@plumbline/policy';
import { textAt } from './value-at.ts';

const group = '/subscriptions/6f1f2c1e-5a0b-4b7e-9d55-0c2f1a7e3b11/resourceGroups/shop';

/**
 * A resource in Azure Resource Manager's shape, for the examples.
 * @param name one segment for each segment of the type: `shop-hub/orders` for `Microsoft.EventHub/namespaces/eventhubs`.
 */
export function exampleResource(type: string, name: string, rest: JsonObject = {}): JsonObject {
  const [namespace = '', ...types] = type.split('/');
  const names = name.split('/');
  const path = types.map((segment, at) => `${segment}/${names[at] ?? ''}`).join('/');
  return { id: `${group}/providers/${namespace}/${path}`, name: names.at(-1) ?? '', type, location: 'westeurope', ...rest };
}

/** A resource that hangs on another one: `{id}/providers/{type}/{name}`. */
export function exampleExtension(of: JsonObject, type: string, name: string, rest: JsonObject = {}): JsonObject {
  return { id: `${exampleId(of)}/providers/${type}/${name}`, name, type, ...rest };
}

export function exampleId(resource: JsonObject): string {
  return textAt(resource, 'id');
}
