import type { JsonObject } from '@plumbline/policy';
import { isGuid } from '../arm-id.ts';
import { isObject, member, textIn } from '../json-member.ts';

/** `az account list`: the id is a bare GUID, and nothing says that it is a subscription but what stands beside it. */
export function isListedAccount(value: JsonObject): boolean {
  const id = value['id'];
  if (typeof id !== 'string' || !isGuid(id)) return false;
  return typeof value['tenantId'] === 'string' && (typeof value['state'] === 'string' || 'isDefault' in value || 'homeTenantId' in value);
}

/** @returns `az account list`'s object in ARM's shape; who was signed in is left out. */
export function subscriptionFromAccount(value: JsonObject): JsonObject {
  const { user: _signedIn, ...rest } = value;
  return subscriptionResource({ ...rest, id: `/subscriptions/${textIn(value, 'id') ?? ''}`, type: 'Microsoft.Resources/subscriptions' });
}

/**
 * Brings subscriptions into Resource Graph's shape, whoever listed them: `name` is the display name, and state, tenant and quota
 * stand in `properties`.
 */
export function subscriptionResource(value: JsonObject): JsonObject {
  const given = member(value, 'properties');
  const properties = isObject(given) ? given : {};
  const displayName = textIn(properties, 'displayName') ?? textIn(value, 'displayName', 'name');
  const { id, name, type, tags, displayName: _shown, properties: _given, ...rest } = value;
  return {
    id: id ?? null,
    ...(displayName === undefined ? (name === undefined ? {} : { name }) : { name: displayName }),
    type: type ?? 'Microsoft.Resources/subscriptions',
    ...(tags === undefined ? {} : { tags }),
    ...(isObject(given) ? rest : {}),
    properties: { ...(displayName === undefined ? {} : { displayName }), ...(isObject(given) ? {} : rest), ...properties },
  };
}
