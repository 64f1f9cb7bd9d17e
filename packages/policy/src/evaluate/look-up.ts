import { lowerIdOf } from '../compile/frame.ts';
import { groupOf, subscriptionOf } from '../compile/related.ts';
import { typeOf } from '../compile/rule.ts';
import type { RelatedQuery } from '../evaluation.ts';
import { namesIn } from '../fields/full-name.ts';
import { keyReader } from '../fields/key.ts';
import type { Resource } from '../resource.ts';

const nameReader = keyReader('name');

/** Answers the look-ups of if-not-exists effects from a list of resources: those of the type, in the scope, of the name. */
export function lookUpIn(estate: readonly Resource[]): (query: RelatedQuery) => readonly Resource[] {
  const resourcesByType = new Map<string | undefined, Resource[]>();
  for (const resource of estate) {
    const type = typeOf(resource);
    const resources = resourcesByType.get(type) ?? [];
    resources.push(resource);
    resourcesByType.set(type, resources);
  }
  return (query) => (resourcesByType.get(query.type) ?? []).filter((resource) => answers(resource, query));
}

/** Whether a resource of the type asked for is in the scope and of the name asked for. */
export function answers(resource: Resource, query: RelatedQuery): boolean {
  const id = lowerIdOf(resource);
  return inScope(id, query) && (query.name === undefined || isNamed(resource, id, query.name));
}

function inScope(id: string, query: RelatedQuery): boolean {
  switch (query.scope) {
    case 'children':
      return id.startsWith(`${query.of}/`);
    case 'extensions':
      return id.startsWith(`${query.of}/providers/`) && !id.slice(query.of.length + '/providers/'.length).includes('/providers/');
    case 'resourceGroup':
      return subscriptionOf(id) === subscriptionOf(query.of) && groupOf(id) === query.resourceGroup;
    case 'subscription':
      return subscriptionOf(id) === subscriptionOf(query.of);
  }
}

/** Names are compared from the last segment backwards, since a look-up may give the full name or only its end; `?` is any. */
function isNamed(resource: Resource, id: string, wanted: string): boolean {
  const name = nameReader(resource);
  const full = namesIn(id) ?? (typeof name === 'string' ? name.toLowerCase() : '');
  const found = full.split('/');
  const segments = wanted.split('/');
  return segments.toReversed().every((segment, index) => segment === found.at(-1 - index) || (segment === '?' && index === 0));
}
