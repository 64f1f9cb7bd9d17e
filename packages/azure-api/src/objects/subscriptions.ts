import type { JsonObject } from '@plumbline/policy';
import type { Place } from '@plumbline/store';
import { param } from '../arm/call.ts';
import { pageReply, whole } from '../arm/page.ts';
import { topOf } from '../arm/query.ts';
import { route } from '../arm/route.ts';
import { objectIn, textIn } from '../json-value.ts';
import { knownSubscription, selectionOf } from '../selection.ts';
import { tenantOf } from '../tenant.ts';

export const subscriptions = [
  route('GET /subscriptions', async (call) => {
    const { value } = await call.services.store.places(selectionOf(call));
    const tenant = await tenantOf(call.services.store);
    const after = call.query.get('$skiptoken') ?? '';
    const sorted = value.filter(({ id }) => id > after);
    const shown = sorted.slice(0, topOf(call.query));
    const last = shown.at(-1);
    return pageReply(
      call,
      shown.map((place) => subscriptionOf(place, tenant)),
      shown.length < sorted.length && last !== undefined ? last.id : null,
    );
  }),
  route('GET /subscriptions/{subscription}', async (call) => ({
    body: subscriptionOf(await knownSubscription(call, param(call, 'subscription')), await tenantOf(call.services.store)),
  })),
  route('GET /tenants', async ({ services }) => {
    const tenantId = await tenantOf(services.store);
    return whole([{ id: `/tenants/${tenantId}`, tenantId, displayName: 'Plumbline', tenantCategory: 'Home', countryCode: '' }]);
  }),
];

function subscriptionOf({ id, displayName, subscription }: Place, tenant: string): unknown {
  return {
    id: `/subscriptions/${id}`,
    authorizationSource: 'RoleBased',
    managedByTenants: [],
    subscriptionId: id,
    tenantId: tenant,
    displayName,
    state: stateOf(subscription),
    subscriptionPolicies: { locationPlacementId: 'Public_2014-09-01', quotaId: 'Plumbline', spendingLimit: 'Off' },
  };
}

/** @param subscription as it was read, in either of Azure's shapes */
export function stateOf(subscription: JsonObject | null): string {
  return textIn(objectIn(subscription?.['properties'])['state']) ?? textIn(subscription?.['state']) ?? 'Enabled';
}
