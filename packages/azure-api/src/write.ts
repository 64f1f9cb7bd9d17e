import { refusalOf } from '@plumbline/server';
import type { Change } from '@plumbline/store';
import type { ArmCall } from './arm/call.ts';
import { ArmError } from './arm/error.ts';

/** Makes one change durable. @throws {ArmError} when the token may not make it, or the store takes it not. */
export async function made(call: Pick<ArmCall, 'principal' | 'services'>, change: Change): Promise<void> {
  const { store, now } = call.services;
  const refusal = refusalOf(change, call.principal, store);
  if (refusal !== undefined) throw new ArmError(403, 'AuthorizationFailed', `${refusal.reason} ${refusal.hint}`);
  const { refused } = await store.apply({ changes: [change], at: now() });
  const [first] = refused;
  if (first !== undefined) throw new ArmError(400, 'InvalidRequestContent', `${first.reason} ${first.hint}`);
}
