import type { SubscriptionScore } from '@plumbline/assess';
import { type ArmCall, param } from '../arm/call.ts';
import { allOf, pageReply, whole } from '../arm/page.ts';
import { topOf } from '../arm/query.ts';
import { route } from '../arm/route.ts';
import { knownSubscription, selectionOf } from '../selection.ts';
import { tenantOf } from '../tenant.ts';

export const subscriptions = [
  route('GET /subscriptions', async (call) => {
    const { value } = await call.services.store.subscriptions(selectionOf(call), { model: 'controls', rounding: 'api' });
    const about = await aboutOf(call);
    const after = call.query.get('$skiptoken') ?? '';
    const sorted = value.toSorted((a, b) => (a.id < b.id ? -1 : 1)).filter(({ id }) => id > after);
    const shown = sorted.slice(0, topOf(call.query));
    const last = shown.at(-1);
    return pageReply(
      call,
      shown.map((subscription) => subscriptionOf(subscription, about)),
      shown.length < sorted.length && last !== undefined ? last.id : null,
    );
  }),
  route('GET /subscriptions/{subscription}', async (call) => ({
    body: subscriptionOf(await knownSubscription(call, param(call, 'subscription')), await aboutOf(call)),
  })),
  route('GET /tenants', async ({ services }) => {
    const tenantId = await tenantOf(services.store);
    return whole([{ id: `/tenants/${tenantId}`, tenantId, displayName: 'Plumbline', tenantCategory: 'Home', countryCode: '' }]);
  }),
];

interface About {
  readonly tenant: string;
  /** As it was read, by lower-case id; only those that may be read as a whole. */
  readonly stateById: ReadonlyMap<string, string>;
}

async function aboutOf(call: ArmCall): Promise<About> {
  const { store } = call.services;
  const documents = await allOf((after) =>
    store.documents(selectionOf(call), { types: ['microsoft.resources/subscriptions'], limit: 1_000, ...after }),
  );
  const stateById = new Map(
    documents.map(({ subscription, resource }) => {
      const properties = resource['properties'];
      const inside = typeof properties === 'object' && properties !== null && 'state' in properties ? properties['state'] : undefined;
      const state = inside ?? resource['state'];
      return [subscription, typeof state === 'string' ? state : 'Enabled'];
    }),
  );
  return { tenant: await tenantOf(store), stateById };
}

function subscriptionOf({ id, displayName }: SubscriptionScore, { tenant, stateById }: About): unknown {
  return {
    id: `/subscriptions/${id}`,
    authorizationSource: 'RoleBased',
    managedByTenants: [],
    subscriptionId: id,
    tenantId: tenant,
    displayName,
    state: stateById.get(id) ?? 'Enabled',
    subscriptionPolicies: { locationPlacementId: 'Public_2014-09-01', quotaId: 'Plumbline', spendingLimit: 'Off' },
  };
}
