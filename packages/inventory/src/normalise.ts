// The border: an object as an input gave it becomes an entry, once. Nothing later looks at casing, missing types or shapes again.
import type { JsonObject, JsonValue } from '@plumbline/policy';
import { isArmKey, keyOf, nameInId, resourceGroupOf, subscriptionOf, typeInId } from './arm-id.ts';
import type { Entry, SubscriptionId } from './entry.ts';
import { isObject, member } from './json-member.ts';
import { type TypeFacts, typeLookup } from './type-facts.ts';

/** Makes entries of objects in ARM's shape; undefined when the id is not an ARM id. Remembers spellings, so one is made for each reading. */
export type Normaliser = (resource: JsonObject, id: string) => Entry | undefined;

export function normaliser(): Normaliser {
  const factsOf = typeLookup();
  // Resources of one group come together more often than not: what was found for the last one is given out again, text and all.
  let lastPrefix = '/';
  let lastSubscription: SubscriptionId | undefined;
  let lastGroup: string | undefined;
  const place = (key: string) => {
    lastSubscription = subscriptionOf(key);
    lastGroup = resourceGroupOf(key);
    lastPrefix = lastGroup === undefined ? '/' : `/subscriptions/${lastSubscription}/resourcegroups/${lastGroup}/`;
  };

  return (given, id) => {
    const key = keyOf(id);
    if (!isArmKey(key)) return undefined;
    let resource = given;
    let facts = typeof given['type'] === 'string' ? factsOf(given['type']) : undefined;
    if (facts === undefined || facts.spelling !== undefined || typeof given['name'] !== 'string' || given['id'] !== id) {
      const filled = fill(given, id, facts, factsOf);
      if (filled === undefined) return undefined;
      ({ resource, facts } = filled);
    }
    if (facts.normalise !== undefined) resource = facts.normalise(resource);
    let properties = resource['properties'];
    if (!isObject(properties)) {
      resource = withProperties(resource);
      properties = member(resource, 'properties');
    }
    if (lastPrefix === '/' || !key.startsWith(lastPrefix)) place(key);
    return {
      key,
      type: facts.type,
      subscription: lastSubscription,
      resourceGroup: lastGroup,
      hasConfiguration: isObject(properties),
      resource,
    };
  };
}

function fill(
  given: JsonObject,
  id: string,
  known: TypeFacts | undefined,
  factsOf: (spelling: string) => TypeFacts | undefined,
): { readonly resource: JsonObject; readonly facts: TypeFacts } | undefined {
  const spelled = member(given, 'type') ?? member(given, 'resourceType');
  let type = known === undefined ? undefined : (known.spelling ?? given['type']);
  let facts = known;
  if (facts === undefined && typeof spelled === 'string') {
    facts = factsOf(spelled);
    type = facts?.spelling ?? spelled;
  }
  if (facts === undefined) {
    const derived = typeInId(id);
    facts = derived === undefined ? undefined : factsOf(derived);
    type = derived;
  }
  if (facts === undefined || type === undefined) return undefined;
  const name = member(given, 'name');
  const { id: _id, name: _name, type: _type, ...rest } = given;
  return { resource: { id, name: typeof name === 'string' ? name : nameInId(id), type, ...rest }, facts };
}

/** Some exports carry `properties` as JSON within a text; it is read. */
function withProperties(resource: JsonObject): JsonObject {
  const properties = member(resource, 'properties');
  if (typeof properties !== 'string' || !properties.startsWith('{')) return resource;
  // A text within a text has passed no check of depth yet.
  if (properties.length > 4096 && properties.split(/[[{]/, 1002).length > 1000) return resource;
  try {
    const read: unknown = JSON.parse(properties);
    return { ...resource, properties: read as JsonValue };
  } catch {
    return resource;
  }
}

/**
 * Normalises one resource that is already in memory, such as an example or an answer of a server.
 *
 * @returns undefined when it has no ARM id.
 */
export function entryOf(resource: JsonObject): Entry | undefined {
  const id = member(resource, 'id');
  return typeof id === 'string' ? normaliser()(resource, id) : undefined;
}
