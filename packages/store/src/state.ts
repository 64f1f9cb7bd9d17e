import type { Entry } from '@plumbline/inventory';
import { type Context, contextOf } from './context.ts';
import { type Database, numberAt, type Reader, RepeatError, type Transaction, textAt, textOrNullAt } from './database.ts';
import { lookupHash } from './lookup.ts';
import { countsAfter, countsFrom, type Mirror, typesIn } from './mirror.ts';
import { OperationError } from './operation-error.ts';
import type { Setup } from './setup.ts';
import type { MomentKind, StoreEvent } from './store.ts';
import type { Tallier } from './tallied.ts';
import { type Answers, answersFor } from './write/answers.ts';
import type { Finished } from './write/finish.ts';
import { type Work, workOf } from './write/work.ts';

/** An open store: what stays, and the mirror, which is replaced after each commit. */
export interface State {
  readonly database: Database;
  readonly setup: Setup;
  readonly tallier: Tallier;
  mirror: Mirror;
  /** Answers to look-ups as of the mirror's moment; used only where this process alone writes. */
  readonly answers: Answers;
  /** The last moment whose events were given out. */
  published: number;
  readonly listeners: Set<(events: readonly StoreEvent[]) => void>;
  /** Milliseconds of the last batches. */
  readonly batchMs: number[];
  batches: number;
}

interface Head {
  readonly sequence: number;
  readonly at: number;
  readonly context: number;
  readonly generation: number;
  readonly catalogue: string;
  readonly compacted: number;
}

export async function headIn(reader: Reader): Promise<Head> {
  const [row] = await reader.query('SELECT sequence, at, context, generation, catalogue, compacted FROM head WHERE id = 1');
  if (row === undefined) {
    throw new OperationError('store-damaged', 'The database has no head row.', {
      hint: 'Restore the latest backup with: plumbline restore',
    });
  }
  return {
    sequence: numberAt(row, 'sequence'),
    at: numberAt(row, 'at'),
    context: numberAt(row, 'context'),
    generation: numberAt(row, 'generation'),
    catalogue: textAt(row, 'catalogue'),
    compacted: numberAt(row, 'compacted'),
  };
}

/** The context entries as they were at a moment, or are. */
export async function contextEntriesAt(reader: Reader, sequence: number): Promise<ReadonlyMap<string, Entry>> {
  const rows = await reader.query('SELECT key, body FROM context WHERE sequence <= $1 ORDER BY sequence', [sequence]);
  const entries = new Map<string, Entry>();
  for (const row of rows) {
    const body = textOrNullAt(row, 'body');
    if (body === null) entries.delete(textAt(row, 'key'));
    else entries.set(textAt(row, 'key'), JSON.parse(body) as Entry);
  }
  return entries;
}

async function contextFrom(reader: Reader, head: Head): Promise<Context> {
  const declared = await reader.query('SELECT subscription, type FROM declared');
  return contextOf(
    await contextEntriesAt(reader, head.sequence),
    new Set(declared.map((row) => `${textAt(row, 'subscription')} ${textAt(row, 'type')}`)),
    head.at,
  );
}

/** The mirror of what the reader sees, reading no more than what differs from the one before. */
export async function mirrorFrom(reader: Reader, setup: Setup, before: Mirror | undefined): Promise<Mirror> {
  const head = await headIn(reader);
  if (before !== undefined && head.sequence === before.sequence) return before;
  if (before !== undefined && head.catalogue !== setup.fingerprint) {
    throw new OperationError('store-newer', 'Another process has changed the catalogue that this database is judged with.', {
      hint: 'Run the same version with the same catalogue file in all processes, and start this one again.',
    });
  }
  const changed =
    before === undefined
      ? undefined
      : (await reader.query('SELECT DISTINCT subscription FROM journal WHERE sequence > $1', [before.sequence])).map((row) =>
          textAt(row, 'subscription'),
        );
  const read = await countsFrom(reader, changed);
  await setup.shapes.load(
    reader,
    [...read.values()].flatMap((own) => [...own.keys()]),
  );
  const counts = new Map(before?.counts);
  const types = new Map(before?.types);
  for (const subscription of changed ?? read.keys()) {
    const own = read.get(subscription);
    if (own === undefined) {
      counts.delete(subscription);
      types.delete(subscription);
    } else {
      counts.set(subscription, own);
      types.set(subscription, typesIn(own, setup.shapes));
    }
  }
  const isSameContext = before !== undefined && before.contextSequence === head.context;
  const context = isSameContext ? { ...before.context, clock: head.at } : await contextFrom(reader, head);
  return { sequence: head.sequence, at: head.at, context, contextSequence: head.context, counts, types };
}

export interface Written<T> {
  readonly result: T;
  readonly work: Work;
  readonly finished: Finished;
  readonly before: Mirror;
  readonly after: Mirror;
}

/**
 * One transaction to the next moment. The mirror follows only when it is committed.
 *
 * @param edit notes edits in the work; what it returns comes back beside the moment
 * @param close runs in the transaction once the moment has its number
 */
export async function writeMoment<T>(
  state: State,
  given: { readonly kind: MomentKind; readonly at: string; readonly touchesContext?: (context: Context) => boolean },
  steps: {
    readonly edit: (work: Work) => Promise<T>;
    readonly settle: (work: Work) => Promise<Finished>;
    readonly close?: (transaction: Transaction, written: Written<T>) => Promise<void>;
  },
): Promise<Written<T>> {
  let made: Iterable<number> = [];
  // Batches of different subscriptions go side by side as long as what joins them stays as it is.
  let isAlone = state.database.kind === 'sqlite' || given.touchesContext === undefined || given.touchesContext(state.mirror.context);
  try {
    const written = await state.database.write(async (transaction) => {
      await transaction.lock(['context'], isAlone ? 'exclusive' : 'shared');
      const before = await mirrorFrom(transaction, state.setup, state.mirror);
      if (!isAlone && (given.touchesContext?.(before.context) === true || (await passesTime(transaction, before, Date.parse(given.at))))) {
        isAlone = true;
        throw new RepeatError();
      }
      const work = workOf({
        setup: state.setup,
        transaction,
        answers: state.database.kind === 'sqlite' ? state.answers : answersFor(state.setup.plan.keptPathsByType),
        mirror: before,
        kind: given.kind,
        clock: Math.max(Date.parse(given.at), before.at),
        generation: (await headIn(transaction)).generation,
      });
      const result = await steps.edit(work);
      const finished = await steps.settle(work);
      made = finished.newShapes.values();
      await state.setup.shapes.load(transaction, finished.newShapes.values());
      const value: Written<T> = { result, work, finished, ...(await mirrorsAround(transaction, state.setup, before, finished)) };
      await steps.close?.(transaction, value);
      return value;
    });
    if (written.after.sequence > state.mirror.sequence) state.mirror = written.after;
    return written;
  } catch (error) {
    state.setup.shapes.forget(made);
    state.answers.clear();
    throw error;
  }
}

/** Whether letting the clock go on changes verdicts: then nobody else may write meanwhile. */
async function passesTime(transaction: Transaction, { context, at }: Mirror, clock: number): Promise<boolean> {
  if (clock <= at) return false;
  if (context.nextExpiry <= clock) return true;
  const [row] = await transaction.query('SELECT 1 AS found FROM dependency WHERE lookup = $1 LIMIT 1', [lookupHash({ kind: 'clock' })]);
  return row !== undefined;
}

/** The mirror just before and just after a moment that this transaction has made. */
async function mirrorsAround(
  transaction: Transaction,
  setup: Setup,
  before: Mirror,
  finished: Finished,
): Promise<{ readonly before: Mirror; readonly after: Mirror }> {
  if (!finished.isMoment) return { before, after: before };
  if (before.sequence === finished.sequence - 1) return { before, after: finished.mirrorAfter(before) };
  // Others have committed since it began; with the head taken nobody can any more.
  const after = await mirrorFrom(transaction, setup, before);
  const undone = new Map([...finished.differences].map(([subscription, own]) => [subscription, negated(own)]));
  return { before: { ...after, counts: countsAfter(after.counts, undone) }, after };
}

function negated(differences: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  return new Map([...differences].map(([shape, difference]) => [shape, -difference]));
}
