import type { Resource } from '@plumbline/policy';

/**
 * The name of what stands in an export where something was refused to its collector: below the resource, or in the subscription, that
 * was asked. No resource of Azure can have it. It has no configuration, so that whoever looks there finds out that nobody knows.
 */
export const unreadableName = '$not-readable';

const ending = `/${unreadableName}`;

export function isUnreadableKey(key: string): boolean {
  return key.endsWith(ending);
}

const known = new WeakMap<readonly Resource[], boolean>();

/** Whether something of what is looked for could not be read. Long lists are asked about again and again, so theirs is remembered. */
export function isPartlyUnreadable(list: readonly Resource[]): boolean {
  if (list.length < 8) return list.some(isUnreadable);
  let found = known.get(list);
  if (found === undefined) {
    found = list.some(isUnreadable);
    known.set(list, found);
  }
  return found;
}

function isUnreadable(resource: Resource): boolean {
  const id = resource['id'];
  return typeof id === 'string' && isUnreadableKey(id);
}
