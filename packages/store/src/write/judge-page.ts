// Judges stored resources, a page at a time, and writes what differs from before.
import type { ImportedAssessment, ItemVerdict } from '@plumbline/assess';
import type { Entry, ResourceKey, SubscriptionId } from '@plumbline/inventory';
import { assessmentType, isSpecial } from '../context.ts';
import { numberAt, type Row, textAt, textOrNullAt } from '../database.ts';
import { grouped } from '../grouped.ts';
import { importedFor } from '../imported-rows.ts';
import { letterIn, statusOf } from '../letter.ts';
import { clockHash } from '../lookup.ts';
import { entryFrom, resourceColumns, type StoredResource, storedResourceIn } from '../rows.ts';
import { turnIfDue } from '../turn.ts';
import type { Surroundings } from './answers.ts';
import { effectiveVerdicts, placed, type Raw, rawVerdicts, shapeOf, type Verdicts } from './judged.ts';
import { type Outcome, recordPage } from './record-page.ts';
import { isCollected, type Work } from './work.ts';

const pageSize = 250;

/** Judges what is dirty and settles what only exemptions touch. */
export async function judgeAll(work: Work, onProgress: (judged: number) => void = () => {}): Promise<void> {
  const { hierarchy } = work.context;
  const { answers } = work;
  if (work.isFirst) answers.clear();
  else answers.forget(work.lookups);
  const surroundings: Surroundings = {
    isCollected: (subscription, type) => isCollected(work, subscription, type),
    managementGroupsOf: (subscription) => hierarchy.managementGroupsOf(subscription),
  };
  const subscriptions = [...new Set([...work.dirty.keys(), ...work.resettled.keys()])].sort();
  await work.transaction.lock(subscriptions, 'exclusive');
  let pages = 0;
  for (const subscription of subscriptions) {
    const dirty = work.dirty.get(subscription) ?? new Set<number>();
    const settled = [...(work.resettled.get(subscription) ?? [])].filter((rid) => !dirty.has(rid));
    const rids = [...dirty, ...settled].sort((a, b) => a - b);
    for (let at = 0; at < rids.length; at += pageSize) {
      if (pages > 0) await turnIfDue();
      pages += 1;
      await judgePage(work, surroundings, subscription, { rids: rids.slice(at, at + pageSize), dirty });
      answers.trim();
      onProgress(work.judged);
    }
  }
}

async function judgePage(
  work: Work,
  surroundings: Surroundings,
  subscription: string,
  page: { readonly rids: readonly number[]; readonly dirty: ReadonlySet<number> },
): Promise<void> {
  const { transaction } = work;
  const rows = await transaction.query(
    `SELECT ${resourceColumns}, (SELECT b.body FROM body b WHERE b.subscription = r.subscription AND b.rid = r.rid) AS body
     FROM resource r WHERE subscription = $1 AND rid ${transaction.anyOf(2, 'bigint')}`,
    [subscription, page.rids],
  );
  const stored = rows.map((row) => ({ row: storedResourceIn(row), body: textOrNullAt(row, 'body') }));
  // Other processes may have made some since this transaction began.
  await work.setup.shapes.load(
    transaction,
    stored.map(({ row }) => row.shape),
  );
  const assessed = await storedAssessments(work, subscription, page.rids);
  const imported = await importedFor(
    transaction,
    work.setup,
    subscription,
    stored.map(({ row }) => row.key),
  );

  const outcomes: Outcome[] = [];
  let open: Subject[] = [];
  for (const { row, body } of stored) {
    if (row.deleted) outcomes.push({ row, shape: null, raw: [], effective: [], lookups: [] });
    else if (page.dirty.has(row.rid)) open.push({ row, entry: entryOrImplied(row, body) });
    else outcomes.push(settledAgain(work, { row, entry: entryOrImplied(row, body) }, assessed.get(row.rid) ?? []));
  }
  work.judged += open.length;
  while (open.length > 0) {
    const again: typeof open = [];
    for (const subject of open) {
      const outcome = judged(work, surroundings, subject, imported.get(subject.row.key) ?? []);
      if (outcome === undefined) again.push(subject);
      else outcomes.push(outcome);
    }
    open = again;
    await work.answers.load(transaction, (place) => transaction.lock([place], 'shared'));
  }
  await recordPage(work, subscription, outcomes, assessed);
}

/** @returns undefined when something that it looked up has to be loaded first. */
function judged(
  work: Work,
  surroundings: Surroundings,
  { row, entry }: Subject,
  imported: readonly ImportedAssessment[],
): Outcome | undefined {
  const { setup, answers } = work;
  if (isSpecial(entry)) {
    const shape = shapeOf(setup, row, { verdicts: [], disagreements: [] }, { verdicts: [], exempt: new Map() }, unknownIn(work, entry));
    return { row, shape, raw: [], effective: [], lookups: [] };
  }
  const asked = new Set<number>();
  const missedBefore = answers.missed;
  const raw = rawVerdicts(setup, entry, {
    estate: answers.estate(surroundings, asked),
    imported,
    // What only an assessment names is not judged by rules; what its parent holds, and a subscription, is.
    isJudged: !row.implied || row.hash !== '' || isSubscriptionKey(row),
    options: { now: new Date(work.clock).toISOString(), explain: 'none', onClock: () => asked.add(clockHash) },
  });
  if (answers.missed !== missedBefore) return undefined;
  return { ...settled(work, { row, entry }, raw), lookups: [...asked].sort((a, b) => a - b) };
}

interface Subject {
  readonly row: StoredResource;
  readonly entry: Entry;
}

function settled(work: Work, { row, entry }: Subject, raw: Raw): Omit<Outcome, 'lookups'> {
  const { setup, context } = work;
  const effective = effectiveVerdicts(setup, context, raw.verdicts, placed(entry));
  return { row, shape: shapeOf(setup, row, raw, effective, null), raw: raw.verdicts, effective: effective.verdicts };
}

/** The verdicts stand as rows; only exemptions are looked at anew. */
function settledAgain(work: Work, { row, entry }: Subject, rows: readonly Row[]): Outcome {
  if (isSpecial(row)) return { row, shape: work.setup.shapes.get(row.shape), raw: [], effective: [], lookups: row.lookups };
  const verdicts: Verdicts = rows
    .flatMap((assessment) => {
      const index = work.setup.ordinals.indexOf(numberAt(assessment, 'recommendation'));
      return index === undefined ? [] : [[index, rawVerdictIn(assessment)] as const];
    })
    .sort(([a], [b]) => a - b);
  const { disagreements } = work.setup.shapes.get(row.shape);
  return { ...settled(work, { row, entry }, { verdicts, disagreements }), lookups: row.lookups };
}

/** @returns the verdict before exemptions that a row of `assessment` holds. */
export function rawVerdictIn(row: Row): ItemVerdict {
  const status = statusOf[letterIn(textAt(row, 'raw'))];
  const imported = numberAt(row, 'imported') === 1 ? { imported: true as const } : {};
  // What is decided has no cause of its own; the row's is then the exemption's.
  if (status === 'Healthy' || status === 'Unhealthy') return { status, ...imported };
  const cause = textOrNullAt(row, 'cause');
  const needs = textOrNullAt(row, 'needs');
  return {
    status,
    ...(cause === null ? {} : { cause: cause as NonNullable<ItemVerdict['cause']> }),
    ...(needs === null ? {} : { needs }),
    ...imported,
  };
}

async function storedAssessments(work: Work, subscription: string, rids: readonly number[]): Promise<ReadonlyMap<number, readonly Row[]>> {
  if (work.isFirst) return new Map();
  const { transaction } = work;
  const rows = await transaction.query(
    `SELECT rid, recommendation, status, raw, cause, needs, imported, evaluated, changed FROM assessment
     WHERE subscription = $1 AND rid ${transaction.anyOf(2, 'bigint')}`,
    [subscription, rids],
  );
  return grouped(rows, (row) => numberAt(row, 'rid'));
}

function unknownIn(work: Work, entry: Entry): readonly [string, string] | null {
  if (entry.type !== assessmentType) return null;
  const read = work.setup.readImported(entry);
  return 'planned' in read ? null : [read.key, read.displayName];
}

export function isSubscriptionKey(row: Pick<StoredResource, 'key' | 'subscription'>): boolean {
  return row.subscription !== '' && row.key === `/subscriptions/${row.subscription}`;
}

/** What is only named has no body; a subscription is judged all the same, on what lies in it. */
export function entryOrImplied(row: StoredResource, body: string | null): Entry {
  if (body !== null && row.hash !== '') return entryFrom(row, body);
  return {
    key: row.key as ResourceKey,
    type: row.type,
    subscription: row.subscription === '' ? undefined : (row.subscription as SubscriptionId),
    resourceGroup: row.resourceGroup ?? undefined,
    hasConfiguration: false,
    resource: { id: row.id, type: 'Microsoft.Resources/subscriptions', name: row.subscription },
  };
}
