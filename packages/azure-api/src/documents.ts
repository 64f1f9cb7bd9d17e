import { keyOf } from '@plumbline/inventory';
import type { JsonObject } from '@plumbline/policy';
import type { Page, StoredDocument } from '@plumbline/store';
import type { ArmCall } from './arm/call.ts';
import { afterOf, allOf, pageReply } from './arm/page.ts';
import { topOf } from './arm/query.ts';
import type { ArmReply } from './arm/route.ts';
import { selectionOf } from './selection.ts';

export interface DocumentsAsked {
  readonly types: readonly string[];
  readonly scope: string;
}

/** A page of what was read, of some types, at and below a scope; a management group holds its subscriptions too. */
export async function documentsPage(
  call: Pick<ArmCall, 'principal' | 'services'>,
  { types, scope, limit, after = '' }: DocumentsAsked & { readonly limit: number; readonly after?: string | undefined },
): Promise<Page<StoredDocument>> {
  const { selection, under } = placeOf(call, scope);
  const { value } = await call.services.store.documents(selection, { types, limit, ...under, ...(after === '' ? {} : { after }) });
  return value;
}

export async function documentsReply(call: ArmCall, asked: DocumentsAsked): Promise<ArmReply> {
  const { items, next } = await documentsPage(call, { ...asked, limit: topOf(call.query), after: afterOf(call).after });
  return pageReply(call, items.map(documentBody), next);
}

/** All documents of some types at and below a scope: for types of which there are few. */
export function documentsIn(
  call: Pick<ArmCall, 'principal' | 'services'>,
  types: readonly string[],
  scope: string,
): Promise<readonly StoredDocument[]> {
  const { selection, under } = placeOf(call, scope);
  return allOf((after) => call.services.store.documents(selection, { types, limit: 1_000, ...under, ...after }));
}

/** What stands at one id, as it was read; undefined when there is nothing, or nothing that may be read. */
export async function documentAt(
  call: Pick<ArmCall, 'principal' | 'services'>,
  id: string,
  type: string,
): Promise<StoredDocument | undefined> {
  const { value } = await call.services.store.documents(selectionOf(call), { under: id, types: [type], limit: 1 });
  const [first] = value.items;
  return first?.key === keyOf(id) ? first : undefined;
}

/** As Azure gives it: whatever the export left away is filled in from the id. */
export function documentBody({ id, type, resource }: StoredDocument): JsonObject {
  return { ...resource, id, name: resource['name'] ?? id.slice(id.lastIndexOf('/') + 1), type: resource['type'] ?? type };
}

const groupPrefix = '/providers/microsoft.management/managementgroups/';

function placeOf(call: Pick<ArmCall, 'principal'>, scope: string) {
  // Below a group stand its subscriptions, which its id does not begin.
  if (isGroup(scope)) return { selection: selectionOf(call, scope), under: {} };
  return { selection: selectionOf(call), under: scope === '' ? {} : { under: scope } };
}

export function isGroup(scope: string): boolean {
  const key = scope.toLowerCase();
  return key.startsWith(groupPrefix) && !key.slice(groupPrefix.length).includes('/');
}
