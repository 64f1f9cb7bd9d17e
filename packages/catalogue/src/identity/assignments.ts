import type { Resource } from '@plumbline/policy';
import { lastSegmentOf, textAt } from '../json-reading.ts';
import type { Missing } from '../missing.ts';
import type { Neighbours } from '../recommendation.ts';
import { type AccessLevel, levelOfRole } from './roles.ts';
import { assignmentType, managementGroupType, roleType } from './types.ts';

/** A role held on the whole subscription, directly or from above. */
export interface Assignment {
  readonly kind: 'assignment';
  readonly id: string;
  /** Lower-case object id of the user, group or service principal. */
  readonly principal: string;
  /** As written: User, Group, ServicePrincipal, ForeignGroup, Device; older exports leave it out. */
  readonly principalType: string | undefined;
  readonly level: AccessLevel;
}

/**
 * Role assignments that reach the whole subscription: those at it, at a management group above it and at the root.
 * Those on its resource groups and resources are left out: they give no rights on the subscription.
 */
export function assignmentsOn(levels: readonly AccessLevel[], neighbours: Neighbours): readonly (Assignment | Missing)[] {
  return [...neighbours.inSubscription(assignmentType), ...neighbours.inTenant(assignmentType)].flatMap((resource) =>
    readAssignment(resource, levels, neighbours),
  );
}

/** Nothing for an assignment that certainly gives no user one of the levels there. */
function readAssignment(resource: Resource, levels: readonly AccessLevel[], neighbours: Neighbours): readonly (Assignment | Missing)[] {
  const id = textAt(resource, 'id') ?? '';
  const reaches = reachesSubscription(scopeOf(resource, id), neighbours);
  if (reaches === false) return [];
  const role = textAt(resource, 'properties.roleDefinitionId');
  const principal = textAt(resource, 'properties.principalId')?.toLowerCase();
  const missing: Missing = {
    kind: 'missing',
    needs: assignmentType,
    text: `The role assignment ${lastSegmentOf(id)} came without its configuration.`,
    resource: id,
  };
  if (role === undefined || principal === undefined) return [missing];
  const principalType = textAt(resource, 'properties.principalType');
  if (isNoUser(principalType)) return [];
  const level = levelOfRole(role, neighbours);
  if (level !== undefined && !levels.includes(level)) return [];
  if (reaches === undefined) {
    return [
      {
        ...missing,
        needs: managementGroupType,
        text: 'A role is assigned at a management group, and the groups above the subscription are not in the input.',
      },
    ];
  }
  if (level === undefined)
    return [{ ...missing, needs: roleType, text: `The role ${lastSegmentOf(role)} is assigned, and its definition is not in the input.` }];
  return [{ kind: 'assignment', id, principal, principalType, level }];
}

/** Applications sign in without a person; the groups of a partner's tenant (ForeignGroup) have no accounts in this directory. */
function isNoUser(principalType: string | undefined): boolean {
  return principalType !== undefined && ['serviceprincipal', 'foreigngroup', 'device', 'msi'].includes(principalType.toLowerCase());
}

function scopeOf(resource: Resource, id: string): string {
  const scope =
    textAt(resource, 'properties.scope') ??
    id.slice(0, Math.max(0, id.toLowerCase().lastIndexOf('/providers/microsoft.authorization/roleassignments/')));
  return scope.toLowerCase().replace(/\/+$/, '');
}

/** @returns undefined when it is assigned at a management group and nothing is known of those above the subscription. */
function reachesSubscription(scope: string, { subscription, managementGroups }: Neighbours): boolean | undefined {
  if (scope === '' || scope === `/subscriptions/${subscription.toLowerCase()}`) return true;
  const group = /^\/providers\/microsoft\.management\/managementgroups\/([^/]+)$/.exec(scope)?.[1];
  if (group === undefined) return false;
  return managementGroups.length === 0 ? undefined : managementGroups.includes(group);
}
