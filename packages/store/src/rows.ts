import type { Entry, ResourceKey, SubscriptionId } from '@plumbline/inventory';
import type { JsonObject } from '@plumbline/policy';
import { numberAt, type Reader, type Row, textAt, textOrNullAt, type Value } from './database.ts';
import { digestOf } from './hash.ts';

/** A row of the table `resource`. */
export interface StoredResource {
  readonly subscription: string;
  readonly rid: number;
  readonly key: string;
  /** As the input gave it. */
  readonly id: string;
  readonly type: string;
  readonly resourceGroup: string | null;
  readonly implied: boolean;
  readonly deleted: boolean;
  readonly configured: boolean;
  readonly hash: string;
  readonly generation: number;
  readonly firstSeen: number;
  readonly changed: number;
  /** 0: adds nothing to any count. */
  readonly shape: number;
  /** Hashes of what its verdicts looked up. */
  readonly lookups: readonly number[];
}

export const resourceColumns =
  'subscription, rid, key, id, type, resource_group, implied, deleted, configured, hash, generation, first_seen, changed, shape, lookups';

export function storedResourceIn(row: Row): StoredResource {
  const lookups = textAt(row, 'lookups');
  return {
    subscription: textAt(row, 'subscription'),
    rid: numberAt(row, 'rid'),
    key: textAt(row, 'key'),
    id: textAt(row, 'id'),
    type: textAt(row, 'type'),
    resourceGroup: textOrNullAt(row, 'resource_group'),
    implied: numberAt(row, 'implied') === 1,
    deleted: numberAt(row, 'deleted') === 1,
    configured: numberAt(row, 'configured') === 1,
    hash: textAt(row, 'hash'),
    generation: numberAt(row, 'generation'),
    firstSeen: numberAt(row, 'first_seen'),
    changed: numberAt(row, 'changed'),
    shape: numberAt(row, 'shape'),
    lookups: lookups === '' ? [] : lookups.split(' ').map(Number),
  };
}

export function valuesOf(row: StoredResource): readonly Value[] {
  return [
    row.subscription,
    row.rid,
    row.key,
    row.id,
    row.type,
    row.resourceGroup,
    row.implied ? 1 : 0,
    row.deleted ? 1 : 0,
    row.configured ? 1 : 0,
    row.hash,
    row.generation,
    row.firstSeen,
    row.changed,
    row.shape,
    row.lookups.join(' '),
  ];
}

/** Everything but the shape and the look-ups, which judging writes; for rows whose type stays, so that no index is touched. */
export const replaceOfSameType = `ON CONFLICT (subscription, rid) DO UPDATE SET id = excluded.id,
  implied = excluded.implied, deleted = excluded.deleted, configured = excluded.configured, hash = excluded.hash,
  generation = excluded.generation, first_seen = excluded.first_seen, changed = excluded.changed`;

export const replaceResource = `${replaceOfSameType}, type = excluded.type`;

/** @returns the entry that this row and its body were made from; a subscription that is only implied has a body of its own making. */
export function entryFrom(
  row: Pick<StoredResource, 'key' | 'type' | 'subscription' | 'resourceGroup' | 'configured'>,
  body: string,
): Entry {
  return {
    // Written from an entry, so what an entry promises holds.
    key: row.key as ResourceKey,
    type: row.type,
    subscription: row.subscription === '' ? undefined : (row.subscription as SubscriptionId),
    resourceGroup: row.resourceGroup ?? undefined,
    hasConfiguration: row.configured,
    resource: JSON.parse(body) as JsonObject,
  };
}

export function bodyOf(entry: Entry): { readonly body: string; readonly hash: string } {
  const body = JSON.stringify(entry.resource);
  return { body, hash: digestOf(`${entry.type} ${body}`) };
}

/** Rows by key; keys of one subscription. */
export async function resourcesByKey(
  reader: Reader,
  subscription: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, StoredResource>> {
  if (keys.length === 0) return new Map();
  const rows = await reader.query(`SELECT ${resourceColumns} FROM resource WHERE subscription = $1 AND key ${reader.anyOf(2, 'text')}`, [
    subscription,
    keys,
  ]);
  return new Map(rows.map((row) => [textAt(row, 'key'), storedResourceIn(row)]));
}

export async function bodiesOf(reader: Reader, subscription: string, rids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (rids.length === 0) return new Map();
  const rows = await reader.query(`SELECT rid, body FROM body WHERE subscription = $1 AND rid ${reader.anyOf(2, 'bigint')}`, [
    subscription,
    rids,
  ]);
  return new Map(rows.map((row) => [numberAt(row, 'rid'), textAt(row, 'body')]));
}

/** The range of keys that lie under a key: `[from, to)`. A slash is 47, and 48 is `0`. */
export function rangeUnder(key: string): readonly [string, string] {
  return [`${key}/`, `${key}0`];
}
