import type { Entry, ResourceKey, SubscriptionId } from '@plumbline/inventory';
import type { JsonObject } from '@plumbline/policy';
import { resourceGroupOf, subscriptionOf, typeOf } from './arm-id.ts';

/** An entry as the readers would make it of this resource; for tests. */
export function entryOf(resource: JsonObject): Entry {
  const id = String(resource['id']);
  const key = id.toLowerCase() as ResourceKey;
  const type = typeof resource['type'] === 'string' ? resource['type'].toLowerCase() : (typeOf(key) ?? '');
  const properties = resource['properties'];
  return {
    key,
    type,
    subscription: subscriptionOf(key) as SubscriptionId | undefined,
    resourceGroup: resourceGroupOf(key),
    hasConfiguration: properties !== undefined && properties !== null,
    resource,
  };
}

/** Entries as one stream of batches. */
export async function* streamOf(resources: readonly JsonObject[], batch = 3): AsyncIterable<readonly Entry[]> {
  for (let at = 0; at < resources.length; at += batch) yield resources.slice(at, at + batch).map(entryOf);
}
