// From edits to rows: what is put and deleted is written at once; what has to be judged because of it is noted.
import { ancestorsOf, embeddedIn, isWithin, prune, subscriptionOf } from '@plumbline/assess';
import type { Entry } from '@plumbline/inventory';
import { assessmentType, isContextType, isPolicyType } from '../context.ts';
import { numberAt, textAt, type Value } from '../database.ts';
import { lookupHash, lookupsAnsweredBy } from '../lookup.ts';
import { bodiesOf, bodyOf, entryFrom, replaceOfSameType, replaceResource, resourcesByKey, type StoredResource, valuesOf } from '../rows.ts';
import { tables } from '../tables.ts';
import { turnIfDue } from '../turn.ts';
import { declare, refuse } from './collected.ts';
import { currentContext } from './effects.ts';
import { addRid, type Edit, type Work } from './work.ts';

/** Later than every import: what has it was made here, and stands in no export yet. */
const keptGeneration = Number.MAX_SAFE_INTEGER;

type PutOrDelete = Extract<Edit, { kind: 'put' | 'delete' }>;

/** Edits that are written together: a batch may have a million. */
const mostAtOnce = 1000;
/** So many are over before anybody would wait for it. */
const fewAtOnce = 20;

/** Writes edits in their order. May be called several times in one transaction. */
export async function takeEdits(work: Work, edits: readonly Edit[]): Promise<void> {
  let run: PutOrDelete[] = [];
  const flush = async () => {
    await takeRun(work, run);
    run = [];
  };
  for (const edit of edits) {
    switch (edit.kind) {
      case 'put':
      case 'delete':
        run.push(edit);
        if (run.length >= mostAtOnce) {
          await flush();
        }
        break;
      case 'complete':
        await flush();
        await takeCompletion(work, edit);
        break;
      case 'declare':
        declare(work, `${edit.subscription} ${edit.type}`);
        break;
      case 'refuse':
        refuse(work, edit.notPermitted);
        break;
    }
  }
  await flush();
}

/** Of several edits of one thing the last counts, so each key is looked up once. */
async function takeRun(work: Work, run: readonly PutOrDelete[]): Promise<void> {
  const lastByKey = new Map(run.map((edit) => [edit.kind === 'put' ? edit.entry.key : edit.key, edit]));
  const bySubscription = new Map<string, Map<string, PutOrDelete>>();
  for (const [key, edit] of lastByKey) {
    const subscription = subscriptionOf(key) ?? '';
    const own = bySubscription.get(subscription) ?? new Map<string, PutOrDelete>();
    bySubscription.set(subscription, own.set(key, edit));
  }
  await work.transaction.lock([...bySubscription.keys()].sort(), 'exclusive');
  for (const [subscription, edits] of bySubscription) {
    await takeInSubscription(work, subscription, edits);
    if (run.length > fewAtOnce) await turnIfDue();
  }
}

async function takeInSubscription(work: Work, subscription: string, edits: ReadonlyMap<string, PutOrDelete>): Promise<void> {
  const { transaction } = work;
  const keys = [...edits.keys()];
  const rows = await resourcesByKey(transaction, subscription, work.bulk === undefined ? keys : await work.bulk.known(keys));
  const planned = [...edits].map(([key, edit]) => {
    const row = rows.get(key);
    return { key, edit, row, live: row !== undefined && isLive(row), made: edit.kind === 'put' ? bodyOf(edit.entry) : undefined };
  });
  const isSame = ({ row, live, made }: (typeof planned)[number]) => live && made !== undefined && row?.hash === made.hash;
  const replaced = planned.flatMap((plan) => (plan.live && plan.row !== undefined && !isSame(plan) ? [plan.row.rid] : []));
  const bodies = await bodiesOf(transaction, subscription, replaced);

  const resources: (readonly Value[])[] = [];
  const sameType: (readonly Value[])[] = [];
  const written: (readonly Value[])[] = [];
  const seen: number[] = [];
  const gone: number[] = [];
  let isContentMoved = false;
  for (const plan of planned) {
    const { edit, row, live, made } = plan;
    if (work.kind === 'import' && edit.kind === 'put' && live && row?.generation === work.generation) work.seenAgain += 1;
    if (isSame(plan)) {
      work.unchanged += 1;
      const isKept = edit.kind === 'put' && edit.isKept === true;
      if (row !== undefined && row.generation !== work.generation && !isKept) seen.push(row.rid);
      continue;
    }
    isContentMoved ||= !live || edit.kind === 'delete' || row?.type !== edit.entry.type;
    const body = row === undefined ? undefined : bodies.get(row.rid);
    const before = live && row !== undefined && body !== undefined ? entryFrom(row, body) : undefined;
    if (edit.kind === 'delete' || made === undefined) {
      if (!live || row === undefined) continue;
      sameType.push(valuesOf({ ...row, deleted: true, changed: work.clock, hash: '' }));
      gone.push(row.rid);
      work.deleted += 1;
      work.touched.set(plan.key, 'delete');
      addRid(work.dirty, subscription, row.rid);
      noteChange(work, before, undefined);
      work.namedKeys.set(plan.key, subscription);
      continue;
    }
    const { entry, isKept } = edit as Extract<Edit, { kind: 'put' }>;
    const rid = row?.rid ?? (await nextRid(work, subscription));
    const stored = putRow(work, entry, made.hash, rid, live ? row : undefined);
    const values = valuesOf(isKept === true ? { ...stored, generation: keptGeneration } : stored);
    (row?.type === stored.type ? sameType : resources).push(values);
    written.push([subscription, rid, made.body]);
    work.put += 1;
    work.touched.set(plan.key, 'put');
    addRid(work.dirty, subscription, rid);
    noteChange(work, before, entry);
  }
  await transaction.insert('resource', tables.resource, resources, replaceResource);
  await transaction.insert('resource', tables.resource, sameType, replaceOfSameType);
  await transaction.insert('body', tables.body, written, 'ON CONFLICT (subscription, rid) DO UPDATE SET body = excluded.body');
  if (gone.length > 0) {
    await transaction.run(`DELETE FROM body WHERE subscription = $1 AND rid ${transaction.anyOf(2, 'bigint')}`, [subscription, gone]);
  }
  if (seen.length > 0) {
    await transaction.run(`UPDATE resource SET generation = $3 WHERE subscription = $1 AND rid ${transaction.anyOf(2, 'bigint')}`, [
      subscription,
      seen,
      work.generation,
    ]);
  }
  // It may be known by what lies in it alone, which is as much as before where each of these only took the place of another.
  if (subscription !== '' && isContentMoved) work.namedKeys.set(`/subscriptions/${subscription}`, subscription);
}

function isLive(row: StoredResource): boolean {
  return !row.deleted && !row.implied;
}

/** @param before the row when it is a real resource already; its shape and look-ups are those of its last verdicts until it is judged. */
function putRow(work: Work, entry: Entry, hash: string, rid: number, before: StoredResource | undefined): StoredResource {
  const id = entry.resource['id'];
  return {
    subscription: entry.subscription ?? '',
    rid,
    key: entry.key,
    id: typeof id === 'string' && id !== '' ? id : entry.key,
    type: entry.type,
    resourceGroup: entry.resourceGroup ?? null,
    implied: false,
    deleted: false,
    configured: entry.hasConfiguration,
    hash,
    generation: work.generation,
    firstSeen: before?.firstSeen ?? work.clock,
    changed: work.clock,
    shape: 0,
    lookups: [],
  };
}

/** Numbers are given by subscription, so that no counter is shared between machines. */
export async function nextRid(work: Work, subscription: string): Promise<number> {
  let last = work.lastRids.get(subscription);
  if (last === undefined) {
    const [row] = await work.transaction.query('SELECT last_rid FROM place WHERE subscription = $1', [subscription]);
    last = row === undefined ? 0 : numberAt(row, 'last_rid');
  }
  work.lastRids.set(subscription, last + 1);
  return last + 1;
}

/** All that `nextRid` would ask for. */
export async function readNumbers({ transaction, lastRids }: Work): Promise<void> {
  for (const row of await transaction.query('SELECT subscription, last_rid FROM place')) {
    const subscription = textAt(row, 'subscription');
    if (!lastRids.has(subscription)) lastRids.set(subscription, numberAt(row, 'last_rid'));
  }
}

/** Notes what else may change because this entry did. */
function noteChange(work: Work, before: Entry | undefined, after: Entry | undefined): void {
  const isMoved = before?.type !== after?.type;
  for (const [entry, difference] of [[before, -1] as const, [after, 1] as const]) {
    if (entry === undefined) continue;
    if (isMoved) {
      const place = `${entry.subscription ?? ''} ${entry.type}`;
      work.typeDifferences.set(place, (work.typeDifferences.get(place) ?? 0) + difference);
    }
    if (entry.type === assessmentType) noteAssessment(work, entry, difference);
    for (const child of embeddedIn(entry)) work.namedKeys.set(child.key, entry.subscription ?? '');
    if (isPolicyType(entry.type)) work.isPolicyTouched = true;
    if (isContextType(entry.type)) {
      work.contextChanges.set(entry.key, { subscription: entry.subscription ?? '', entry: difference === 1 ? entry : null });
    }
  }
  if (isMoved || prunedText(work, before) !== prunedText(work, after)) {
    for (const entry of [before, after]) {
      if (entry === undefined || !work.setup.plan.keptPathsByType.has(entry.type)) continue;
      for (const lookup of lookupsAnsweredBy(entry)) if (!work.isFirst) work.lookups.add(lookupHash(lookup));
    }
  }
}

/** What others can see of it. */
function prunedText(work: Work, entry: Entry | undefined): string | undefined {
  if (entry === undefined || work.isFirst) return undefined;
  const paths = work.setup.plan.keptPathsByType.get(entry.type);
  return paths === undefined ? undefined : JSON.stringify(prune(entry.resource, paths));
}

function noteAssessment(work: Work, entry: Entry, difference: 1 | -1): void {
  const read = work.setup.readImported(entry);
  if (!('planned' in read)) return;
  if (difference === 1) work.importedAdded.set(entry.key, read);
  else {
    work.importedAdded.delete(entry.key);
    work.importedRemoved.push([subscriptionOf(read.resourceKey) ?? '', read.resourceKey, entry.key]);
  }
  work.assessedKeys.add(read.resourceKey);
  work.namedKeys.set(read.resourceKey, subscriptionOf(read.resourceKey) ?? '');
}

/** Deletes what was not sent since the last such line for the same scope and type. */
async function takeCompletion(work: Work, edit: Extract<Edit, { kind: 'complete' }>): Promise<void> {
  const { transaction } = work;
  const types = edit.types ?? ['*'];
  for (const type of types) {
    const since = edit.since ?? (await lastCompletion(work, edit.scope, type));
    for (const subscription of await subscriptionsIn(work, edit.scope)) {
      const keys = await unseenKeys(work, { ...edit, subscription, type, since });
      for (let at = 0; at < keys.length; at += 1000) {
        await takeRun(
          work,
          keys.slice(at, at + 1000).map((key) => ({ kind: 'delete', key })),
        );
      }
    }
    declareCollected(work, edit.scope, type);
  }
  work.generation += 1;
  work.isGenerationChanged = true;
  await transaction.insert(
    'completion',
    tables.completion,
    types.map((type) => [edit.scope, type, work.generation]),
    'ON CONFLICT (scope, type) DO UPDATE SET generation = excluded.generation',
  );
}

/** Of the first import, kept as a completion of everything: whoever sends changes afterwards begins anew. */
async function lastCompletion(work: Work, scope: string, type: string): Promise<number> {
  const [row] = await work.transaction.query('SELECT generation FROM completion WHERE scope = $1 AND type = $2', [scope, type]);
  if (row !== undefined) return numberAt(row, 'generation');
  const [first] = await work.transaction.query("SELECT generation FROM completion WHERE scope = '' AND type = '*'");
  return first === undefined ? 0 : numberAt(first, 'generation');
}

/** What is sent from here on is younger than the first import. */
export async function endFirstImport(work: Work): Promise<void> {
  work.generation += 1;
  work.isGenerationChanged = true;
  await work.transaction.insert('completion', tables.completion, [['', '*', work.generation]], 'ON CONFLICT (scope, type) DO NOTHING');
}

const groupPrefix = '/providers/microsoft.management/managementgroups/';

/** The subscriptions that a scope reaches into; '' is the tenant. */
async function subscriptionsIn(work: Work, scope: string): Promise<readonly string[]> {
  const own = subscriptionOf(scope);
  if (own !== undefined) return [own];
  const rows = await work.transaction.query('SELECT subscription FROM place');
  const known = new Set([...rows.map((row) => textAt(row, 'subscription')), ...work.lastRids.keys()]);
  if (scope === '') return [...known].sort();
  if (!scope.startsWith(groupPrefix)) return [''];
  const { hierarchy } = await currentContext(work);
  const group = scope.slice(groupPrefix.length);
  return [...known].filter((subscription) => hierarchy.managementGroupsOf(subscription).includes(group)).sort();
}

async function unseenKeys(
  work: Work,
  {
    subscription,
    scope,
    type,
    since,
    except = [],
  }: { subscription: string; scope: string; type: string; since: number; except?: readonly string[] },
): Promise<readonly string[]> {
  const rows = await work.transaction.query(
    `SELECT key FROM resource WHERE subscription = $1 AND deleted = 0 AND implied = 0 AND generation < $2${type === '*' ? '' : ' AND type = $3'}`,
    type === '*' ? [subscription, since] : [subscription, since, type],
  );
  const isGroup = scope.startsWith(groupPrefix);
  const kept = new Set(except);
  const isWithinAny = (key: string) => kept.size > 0 && (kept.has(key) || ancestorsOf(key).some((above) => kept.has(above)));
  return rows
    .map((row) => textAt(row, 'key'))
    .filter((key) => (isGroup && subscription !== '') || isWithin(key, scope))
    .filter((key) => !isOwnExemption(key) && !isWithinAny(key));
}

/** Exemptions made here stand in no export, so no export says that they are gone. */
function isOwnExemption(key: string): boolean {
  return key.includes('/providers/microsoft.authorization/policyexemptions/plumbline-');
}

function declareCollected(work: Work, scope: string, type: string): void {
  if (type === '*') return;
  if (scope === '') declare(work, `* ${type}`);
  else if (/^\/subscriptions\/[^/]+$/.test(scope)) declare(work, `${subscriptionOf(scope) ?? ''} ${type}`);
}
