// What Microsoft Graph and `az ad` give: users, groups, service principals. They have no ARM id, so each gets one made of its object id.
import type { JsonObject } from '@plumbline/policy';
import { isGuid } from '../arm-id.ts';
import { isArray, textIn } from '../json-member.ts';

export type DirectoryKind = 'users' | 'groups' | 'servicePrincipals' | 'userRegistrationDetails' | 'directoryRoles';

/**
 * @param context the `@odata.context` of the page, which names the kind even where a `$select` left out what would tell.
 * @returns undefined when the object is not of a directory.
 */
export function directoryKindOf(value: JsonObject, context: string | undefined): DirectoryKind | undefined {
  const id = textIn(value, 'id', 'objectId');
  if (id === undefined || !isGuid(id)) return undefined;
  const declared = textIn(value, '@odata.type', 'odata.type', 'objectType')?.toLowerCase().split('.').at(-1);
  if (declared !== undefined && Object.hasOwn(kindByDeclared, declared)) return kindByDeclared[declared];
  if ('isMfaRegistered' in value || 'isMfaCapable' in value) return 'userRegistrationDetails';
  if ('servicePrincipalType' in value || 'servicePrincipalNames' in value) return 'servicePrincipals';
  if ('userPrincipalName' in value || 'userType' in value) return 'users';
  if ('securityEnabled' in value || 'groupTypes' in value || isArray(value['members'])) return 'groups';
  const inContext = /#(?:[A-Za-z]+\/)*?(users|groups|servicePrincipals|userRegistrationDetails|directoryRoles)\b/.exec(context ?? '')?.[1];
  if (inContext !== undefined) return inContext as DirectoryKind;
  return 'accountEnabled' in value ? 'users' : undefined;
}

const kindByDeclared: Readonly<Record<string, DirectoryKind>> = {
  user: 'users',
  group: 'groups',
  serviceprincipal: 'servicePrincipals',
  directoryrole: 'directoryRoles',
};

/** @returns the object as a resource: its own members stand under `properties`. */
export function directoryResource(value: JsonObject, kind: DirectoryKind): JsonObject {
  const id = textIn(value, 'id', 'objectId') ?? '';
  return { id: `/providers/Microsoft.Graph/${kind}/${id}`, name: id, type: `Microsoft.Graph/${kind}`, properties: value };
}
