import type { AssessedItem } from './answers.ts';
import type { DecidingPath } from './configuration.ts';

/**
 * Where in a resource's configuration its verdicts were decided. Evidence of a policy rule names the place in the rule and the alias that was read
 * (`Microsoft.Storage/storageAccounts/supportsHttpsTrafficOnly`): the path with the type before it and `properties` left out. Evidence about another
 * resource is left out.
 */
export function decidingPaths(assessments: readonly AssessedItem[], resourceId: string, type: string): readonly DecidingPath[] {
  return assessments.flatMap(({ because, name, displayName, status }) => {
    if (because === undefined || (because.resource !== undefined && because.resource.toLowerCase() !== resourceId.toLowerCase())) return [];
    const path = because.path === undefined || isInRule(because.path) ? aliasPath(because.field, type) : because.path;
    if (path === undefined) return [];
    return [{ path, recommendation: name, displayName, status, ...(status === 'Unhealthy' ? { expected: because.expected } : {}) }];
  });
}

/** Whether a path leads into a policy rule, and not into a resource. */
export function isInRule(path: string): boolean {
  return /^\$?\.?(if|then|policyRule|properties\.policyRule)\b/i.test(path);
}

const ownMembers = new Set(['type', 'name', 'kind', 'location', 'id']);

function aliasPath(field: string | undefined, type: string): string | undefined {
  if (field === undefined) return undefined;
  if (ownMembers.has(field.toLowerCase()) || /^(tags|identity|sku)\b/i.test(field)) return field;
  if (!field.toLowerCase().startsWith(`${type.toLowerCase()}/`)) return undefined;
  const rest = field
    .slice(type.length + 1)
    .replaceAll('[*]', '')
    .replaceAll('/', '.');
  return /^(sku|identity|kind|zones)\b/i.test(rest) ? rest : `properties.${rest}`;
}
