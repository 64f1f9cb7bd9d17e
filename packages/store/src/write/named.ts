// What is known only because something else names it: subscriptions that resources lie in, resources that assessments speak of.
import { ancestorsOf, embeddedIn, subscriptionOf, typeOf } from '@plumbline/assess';
import { type Entry, resourceGroupOf } from '@plumbline/inventory';
import { assessmentType, exemptionType } from '../context.ts';
import { textAt, type Value } from '../database.ts';
import { bodiesOf, bodyOf, entryFrom, replaceResource, resourcesByKey, type StoredResource, valuesOf } from '../rows.ts';
import { tables } from '../tables.ts';
import { turnIfDue } from '../turn.ts';
import { nextRid } from './edits.ts';
import { addRid, type Work } from './work.ts';

/** Writes the rows of imported assessments, then makes implied resources appear and disappear as they should. */
export async function settleNamed(work: Work): Promise<void> {
  await writeImported(work);
  const bySubscription = new Map<string, string[]>();
  for (const [key, subscription] of work.namedKeys) {
    const keys = bySubscription.get(subscription) ?? [];
    bySubscription.set(subscription, keys);
    keys.push(key);
    if (subscription !== '' && !work.namedKeys.has(`/subscriptions/${subscription}`)) keys.push(`/subscriptions/${subscription}`);
  }
  await work.transaction.lock([...bySubscription.keys()].sort(), 'exclusive');
  for (const [subscription, keys] of bySubscription) {
    await settleIn(work, subscription, [...new Set(keys)]);
    if (bySubscription.size > 1) await turnIfDue();
  }
}

async function writeImported(work: Work): Promise<void> {
  const { transaction } = work;
  await transaction.remove('imported', { subscription: 'text', resource_key: 'text', source_key: 'text' }, work.importedRemoved);
  const rows = [...work.importedAdded].map(([source, { planned, resourceKey, resourceId, verdict }]): readonly Value[] => [
    subscriptionOf(resourceKey) ?? '',
    resourceKey,
    source,
    resourceId,
    planned.item.recommendation.key,
    JSON.stringify(verdict),
  ]);
  await transaction.insert(
    'imported',
    tables.imported,
    rows,
    `ON CONFLICT (subscription, resource_key, source_key) DO UPDATE SET resource_id = excluded.resource_id,
     recommendation = excluded.recommendation, verdict = excluded.verdict`,
  );
}

async function settleIn(work: Work, subscription: string, keys: readonly string[]): Promise<void> {
  const { transaction } = work;
  const rows = await resourcesByKey(transaction, subscription, keys);
  const named = await transaction.query(
    `SELECT resource_key, resource_id FROM imported WHERE subscription = $1 AND resource_key ${transaction.anyOf(2, 'text')} ORDER BY source_key`,
    [subscription, keys],
  );
  // The last one wins, as in an assessment of a stream.
  const idByKey = new Map(named.map((row) => [textAt(row, 'resource_key'), textAt(row, 'resource_id')]));
  const embedded = await embeddedBy(work, subscription, keys);
  const resources: (readonly Value[])[] = [];
  const bodies: (readonly Value[])[] = [];
  for (const key of keys) {
    const row = rows.get(key);
    const isLive = row !== undefined && !row.deleted;
    if (isLive && !row.implied) {
      if (work.assessedKeys.has(key)) addRid(work.dirty, subscription, row.rid);
      continue;
    }
    const child = embedded.get(key);
    if (child !== undefined) {
      const made = await embeddedRow(work, child, row);
      if (isLive && row.hash === made.hash && !work.assessedKeys.has(key)) continue;
      resources.push(valuesOf(made));
      bodies.push([subscription, made.rid, JSON.stringify(child.resource)]);
      addRid(work.dirty, subscription, made.rid);
      continue;
    }
    const isSubscription = subscription !== '' && key === `/subscriptions/${subscription}`;
    const isWanted = idByKey.has(key) || (isSubscription && (await hasContent(work, subscription)));
    if (isWanted) {
      const id = idByKey.get(key) ?? key;
      if (isLive && row.id === id && row.hash === '' && !work.assessedKeys.has(key)) continue;
      const made = await impliedRow(work, { key, id, subscription, row, isLive, isSubscription });
      resources.push(valuesOf(made));
      addRid(work.dirty, subscription, made.rid);
    } else if (isLive) {
      resources.push(valuesOf({ ...row, deleted: true, hash: '', changed: work.clock }));
      addRid(work.dirty, subscription, row.rid);
    }
  }
  await transaction.insert('resource', tables.resource, resources, replaceResource);
  await transaction.insert('body', tables.body, bodies, 'ON CONFLICT (subscription, rid) DO UPDATE SET body = excluded.body');
}

/** What the resources that these keys lie under hold of them, for those that are no rows of their own. */
async function embeddedBy(work: Work, subscription: string, keys: readonly string[]): Promise<ReadonlyMap<string, Entry>> {
  const parents = new Set(keys.flatMap((key) => (key.includes('/subnets/') ? (ancestorsOf(key)[0] ?? []) : [])));
  if (parents.size === 0) return new Map();
  const rows = [...(await resourcesByKey(work.transaction, subscription, [...parents])).values()];
  const live = rows.filter(({ deleted, implied }) => !deleted && !implied);
  const bodies = await bodiesOf(
    work.transaction,
    subscription,
    live.map(({ rid }) => rid),
  );
  const children = new Map<string, Entry>();
  for (const row of live) {
    const body = bodies.get(row.rid);
    // Of two with one name the first counts, as in an assessment of a stream.
    for (const child of body === undefined ? [] : embeddedIn(entryFrom(row, body)))
      if (!children.has(child.key)) children.set(child.key, child);
  }
  return children;
}

async function embeddedRow(work: Work, child: Entry, row: StoredResource | undefined): Promise<StoredResource> {
  const subscription = child.subscription ?? '';
  const id = child.resource['id'];
  return {
    subscription,
    rid: row?.rid ?? (await nextRid(work, subscription)),
    key: child.key,
    id: typeof id === 'string' ? id : child.key,
    type: child.type,
    resourceGroup: child.resourceGroup ?? null,
    implied: true,
    deleted: false,
    configured: child.hasConfiguration,
    hash: bodyOf(child).hash,
    generation: 0,
    firstSeen: row === undefined || row.deleted ? work.clock : row.firstSeen,
    changed: work.clock,
    shape: row?.shape ?? 0,
    lookups: row?.lookups ?? [],
  };
}

async function impliedRow(
  work: Work,
  given: {
    readonly key: string;
    readonly id: string;
    readonly subscription: string;
    readonly row: StoredResource | undefined;
    readonly isLive: boolean;
    readonly isSubscription: boolean;
  },
): Promise<StoredResource> {
  const { key, id, subscription, row } = given;
  return {
    subscription,
    rid: row?.rid ?? (await nextRid(work, subscription)),
    key,
    id,
    type: given.isSubscription ? 'microsoft.resources/subscriptions' : (typeOf(key) ?? ''),
    resourceGroup: resourceGroupOf(key) ?? null,
    implied: true,
    deleted: false,
    configured: false,
    hash: '',
    generation: 0,
    firstSeen: given.isLive ? (row?.firstSeen ?? work.clock) : work.clock,
    changed: work.clock,
    shape: row?.shape ?? 0,
    lookups: row?.lookups ?? [],
  };
}

/** Whether anything that counts lies in a subscription. */
async function hasContent(work: Work, subscription: string): Promise<boolean> {
  const [resource] = await work.transaction.query(
    `SELECT 1 AS found FROM resource WHERE subscription = $1 AND deleted = 0 AND implied = 0 AND type NOT IN ('${assessmentType}', '${exemptionType}') LIMIT 1`,
    [subscription],
  );
  if (resource !== undefined) return true;
  const [assessment] = await work.transaction.query('SELECT 1 AS found FROM imported WHERE subscription = $1 LIMIT 1', [subscription]);
  return assessment !== undefined;
}
