import type { JsonValue, Resource } from '@plumbline/policy';
import { arrayAt, lastSegmentOf, listAt, textAt } from '../json-reading.ts';
import type { Neighbours } from '../recommendation.ts';
import { roleType } from './types.ts';

/**
 * The most that a role permits. A role has one level: who owns a subscription can also write and read in it, but is one account to
 * remove, not three.
 */
export type AccessLevel = 'owner' | 'write' | 'read' | 'none';

/** Built-in roles that are known without their definitions, because every subscription has them. */
const builtInRoles: Readonly<Record<string, AccessLevel>> = {
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635': 'owner',
  // Contributor
  'b24988ac-6180-42a0-ab88-20f7382dd24c': 'write',
  // User Access Administrator
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9': 'write',
  // Role Based Access Control Administrator
  'f58310d9-a9f6-439a-9e8d-f62e7b41a168': 'write',
  // Security Admin
  'fb1c8493-542b-48eb-b624-b4c8fea62acd': 'write',
  // Reader
  'acdd72a7-3385-48ef-bd42-f606fba81ae7': 'read',
  // Security Reader
  '39bc4728-0917-49c7-9d2c-d95423bc2eb4': 'read',
};

/** @returns undefined when it is no built-in that is known here and its definition is not in the input. */
export function levelOfRole(roleDefinitionId: string, neighbours: Neighbours): AccessLevel | undefined {
  const name = lastSegmentOf(roleDefinitionId).toLowerCase();
  const known = builtInRoles[name];
  if (known !== undefined) return known;
  const definition = definitionNamed(name, roleDefinitionId, neighbours);
  const permissions = arrayAt(definition, 'properties.permissions');
  return permissions === undefined ? undefined : levelOf(permissions);
}

/** Assignments name a role with the subscription's id before it or without, whichever way it was exported. */
function definitionNamed(name: string, id: string, neighbours: Neighbours): Resource | undefined {
  return (
    neighbours.byId(id) ??
    definitionsOf(neighbours.inSubscription(roleType)).get(name) ??
    definitionsOf(neighbours.inTenant(roleType)).get(name)
  );
}

const definitionsByList = new WeakMap<readonly Resource[], ReadonlyMap<string, Resource>>();

function definitionsOf(list: readonly Resource[]): ReadonlyMap<string, Resource> {
  let found = definitionsByList.get(list);
  if (found === undefined) {
    found = new Map(list.map((definition) => [lastSegmentOf(textAt(definition, 'id') ?? '').toLowerCase(), definition]));
    definitionsByList.set(list, found);
  }
  return found;
}

/** The level that a role's permissions amount to. */
export function levelOf(permissions: readonly JsonValue[]): AccessLevel {
  const levels = permissions.map(levelOfPermission);
  return (['owner', 'write', 'read'] as const).find((level) => levels.includes(level)) ?? 'none';
}

function levelOfPermission(permission: JsonValue): AccessLevel {
  const actions = textsOf(permission, 'actions');
  const notActions = textsOf(permission, 'notActions');
  if (actions.includes('*') && notActions.length === 0) return 'owner';
  const dataActions = textsOf(permission, 'dataActions');
  const notDataActions = textsOf(permission, 'notDataActions');
  if (writes(actions, notActions) || writes(dataActions, notDataActions)) return 'write';
  return actions.length > 0 || dataActions.length > 0 ? 'read' : 'none';
}

function textsOf(permission: JsonValue, name: string): readonly string[] {
  return listAt(permission, name).flatMap((action) => (typeof action === 'string' ? [action.toLowerCase()] : []));
}

/**
 * Whether actions change something: `…/write`, `…/delete` and `…/*`. Single actions (`…/listKeys/action`) are left out as reading roles
 * have them too, and so is `Microsoft.Support/*`, which nearly every role has: a ticket changes nothing in the subscription.
 */
function writes(actions: readonly string[], notActions: readonly string[]): boolean {
  const excluded = notActions.map(patternOf);
  return actions
    .filter((action) => !action.startsWith('microsoft.support/'))
    .flatMap(changesOf)
    .some((operation) => !excluded.some((pattern) => pattern.test(operation)));
}

/** Example operations that an action pattern permits and that change something. */
function changesOf(action: string): readonly string[] {
  const [last = ''] = action.split('/').slice(-1);
  if (last === 'write' || last === 'delete') return [action.replaceAll('*', 'x')];
  if (last !== '*') return [];
  const stem = action.slice(0, -1).replaceAll('*', 'x') || 'x/';
  return [`${stem}x/write`, `${stem}x/delete`];
}

function patternOf(action: string): RegExp {
  const escaped = action.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`);
}
