import type { Entry } from '@plumbline/inventory';
import { type Context, contextOf } from './context.ts';
import { type Database, numberAt, type Reader, textAt, textOrNullAt } from './database.ts';
import { countsFrom, type Mirror, typesIn } from './mirror.ts';
import { OperationError } from './operation-error.ts';
import type { WordBook } from './read/narrowed.ts';
import type { Setup } from './setup.ts';
import type { StoreEvent } from './store.ts';
import type { Answers } from './write/answers.ts';
import { notPermittedIn } from './write/collected.ts';

/** An open store: the mirror is replaced after each commit, the setup when another catalogue holds. */
export interface State {
  readonly database: Database;
  setup: Setup;
  mirror: Mirror;
  /** Answers to look-ups as of the mirror's moment; used only where this process alone writes. */
  answers: Answers;
  /** What ids are made of, for searches. */
  readonly words: WordBook;
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

export async function contextFrom(reader: Reader, head: Head): Promise<Context> {
  const rows = await reader.query('SELECT subscription, type FROM declared');
  const declared = new Set(rows.map((row) => `${textAt(row, 'subscription')} ${textAt(row, 'type')}`));
  const entries = await contextEntriesAt(reader, head.sequence);
  return contextOf(entries, { declared, notPermitted: await notPermittedIn(reader) }, head.at);
}

/** The mirror of what the reader sees, reading no more than what differs from the one before. */
export async function mirrorFrom(reader: Reader, setup: Setup, before: Mirror | undefined, given?: Head): Promise<Mirror> {
  const head = given ?? (await headIn(reader));
  if (before !== undefined && head.sequence === before.sequence) return before;
  if (before !== undefined && head.catalogue !== setup.fingerprint) {
    throw new OperationError('store-newer', 'Another process has changed the catalogue that this database is judged with.', {
      hint: 'Run the same version with the same catalogue and policies in all processes, and start this one again.',
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
