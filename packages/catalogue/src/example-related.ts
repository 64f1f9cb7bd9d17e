import type { RelatedQuery, Resource } from '@plumbline/policy';
import { textAt } from './json-reading.ts';

/**
 * Answers what an if-not-exists effect asks, from the estate of an example.
 * @returns undefined when the estate holds nothing of the type: then it was not collected.
 */
export function relatedFrom(estate: readonly Resource[], query: RelatedQuery): readonly Resource[] | undefined {
  const ofType = estate.filter((resource) => lower(resource, 'type') === query.type);
  if (ofType.length === 0) return undefined;
  const under = prefixOf(query);
  return ofType.filter((resource) => lower(resource, 'id').startsWith(`${under}/`) && isNamed(resource, query.name));
}

function prefixOf(query: RelatedQuery): string {
  const of = query.of.toLowerCase();
  const subscription = /^\/subscriptions\/[^/]+/.exec(of)?.[0] ?? '';
  switch (query.scope) {
    case 'children':
    case 'extensions':
      return of;
    case 'resourceGroup':
      return `${subscription}/resourcegroups/${query.resourceGroup ?? ''}`;
    case 'subscription':
      return subscription;
  }
}

function isNamed(resource: Resource, wanted: string | undefined): boolean {
  const last = wanted?.slice(wanted.lastIndexOf('/') + 1);
  return last === undefined || last === '?' || lower(resource, 'name').endsWith(last);
}

function lower(resource: Resource, path: string): string {
  return (textAt(resource, path) ?? '').toLowerCase();
}
