// Counts of the past: those of now with the journal taken back, change by change.
import { numberAt, type Reader, textAt } from '../database.ts';
import type { Counts } from '../mirror.ts';
import { OperationError } from '../operation-error.ts';
import { rangeUnder } from '../rows.ts';
import type { Part } from '../selection.ts';
import type { State } from '../state.ts';

/** One row of the journal. */
export interface JournalRow {
  readonly subscription: string;
  readonly sequence: number;
  /** True: `changes` are [0, shape, difference]. */
  readonly isCompacted: boolean;
  readonly changes: readonly (readonly [number, number, number])[];
}

/** Journal rows after a moment up to another, the latest first. */
export async function journalBetween(reader: Reader, after: number, until: number): Promise<readonly JournalRow[]> {
  const rows = await reader.query(
    'SELECT subscription, sequence, compacted, changes FROM journal WHERE sequence > $1 AND sequence <= $2 ORDER BY sequence DESC, subscription',
    [after, until],
  );
  return rows.map((row) => ({
    subscription: textAt(row, 'subscription'),
    sequence: numberAt(row, 'sequence'),
    isCompacted: numberAt(row, 'compacted') === 1,
    changes: JSON.parse(textAt(row, 'changes')) as JournalRow['changes'],
  }));
}

/** What taking back these rows does to the counts of the parts given. */
export function undone(rows: readonly JournalRow[], members: Members | 'everything'): Counts {
  const differences = new Map<string, Map<number, number>>();
  for (const { subscription, isCompacted, changes } of rows) {
    const part = members === 'everything' ? 'whole' : members.get(subscription);
    if (part === undefined) continue;
    const own = differences.get(subscription) ?? new Map<number, number>();
    differences.set(subscription, own);
    const add = (shape: number, difference: number) => {
      if (shape !== 0) own.set(shape, (own.get(shape) ?? 0) + difference);
    };
    for (const [rid, first, second] of changes) {
      if (isCompacted) {
        if (part !== 'whole') throw forgottenParts();
        add(first, -second);
      } else if (part === 'whole' || part.has(rid)) {
        add(first, 1);
        add(second, -1);
      }
    }
  }
  return differences;
}

function forgottenParts(): OperationError {
  return new OperationError('forgotten', 'So far back only whole subscriptions are kept, not resource groups or resources.', {
    hint: 'Ask for the subscription, or for a later moment.',
  });
}

/** By subscription: everything, or the numbers of the resources that are meant. */
export type Members = ReadonlyMap<string, 'whole' | ReadonlySet<number>>;

/** @returns who lies in these parts, the deleted too: they did once. */
export async function membersOf(reader: Reader, parts: ReadonlyMap<string, Part>): Promise<Members> {
  const members = new Map<string, 'whole' | ReadonlySet<number>>();
  for (const [subscription, part] of parts) {
    if (part === 'whole') {
      members.set(subscription, part);
      continue;
    }
    const rids = new Set<number>();
    for (const key of part) {
      const rows = await reader.query('SELECT rid FROM resource WHERE subscription = $1 AND (key = $2 OR (key >= $3 AND key < $4))', [
        subscription,
        key,
        ...rangeUnder(key),
      ]);
      for (const row of rows) rids.add(numberAt(row, 'rid'));
    }
    members.set(subscription, rids);
  }
  return members;
}

/** Loads the shapes that rows speak of: they may be long out of use. */
export async function loadShapes(state: State, reader: Reader, rows: readonly JournalRow[]): Promise<void> {
  // An import is one row with as many changes as the estate has resources, and few shapes.
  const ids = new Set<number>();
  for (const { changes, isCompacted } of rows) {
    for (const [, first, second] of changes) {
      ids.add(first);
      if (!isCompacted) ids.add(second);
    }
  }
  await state.setup.shapes.load(reader, ids);
}
