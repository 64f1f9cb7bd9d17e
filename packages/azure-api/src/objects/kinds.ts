// Which documents are resources, and which say something about others: each has a list, and a table, of its own.
const containers = new Set([
  'microsoft.resources/subscriptions',
  'microsoft.resources/subscriptions/resourcegroups',
  'microsoft.resources/tenants',
  'microsoft.management/managementgroups',
  'microsoft.management/managementgroups/subscriptions',
]);
const roles = new Set([
  'microsoft.authorization/roleassignments',
  'microsoft.authorization/roledefinitions',
  'microsoft.authorization/classicadministrators',
]);

export type Kind = 'resource' | 'container' | 'security' | 'policy' | 'authorization' | 'other';

/** @param type lower case */
export function kindOf(type: string): Kind {
  if (containers.has(type)) return 'container';
  if (roles.has(type)) return 'authorization';
  if (type.startsWith('microsoft.security/')) return 'security';
  if (type.startsWith('microsoft.policyinsights/') || type.startsWith('microsoft.authorization/policy')) return 'policy';
  if (type.startsWith('microsoft.graph/') || type.startsWith('microsoft.authorization/') || type.startsWith('microsoft.resources/'))
    return 'other';
  return 'resource';
}

/** Types of a kind among those that were read. */
export function typesOf(types: readonly string[], kind: Kind): readonly string[] {
  return types.filter((type) => kindOf(type) === kind);
}
