// Management groups with children, as `az account management-group show -e -r` and the REST API nest them. They are laid flat:
// one resource a group with a link to its parent, one `managementGroups/subscriptions` resource for each subscription below.
// The latter is a type of its own in ARM, so that a subscription's place in the tree never replaces the subscription itself.
import type { JsonObject, JsonValue } from '@plumbline/policy';
import { nameInId } from '../arm-id.ts';
import { isArray, isObject, member, textIn } from '../json-member.ts';

const groupPrefix = '/providers/Microsoft.Management/managementGroups/';

interface Link {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
}

const typeLengths = new Set(
  ['/subscriptions', 'microsoft.management/managementgroups', '/providers/microsoft.management/managementgroups'].map(
    (type) => type.length,
  ),
);

/** Whether an object has to be laid flat: a group with children, or a subscription of the listing of entities, which is only its place in the tree. */
export function isNested(value: JsonObject): boolean {
  const type = value['type'];
  // Asked of every resource: lengths rule out nearly all types before a lower-case copy is made.
  if (typeof type !== 'string' || !typeLengths.has(type.length)) return false;
  if (type.toLowerCase() === '/subscriptions') return aboveRoot(value).length > 0;
  if (!type.toLowerCase().endsWith('microsoft.management/managementgroups')) return false;
  return isArray(childrenOf(value)) || isArray(member(value, 'subscriptions'));
}

function childrenOf(value: JsonObject): JsonValue | undefined {
  const properties = member(value, 'properties');
  return member(value, 'children') ?? (isObject(properties) ? member(properties, 'children') : undefined);
}

/** @returns a group as `az account management-group list` prints it, in the REST API's shape. */
export function managementGroupResource(value: JsonObject): JsonObject {
  return isObject(value['properties']) ? value : groupResource(value, linkOf(value), aboveRoot(value)[0]);
}

/** @returns the group and all below it, parents first. */
export function laidFlat(value: JsonObject): readonly JsonObject[] {
  const flat: JsonObject[] = [];
  const above = aboveRoot(value);
  // A stack of its own: a tree from a file may be deeper than calls can nest.
  const open: { readonly group: JsonObject; readonly chain: readonly Link[] }[] = [{ group: value, chain: above }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { group, chain } = next;
    const link = linkOf(group);
    if (isSubscription(group)) {
      const [parent] = chain;
      if (parent !== undefined) flat.push(subscriptionBelow(link, parent, chain));
      continue;
    }
    flat.push(groupResource(group, link, chain[0]));
    const children = childrenOf(group);
    const below = [link, ...chain];
    const named = member(group, 'subscriptions');
    for (const item of isArray(named) ? named : []) {
      if (typeof item !== 'string') continue;
      const guid = nameInId(item);
      flat.push(subscriptionBelow({ id: `/subscriptions/${guid}`, name: guid, displayName: guid }, link, below));
    }
    for (const child of isArray(children) ? [...children].reverse() : []) if (isObject(child)) open.push({ group: child, chain: below });
  }
  return flat;
}

/** @returns the resource for a subscription that hangs in a management group; `chain` runs from its parent to the root. */
export function subscriptionBelow(subscription: Link, parent: Link, chain: readonly Link[]): JsonObject {
  const guid = nameInId(subscription.id);
  return {
    id: `${groupPrefix}${parent.name}/subscriptions/${guid}`,
    name: guid,
    type: 'Microsoft.Management/managementGroups/subscriptions',
    properties: {
      displayName: subscription.displayName,
      parent: { id: parent.id, name: parent.name, displayName: parent.displayName },
      managementGroupAncestorsChain: chain.map(({ name, displayName }) => ({ name, displayName })),
    },
  };
}

/** @returns a management group in the REST API's shape, linked to its parent. */
export function groupResource(group: JsonObject, link: Link, parent: Link | undefined): JsonObject {
  const given = member(group, 'properties');
  const properties = isObject(given) ? given : {};
  const details = member(properties, 'details') ?? member(group, 'details');
  const tenant = textIn(properties, 'tenantId') ?? textIn(group, 'tenantId');
  const { children: _children, ...kept } = properties;
  return {
    id: link.id,
    name: link.name,
    type: 'Microsoft.Management/managementGroups',
    properties: {
      ...kept,
      displayName: link.displayName,
      ...(tenant === undefined ? {} : { tenantId: tenant }),
      ...(parent === undefined
        ? isObject(details)
          ? { details }
          : {}
        : {
            details: {
              ...(isObject(details) ? details : {}),
              parent: { id: parent.id, name: parent.name, displayName: parent.displayName },
            },
          }),
    },
  };
}

function aboveRoot(value: JsonObject): readonly Link[] {
  const properties = member(value, 'properties');
  const details = (isObject(properties) ? member(properties, 'details') : undefined) ?? member(value, 'details');
  const chain = isObject(details) ? member(details, 'managementGroupAncestorsChain') : undefined;
  if (isArray(chain) && chain.length > 0) return chain.filter(isObject).map(linkOf);
  const parent =
    (isObject(details) ? member(details, 'parent') : undefined) ??
    (isObject(properties) ? member(properties, 'parent') : undefined) ??
    member(value, 'parent');
  return isObject(parent) && textIn(parent, 'id', 'name') !== undefined ? [linkOf(parent)] : [];
}

function linkOf(value: JsonObject): Link {
  const properties = member(value, 'properties');
  const id = textIn(value, 'id');
  const name = id === undefined ? (textIn(value, 'name') ?? '') : nameInId(id);
  const displayName = (isObject(properties) ? textIn(properties, 'displayName') : undefined) ?? textIn(value, 'displayName') ?? name;
  return { id: id ?? groupPrefix + name, name, displayName };
}

function isSubscription(value: JsonObject): boolean {
  return (
    (textIn(value, 'type') ?? '').toLowerCase().endsWith('/subscriptions') || /^\/subscriptions\/[^/]+\/?$/i.test(textIn(value, 'id') ?? '')
  );
}
