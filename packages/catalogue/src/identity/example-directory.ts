import type { JsonObject, JsonValue } from '@plumbline/policy';
import { assignmentType, groupType, roleType, subscriptionType, userType } from './types.ts';

/** Builders for the examples: a subscription under two management groups, its role assignments, and a directory. */

const subscription = '6f1f2c1e-5a0b-4b7e-9d55-0c2f1a7e3b11';
export const exampleSubscriptionId = `/subscriptions/${subscription}`;

/** Under `shop-production` and the root group, as Resource Graph gives it. */
export function exampleSubscription(properties: JsonObject = {}): JsonObject {
  return {
    id: exampleSubscriptionId,
    name: 'Shop production',
    type: subscriptionType,
    subscriptionId: subscription,
    properties: {
      state: 'Enabled',
      managementGroupAncestorsChain: [
        { name: 'shop-production', displayName: 'Shop production' },
        { name: 'root', displayName: 'Tenant root group' },
      ],
      ...properties,
    },
  };
}

/** The same, as a list of accounts gives it: nothing is said about management groups. */
export function exampleSubscriptionAlone(): JsonObject {
  return { id: exampleSubscriptionId, name: 'Shop production', type: subscriptionType, subscriptionId: subscription };
}

const roles: Readonly<Record<string, string>> = {
  Owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  Contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  'User Access Administrator': '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
  Reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
};

export const managementGroupScope = (name: string) => `/providers/Microsoft.Management/managementGroups/${name}`;

export interface ExampleAssignment {
  /** A name; the same one is the same principal. */
  readonly to: string;
  /** A built-in role, or the name of a custom one. */
  readonly role: string;
  readonly scope?: string;
  /** null leaves it out, as older exports do. */
  readonly principalType?: string | null;
}

export function exampleAssignment({ to, role, scope = exampleSubscriptionId, principalType = 'User' }: ExampleAssignment): JsonObject {
  const name = objectIdOf(`${to} ${role} ${scope}`);
  const at = scope === '/' ? '' : scope;
  return {
    id: `${at}/providers/${assignmentType}/${name}`,
    name,
    type: assignmentType,
    properties: {
      scope,
      principalId: objectIdOf(to),
      ...(principalType === null ? {} : { principalType }),
      roleDefinitionId: exampleRoleId(role),
    },
  };
}

function exampleRoleId(role: string): string {
  return `${exampleSubscriptionId}/providers/${roleType}/${roles[role] ?? objectIdOf(role)}`;
}

export interface ExampleRole {
  readonly actions: readonly string[];
  readonly notActions?: readonly string[];
  readonly dataActions?: readonly string[];
}

export function exampleRole(name: string, { actions, notActions = [], dataActions = [] }: ExampleRole): JsonObject {
  const id = exampleRoleId(name);
  return {
    id,
    name: id.slice(id.lastIndexOf('/') + 1),
    type: roleType,
    properties: {
      roleName: name,
      type: 'CustomRole',
      assignableScopes: [exampleSubscriptionId],
      permissions: [{ actions, notActions, dataActions, notDataActions: [] }],
    },
  };
}

/** A member of the directory whose account is enabled; `properties` say otherwise. */
export function exampleUser(name: string, properties: JsonObject = {}): JsonObject {
  const id = objectIdOf(name);
  return {
    id: `/providers/${userType}/${id}`,
    name: id,
    type: userType,
    properties: { displayName: name, userPrincipalName: `${name}@shop.example`, userType: 'Member', accountEnabled: true, ...properties },
  };
}

export function exampleGuest(name: string, properties: JsonObject = {}): JsonObject {
  return exampleUser(name, { userPrincipalName: `${name}_partner.example#EXT#@shop.example`, userType: 'Guest', ...properties });
}

/** @param members undefined: the export did not ask for them */
export function exampleGroup(name: string, members?: readonly JsonValue[]): JsonObject {
  const id = objectIdOf(name);
  return {
    id: `/providers/${groupType}/${id}`,
    name: id,
    type: groupType,
    properties: { displayName: name, ...(members === undefined ? {} : { members }) },
  };
}

export function exampleMember(name: string, kind: 'user' | 'group' | 'servicePrincipal' = 'user'): JsonObject {
  return { '@odata.type': `#microsoft.graph.${kind}`, id: objectIdOf(name), displayName: name };
}

/** A GUID that is the same for the same name. */
export function objectIdOf(name: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const letter of name) hash = BigInt.asUintN(64, (hash ^ BigInt(letter.codePointAt(0) ?? 0)) * 0x100000001b3n);
  const hex = hash.toString(16).padStart(16, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(1, 4)}-${hex.slice(4, 16)}`;
}
