import type { Store } from '@plumbline/store';

/** Where the estate names no tenant: a fixed GUID of this project. */
export const ownTenant = '706c756d-626c-4e65-8000-000000000001';
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const known = new WeakMap<Store, { readonly moment: string; readonly tenant: Promise<string> }>();

/**
 * The tenant that is signed in to. There is one, whatever the estate holds: a client that is told of two asks for the subscriptions of
 * each, gets them twice, and is then without a default.
 */
export async function tenantOf(store: Store): Promise<string> {
  const { sequence, at } = await store.head();
  const moment = `${sequence} ${at}`;
  const before = known.get(store);
  if (before?.moment === moment) return before.tenant;
  const tenant = read(store);
  known.set(store, { moment, tenant });
  return tenant;
}

async function read(store: Store): Promise<string> {
  const { value } = await store.places({});
  const counts = new Map<string, number>();
  for (const { subscription } of value) {
    const id = subscription?.['tenantId'];
    if (typeof id === 'string' && guid.test(id)) counts.set(id.toLowerCase(), (counts.get(id.toLowerCase()) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([a, some], [b, others]) => others - some || (a < b ? -1 : 1));
  return most?.[0] ?? ownTenant;
}
