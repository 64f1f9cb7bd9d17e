import type { JsonObject } from '@plumbline/policy';
import type { Demand } from '@plumbline/resource-graph';
import type { Page, Selection, StoredDocument } from '@plumbline/store';
import type { ArmCall } from '../arm/call.ts';

/** What a query may see, and of what it asks. */
export interface Reading {
  readonly call: ArmCall;
  /** The subscriptions and groups that were asked for, cut to what may be read. */
  readonly selection: Selection;
  readonly tenant: string;
  readonly demand: Demand;
  /** Aborted when the client leaves: nothing more is read then. */
  readonly signal: AbortSignal;
}

export type Rows = AsyncGenerator<JsonObject>;

/** Whether rows of a type can be in the answer. */
export function isWanted({ demand }: Reading, type: string): boolean {
  return demand.types === undefined || demand.types.includes(type);
}

const pageRows = 1_000;

/** All pages, one after the other, as long as somebody waits for them. */
export async function* paged<T>(
  reading: Reading,
  read: (after: { readonly after?: string; readonly limit: number }) => Promise<{ readonly value: Page<T> }>,
): AsyncGenerator<T> {
  for (let after: { readonly after?: string } = {}; ; ) {
    reading.signal.throwIfAborted();
    const { value } = await read({ ...after, limit: pageRows });
    yield* value.items;
    if (value.next === null) return;
    after = { after: value.next };
  }
}

/** Columns that are told without the document itself. */
const aboutDocuments: ReadonlySet<string> = new Set(['id', 'type', 'subscriptionId', 'resourceGroup']);

/** Whether a query over a table looks into its documents, or only counts and tells them apart. */
export function isLookedInto({ demand: { columns } }: Reading): boolean {
  return columns === undefined || [...columns].some((name) => !aboutDocuments.has(name));
}

/** Documents of some types, or of all, as far as the query asks for them. */
export async function* documentsOf(
  reading: Reading,
  types: readonly string[],
  { isBare = false }: { readonly isBare?: boolean } = {},
): AsyncGenerator<StoredDocument> {
  const wanted = types.filter((type) => isWanted(reading, type));
  if (wanted.length === 0) return;
  const { store } = reading.call.services;
  const { ids = [] } = reading.demand;
  const [only] = ids;
  yield* paged(reading, (page) =>
    store.documents(reading.selection, {
      types: wanted,
      ...(isBare ? { isBare } : {}),
      ...(ids.length === 1 && only?.startsWith('/') === true ? { under: only } : {}),
      ...page,
    }),
  );
}

/** A document as a row: with the columns of every table, whichever of Azure's shapes it came in. */
export function rowOf(
  { id, type, subscription, resourceGroup, resource }: StoredDocument,
  { tenant }: Pick<Reading, 'tenant'>,
): JsonObject {
  return {
    ...resource,
    id,
    name: resource['name'] ?? id.slice(id.lastIndexOf('/') + 1),
    type,
    tenantId: resource['tenantId'] ?? tenant,
    resourceGroup: resourceGroup ?? '',
    subscriptionId: subscription,
  };
}
