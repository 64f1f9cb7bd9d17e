import type { GroupNode } from '@plumbline/store';
import { type ArmCall, param } from '../arm/call.ts';
import { notFound } from '../arm/error.ts';
import { whole } from '../arm/page.ts';
import { expandedOf } from '../arm/query.ts';
import { route } from '../arm/route.ts';
import { selectionOf } from '../selection.ts';
import { tenantOf } from '../tenant.ts';

const place = '/providers/Microsoft.Management/managementGroups';
const groupType = 'Microsoft.Management/managementGroups';

export const managementGroups = [
  route(`GET ${place}`, async (call) => {
    const { groups, tenant } = await treeOf(call);
    return whole(
      groups.map(({ name, displayName }) => ({
        id: `${place}/${name}`,
        name,
        type: groupType,
        properties: { tenantId: tenant, displayName },
      })),
    );
  }),
  route(`GET ${place}/{group}`, async (call) => ({ body: await groupOf(call) })),
  route(`GET ${place}/{group}/descendants`, async (call) => {
    const tree = await treeOf(call);
    return whole(descendantsOf(tree, (await wanted(call, tree)).name));
  }),
  route(`POST /providers/Microsoft.Management/getEntities`, async (call) => whole(await entitiesOf(call)), 'reader'),
];

interface Tree {
  readonly groups: readonly GroupNode[];
  readonly byName: ReadonlyMap<string, GroupNode>;
  readonly nameBySubscription: ReadonlyMap<string, string>;
  readonly tenant: string;
}

async function treeOf(call: Pick<ArmCall, 'principal' | 'services'>): Promise<Tree> {
  const { store } = call.services;
  const { value: groups } = await store.managementGroups(selectionOf(call), { model: 'controls' });
  const { value: subscriptions } = await store.places(selectionOf(call));
  return {
    groups,
    byName: new Map(groups.map((group) => [group.name, group])),
    nameBySubscription: new Map(subscriptions.map(({ id, displayName }) => [id, displayName])),
    tenant: await tenantOf(store),
  };
}

async function wanted(call: ArmCall, { byName }: Tree): Promise<GroupNode> {
  const name = param(call, 'group');
  const found = byName.get(name.toLowerCase());
  if (found === undefined) throw notFound('NotFound', `'${place}/${name.slice(0, 100)}' not found.`);
  return found;
}

async function groupOf(call: ArmCall) {
  const tree = await treeOf(call);
  const group = await wanted(call, tree);
  const hasChildren = expandedOf(call.query).has('children');
  const isDeep = (call.query.get('$recurse') ?? '').toLowerCase() === 'true';
  const parent = group.parent === null ? undefined : tree.byName.get(group.parent);
  return {
    id: `${place}/${group.name}`,
    name: group.name,
    type: groupType,
    properties: {
      tenantId: tree.tenant,
      displayName: group.displayName,
      details: {
        version: 1,
        ...(parent === undefined ? {} : { parent: { id: `${place}/${parent.name}`, name: parent.name, displayName: parent.displayName } }),
      },
      children: hasChildren ? childrenOf(tree, group, isDeep) : null,
    },
  };
}

function childrenOf(tree: Tree, { groups, subscriptions }: GroupNode, isDeep: boolean): readonly unknown[] {
  return [
    ...groups.flatMap((name) => {
      const group = tree.byName.get(name);
      if (group === undefined) return [];
      const children = isDeep ? childrenOf(tree, group, true) : [];
      return {
        id: `${place}/${name}`,
        type: groupType,
        name,
        displayName: group.displayName,
        children: children.length === 0 ? null : children,
      };
    }),
    ...subscriptions.map((id) => ({
      id: `/subscriptions/${id}`,
      type: '/subscriptions',
      name: id,
      displayName: tree.nameBySubscription.get(id) ?? id,
      children: null,
    })),
  ];
}

function descendantsOf(tree: Tree, name: string): readonly unknown[] {
  const group = tree.byName.get(name);
  if (group === undefined) return [];
  const parent = { id: `${place}/${name}` };
  return [
    ...group.groups.flatMap((child) => [
      {
        id: `${place}/${child}`,
        type: groupType,
        name: child,
        properties: { displayName: tree.byName.get(child)?.displayName ?? child, parent },
      },
      ...descendantsOf(tree, child),
    ]),
    ...group.subscriptions.map((id) => ({
      id: `/subscriptions/${id}`,
      type: '/subscriptions',
      name: id,
      properties: { displayName: tree.nameBySubscription.get(id) ?? id, parent },
    })),
  ];
}

async function entitiesOf(call: ArmCall): Promise<readonly unknown[]> {
  const { groups, byName, nameBySubscription, tenant } = await treeOf(call);
  const chainOf = (name: string | null): readonly string[] => {
    const parent = name === null ? undefined : byName.get(name);
    return parent === undefined ? [] : [...chainOf(parent.parent), parent.name];
  };
  const entity = (
    id: string,
    about: { readonly type: string; readonly name: string; readonly displayName: string; readonly parent: string | null },
  ) => ({
    id,
    type: about.type,
    name: about.name,
    properties: {
      tenantId: tenant,
      displayName: about.displayName,
      parent: { id: about.parent === null ? null : `${place}/${about.parent}` },
      permissions: 'view',
      inheritedPermissions: 'view',
      parentNameChain: chainOf(about.parent),
    },
  });
  return groups.flatMap((group) => [
    entity(`${place}/${group.name}`, { type: groupType, name: group.name, displayName: group.displayName, parent: group.parent }),
    ...group.subscriptions.map((id) =>
      entity(`/subscriptions/${id}`, {
        type: '/subscriptions',
        name: id,
        displayName: nameBySubscription.get(id) ?? id,
        parent: group.name,
      }),
    ),
  ]);
}
