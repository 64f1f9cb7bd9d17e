/** Which management groups a subscription lies in, from the nearest to the root; ids in any case. */
export type ScopeTree = (subscriptionId: string) => readonly string[];

const managementGroup = /^\/providers\/microsoft\.management\/managementgroups\/[^/]+$/;

/**
 * Whether a resource lies in a scope: a tenant root (`/`), management group, subscription, resource group or resource. Ids are
 * compared by whole segments and without case.
 */
export function isWithin(resourceId: string, scope: string, tree: ScopeTree): boolean {
  const id = trimmed(resourceId);
  const wanted = trimmed(scope);
  if (wanted === '' || id === wanted || id.startsWith(`${wanted}/`)) return true;
  if (!managementGroup.test(wanted)) return false;
  const subscription = /^\/subscriptions\/([^/]+)/.exec(id)?.[1];
  return (
    subscription !== undefined &&
    tree(subscription).some(
      (group) => trimmed(group) === wanted || `/providers/microsoft.management/managementgroups/${trimmed(group)}` === wanted,
    )
  );
}

export function isExcluded(resourceId: string, notScopes: readonly string[], tree: ScopeTree): boolean {
  return notScopes.some((scope) => isWithin(resourceId, scope, tree));
}

function trimmed(id: string): string {
  const lower = id.trim().toLowerCase();
  return lower.endsWith('/') ? lower.slice(0, -1) : lower;
}
