// Writes the outcome of judging: assessments that differ, who depends on what, shapes, and what the journal is told.
import type { ItemVerdict } from '@plumbline/assess';
import { isSpecial } from '../context.ts';
import { numberAt, type Row, textAt, textOrNullAt, type Value } from '../database.ts';
import { hash53 } from '../hash.ts';
import { letterIn, letterOf } from '../letter.ts';
import type { StoredResource } from '../rows.ts';
import { type Shape, shapeText } from '../shape.ts';
import { tables } from '../tables.ts';
import { noteJournal } from './journal.ts';
import type { Verdicts } from './judged.ts';
import type { Work } from './work.ts';

export interface Outcome {
  readonly row: StoredResource;
  /** null: it is gone. */
  readonly shape: Shape | null;
  readonly raw: Verdicts;
  readonly effective: Verdicts;
  readonly lookups: readonly number[];
}

interface Writes {
  readonly assessments: (readonly Value[])[];
  readonly dependencies: (readonly Value[])[];
  readonly removedAssessments: (readonly Value[])[];
  readonly removedDependencies: (readonly Value[])[];
}

export async function recordPage(
  work: Work,
  subscription: string,
  outcomes: readonly Outcome[],
  assessed: ReadonlyMap<number, readonly Row[]>,
): Promise<void> {
  const writes: Writes = { assessments: [], dependencies: [], removedAssessments: [], removedDependencies: [] };
  const moved: (readonly Value[])[] = [];
  for (const outcome of outcomes.toSorted((a, b) => a.row.rid - b.row.rid)) {
    const { row } = outcome;
    const shape = outcome.shape === null ? 0 : await idOf(work, outcome.shape);
    const changes = noteAssessments(work, outcome, assessed.get(row.rid) ?? [], writes);
    noteLookups(outcome, writes);
    if (shape !== row.shape) noteJournal(work.journal, subscription, { rid: row.rid, before: row.shape, after: shape });
    if (shape !== row.shape || outcome.lookups.join(' ') !== row.lookups.join(' ')) {
      moved.push([subscription, row.rid, shape, outcome.lookups.join(' ')]);
    }
    noteTransitions(work, outcome, changes);
  }
  await write(work, writes, moved);
}

/** A status that became another, or came (before null) or went (after null). */
interface StatusChange {
  readonly ordinal: number;
  readonly before: string | null;
  readonly after: string | null;
  readonly cause: string | null;
}

function noteAssessments(work: Work, outcome: Outcome, stored: readonly Row[], writes: Writes): readonly StatusChange[] {
  const { ordinals } = work.setup;
  const { row } = outcome;
  const before = new Map(stored.map((assessment) => [numberAt(assessment, 'recommendation'), assessment]));
  const rawByIndex = new Map<number, ItemVerdict>(outcome.raw);
  const changes: StatusChange[] = [];
  for (const [index, verdict] of outcome.effective) {
    const ordinal = ordinals.ofIndex(index);
    const raw = rawByIndex.get(index) ?? verdict;
    const old = before.get(ordinal);
    before.delete(ordinal);
    const status = letterOf[verdict.status];
    const cause = verdict.cause ?? null;
    const values = [status, letterOf[raw.status], cause, verdict.needs ?? null, raw.imported ? 1 : 0] as const;
    const oldStatus = old === undefined ? null : letterIn(textAt(old, 'status'));
    if (old !== undefined && values.join('\n') === storedValues(old)) continue;
    const evaluated = old === undefined ? work.clock : numberAt(old, 'evaluated');
    const changed = old !== undefined && oldStatus === status ? numberAt(old, 'changed') : work.clock;
    writes.assessments.push([row.subscription, row.rid, ordinal, ...values, evaluated, changed]);
    if (oldStatus !== status) changes.push({ ordinal, before: oldStatus, after: status, cause });
  }
  for (const [ordinal, old] of before) {
    writes.removedAssessments.push([row.subscription, row.rid, ordinal]);
    changes.push({ ordinal, before: textAt(old, 'status'), after: null, cause: null });
  }
  return changes;
}

function storedValues(row: Row): string {
  return [
    textAt(row, 'status'),
    textAt(row, 'raw'),
    textOrNullAt(row, 'cause'),
    textOrNullAt(row, 'needs'),
    numberAt(row, 'imported'),
  ].join('\n');
}

function noteLookups({ row, lookups }: Outcome, writes: Writes): void {
  const old = new Set(row.lookups);
  const now = new Set(lookups);
  for (const lookup of lookups) if (!old.has(lookup)) writes.dependencies.push([lookup, row.subscription, row.rid]);
  for (const lookup of old) if (!now.has(lookup)) writes.removedDependencies.push([lookup, row.subscription, row.rid]);
}

const putMark = -1;
const deletedMark = -2;

function noteTransitions(work: Work, { row, shape }: Outcome, changes: readonly StatusChange[]): void {
  const touched = work.touched.get(row.key);
  const isNew = row.shape === 0;
  const isGone = shape === null;
  // What comes and goes does so with all its statuses; they are told only of what stays.
  const told = isNew || isGone ? [] : changes;
  work.statusChanges += told.length;
  const change = touched ?? (isGone ? 'delete' : isNew ? 'put' : told.length > 0 ? 'status' : undefined);
  if (change !== undefined && !isSpecial(row) && work.changedResources.length < 1000) {
    work.changedResources.push({ key: row.key, id: row.id, type: row.type, subscription: row.subscription, change });
  }
  if (work.isFirst) return;
  const mark = change === 'put' ? putMark : change === 'delete' ? deletedMark : undefined;
  if (mark !== undefined) work.transitions.push([row.subscription, row.rid, mark, null, null, null]);
  for (const { ordinal, before, after, cause } of told) {
    work.transitions.push([row.subscription, row.rid, ordinal, before, after, cause]);
  }
}

/** @returns the id of a shape, making it where it is new. */
export async function idOf(work: Work, shape: Shape): Promise<number> {
  const { shapes } = work.setup;
  const text = shapeText(shape);
  const known = shapes.idOf(text) ?? work.newShapes.get(text);
  if (known !== undefined) return known;
  const { transaction } = work;
  for (let id = Math.max(1, hash53(text)); ; id += 1) {
    // Another process may be making the same one: whoever is second waits, and finds it there.
    await transaction.insert('shape', tables.shape, [[id, text]], 'ON CONFLICT (id) DO NOTHING');
    const [row] = await transaction.query('SELECT text FROM shape WHERE id = $1', [id]);
    if (row !== undefined && textAt(row, 'text') !== text) continue;
    work.newShapes.set(text, id);
    return id;
  }
}

async function write(work: Work, writes: Writes, moved: readonly (readonly Value[])[]): Promise<void> {
  const { transaction } = work;
  await transaction.insert(
    'assessment',
    tables.assessment,
    writes.assessments,
    `ON CONFLICT (subscription, rid, recommendation) DO UPDATE SET status = excluded.status, raw = excluded.raw, cause = excluded.cause,
     needs = excluded.needs, imported = excluded.imported, evaluated = excluded.evaluated, changed = excluded.changed`,
  );
  await transaction.remove('assessment', assessmentKeys, writes.removedAssessments);
  if (work.bulk !== undefined) await work.bulk.addDependencies(writes.dependencies);
  else await transaction.insert('dependency', tables.dependency, writes.dependencies, 'ON CONFLICT (lookup, subscription, rid) DO NOTHING');
  await transaction.remove('dependency', tables.dependency, writes.removedDependencies);
  await transaction.update('resource', resourceKeys, { shape: 'bigint', lookups: 'text' }, moved);
}

const resourceKeys = { subscription: 'text', rid: 'bigint' } as const;
const assessmentKeys = { ...resourceKeys, recommendation: 'bigint' } as const;
