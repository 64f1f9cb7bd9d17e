import { readableOf } from '@plumbline/server';
import type { Selection } from '@plumbline/store';
import type { ArmCall } from './arm/call.ts';
import { notFound } from './arm/error.ts';

/** What is asked for, cut to what may be read: the only way in which a route makes a selection. */
export function selectionOf({ principal }: Pick<ArmCall, 'principal'>, scope = ''): Selection {
  return { ...(scope === '' ? {} : { scope: [scope] }), ...readableOf(principal) };
}

/** One subscription as the store knows it. @throws {ArmError} the same whether it does not exist or may not be read. */
export async function knownSubscription(call: Pick<ArmCall, 'principal' | 'services'>, id: string) {
  const wanted = id.toLowerCase();
  const { value } = await call.services.store.places(selectionOf(call));
  const found = value.find((place) => place.id === wanted);
  if (found === undefined) throw notFound('SubscriptionNotFound', `The subscription '${id.slice(0, 100)}' could not be found.`);
  return found;
}

/** Checks that the subscription or management group in which a scope lies is known. @throws {ArmError} */
export async function checkScope(call: Pick<ArmCall, 'principal' | 'services'>, scope: string): Promise<void> {
  const key = scope.toLowerCase();
  const [, root = '', subscription = ''] = /^\/(subscriptions)\/([^/]+)/.exec(key) ?? [];
  if (root !== '') return void (await knownSubscription(call, subscription));
  const group = /^\/providers\/microsoft\.management\/managementgroups\/([^/]+)/.exec(key)?.[1];
  if (group === undefined) return;
  const { value } = await call.services.store.places(selectionOf(call));
  if (!value.some(({ managementGroups }) => managementGroups.includes(group)))
    throw notFound('ManagementGroupNotFound', `The management group '${group.slice(0, 100)}' could not be found.`);
}
