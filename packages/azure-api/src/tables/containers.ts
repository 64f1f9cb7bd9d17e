import type { JsonObject } from '@plumbline/policy';
import { allOf } from '../arm/page.ts';
import { objectIn, textIn } from '../json-value.ts';
import { stateOf } from '../objects/subscriptions.ts';
import { isWanted, type Reading, type Rows } from './table.ts';

const types = {
  subscription: 'microsoft.resources/subscriptions',
  group: 'microsoft.resources/subscriptions/resourcegroups',
  management: 'microsoft.management/managementgroups',
} as const;

/** Subscriptions, their resource groups, and the management groups above them. */
export async function* containerRows(reading: Reading): Rows {
  if (isWanted(reading, types.management)) yield* managementRows(reading);
  if (isWanted(reading, types.subscription)) yield* subscriptionRows(reading);
  if (isWanted(reading, types.group)) yield* groupRows(reading);
}

async function* managementRows({ call, selection, tenant }: Reading): Rows {
  const { value } = await call.services.store.managementGroups(selection, { model: 'controls' });
  const byName = new Map(value.map((group) => [group.name, group]));
  const place = '/providers/Microsoft.Management/managementGroups';
  const chainOf = (name: string | null): readonly JsonObject[] => {
    const group = name === null ? undefined : byName.get(name);
    return group === undefined ? [] : [{ name: group.name, displayName: group.displayName }, ...chainOf(group.parent)];
  };
  for (const { name, displayName, parent } of value) {
    const above =
      parent === null ? {} : { parent: { id: `${place}/${parent}`, name: parent, displayName: byName.get(parent)?.displayName ?? parent } };
    yield {
      id: `${place}/${name}`,
      name,
      type: types.management,
      tenantId: tenant,
      subscriptionId: '',
      properties: { displayName, tenantId: tenant, details: { version: 1, ...above, managementGroupAncestorsChain: chainOf(parent) } },
    };
  }
}

async function* subscriptionRows({ call, selection, tenant }: Reading): Rows {
  const { store } = call.services;
  const [{ value: places }, { value: groups }] = await Promise.all([
    store.places(selection),
    store.managementGroups(selection, { model: 'controls' }),
  ]);
  const nameByGroup = new Map(groups.map(({ name, displayName }) => [name, displayName]));
  for (const { id, displayName, managementGroups, subscription } of places) {
    yield {
      id: `/subscriptions/${id}`,
      name: displayName,
      type: types.subscription,
      tenantId: textIn(subscription?.['tenantId']) ?? tenant,
      subscriptionId: id,
      tags: objectIn(subscription?.['tags']),
      properties: {
        ...objectIn(subscription?.['properties']),
        state: stateOf(subscription),
        managementGroupAncestorsChain: managementGroups.map((name) => ({ name, displayName: nameByGroup.get(name) ?? name })),
      },
    };
  }
}

async function* groupRows({ call, selection, tenant }: Reading): Rows {
  const { store } = call.services;
  const [{ value: groups }, documents] = await Promise.all([
    store.resourceGroups(selection),
    allOf((after) => store.documents(selection, { types: [types.group], limit: 1_000, ...after })),
  ]);
  const read = new Map(documents.map((document) => [document.key, document.resource]));
  for (const { subscription, name, location } of groups) {
    const resource = read.get(`/subscriptions/${subscription}/resourcegroups/${name.toLowerCase()}`) ?? {};
    yield {
      id: `/subscriptions/${subscription}/resourceGroups/${name}`,
      name,
      type: types.group,
      tenantId: textIn(resource['tenantId']) ?? tenant,
      subscriptionId: subscription,
      resourceGroup: name.toLowerCase(),
      location: textIn(resource['location']) ?? location ?? '',
      tags: objectIn(resource['tags']),
      properties: { provisioningState: 'Succeeded', ...objectIn(resource['properties']) },
    };
  }
}
