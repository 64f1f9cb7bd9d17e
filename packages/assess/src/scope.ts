import { isWithin } from './arm-id.ts';
import type { Hierarchy } from './hierarchy.ts';

/** What was selected: any number of subscriptions, management groups and resource groups; nothing selected is everything. */
export interface ScopeFilter {
  /** The selected scopes as ARM ids. */
  readonly ids: readonly string[];
  /** Whether a resource (by lower-case id) of a subscription is selected. */
  has(key: string, subscription: string): boolean;
}

const groupPrefix = '/providers/microsoft.management/managementgroups/';

/**
 * @param scopes ARM ids of subscriptions, resource groups, resources or management groups; also bare subscription GUIDs and
 *   names of management groups.
 */
export function scopeFilterOf(scopes: readonly string[], hierarchy: Hierarchy): ScopeFilter {
  const ids = scopes.map(scopeIdOf);
  const keys = ids.map((id) => id.toLowerCase());
  const groups = new Set(keys.filter((key) => key.startsWith(groupPrefix)).map((key) => key.slice(groupPrefix.length)));
  const prefixes = keys.filter((key) => !key.startsWith(groupPrefix));
  const isGroupSelected = memoized((subscription) => hierarchy.managementGroupsOf(subscription).some((group) => groups.has(group)));
  return {
    ids,
    has(key, subscription) {
      if (ids.length === 0) return true;
      return prefixes.some((prefix) => isWithin(key, prefix)) || (groups.size > 0 && subscription !== '' && isGroupSelected(subscription));
    },
  };
}

function scopeIdOf(scope: string): string {
  const trimmed = scope.replace(/\/+$/, '');
  if (trimmed.startsWith('/')) return trimmed;
  const isGuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(trimmed);
  return isGuid ? `/subscriptions/${trimmed}` : `/providers/Microsoft.Management/managementGroups/${trimmed}`;
}

function memoized(find: (key: string) => boolean): (key: string) => boolean {
  const known = new Map<string, boolean>();
  return (key) => {
    let found = known.get(key);
    if (found === undefined) {
      found = find(key);
      known.set(key, found);
    }
    return found;
  };
}
