// Forgetting on purpose: of days long gone only the state at their end is kept.
import { numberAt, type Transaction, textAt, type Value } from '../database.ts';
import { grouped } from '../grouped.ts';
import { headIn, type State } from '../state.ts';
import type { Forgotten, Retention } from '../store.ts';
import { tables } from '../tables.ts';
import { type KeptMoment, momentIn } from './moments.ts';
import { type JournalRow, journalBetween } from './undo.ts';

const dayMs = 86_400_000;

export async function compactHistory(state: State, retention: Retention): Promise<Forgotten> {
  return state.database.write(async (transaction) => {
    await transaction.lock(['compaction'], 'exclusive');
    const head = await headIn(transaction);
    const before = Math.floor(head.at / dayMs) * dayMs - retention.changesDays * dayMs;
    const rows = await transaction.query(
      `SELECT sequence, at, kind, catalogue, put, deleted, status_changes FROM moment WHERE sequence > $1 AND at < $2 ORDER BY sequence`,
      [head.compacted, before],
    );
    const moments = rows.map(momentIn);
    const forgotten = { moments: 0, transitions: 0, resources: 0, batchKeys: 0, before: new Date(before).toISOString() };
    let from = head.compacted;
    for (const ofDay of grouped(moments, ({ atMs }) => Math.floor(atMs / dayMs)).values()) {
      const last = ofDay.at(-1);
      if (last === undefined) continue;
      await compactDay(transaction, from, ofDay, last);
      forgotten.moments += ofDay.length - 1;
      from = last.sequence;
    }
    if (from === head.compacted) return forgotten;
    forgotten.transitions = await removed(transaction, 'transition', 'sequence <= $1', from);
    forgotten.batchKeys = await removed(transaction, 'batch', 'at < $1', before);
    // Their last change lies in a compacted day, so no journal that is left speaks of them.
    forgotten.resources = await removed(transaction, 'resource', 'deleted = 1 AND shape = 0 AND changed < $1', before);
    await transaction.run('UPDATE head SET compacted = $1 WHERE id = 1', [from]);
    return forgotten;
  });
}

async function removed(transaction: Transaction, table: string, condition: string, limit: number): Promise<number> {
  const [row] = await transaction.query(`SELECT count(*) AS count FROM ${table} WHERE ${condition}`, [limit]);
  await transaction.run(`DELETE FROM ${table} WHERE ${condition}`, [limit]);
  return row === undefined ? 0 : numberAt(row, 'count');
}

async function compactDay(transaction: Transaction, after: number, moments: readonly KeptMoment[], last: KeptMoment): Promise<void> {
  const journal = await journalBetween(transaction, after, last.sequence);
  const merged = [...grouped(journal, ({ subscription }) => subscription)].map(([subscription, rows]): readonly Value[] => [
    subscription,
    last.sequence,
    1,
    JSON.stringify(netChanges(rows)),
  ]);
  const range = [after, last.sequence] as const;
  await transaction.run('DELETE FROM journal WHERE sequence > $1 AND sequence <= $2', range);
  await transaction.insert('journal', tables.journal, merged);
  await transaction.run('DELETE FROM moment WHERE sequence > $1 AND sequence < $2', range);
  const sum = (field: 'put' | 'deleted' | 'statusChanges') => moments.reduce((total, moment) => total + moment[field], 0);
  await transaction.run('UPDATE moment SET put = $2, deleted = $3, status_changes = $4 WHERE sequence = $1', [
    last.sequence,
    sum('put'),
    sum('deleted'),
    sum('statusChanges'),
  ]);
  await forgetContext(transaction, after, last.sequence);
}

/** [0, shape, difference] for every shape of which there were more or fewer at the day's end. */
function netChanges(rows: readonly JournalRow[]): JournalRow['changes'] {
  const net = new Map<number, number>();
  const add = (shape: number, difference: number) => {
    if (shape !== 0) net.set(shape, (net.get(shape) ?? 0) + difference);
  };
  for (const { isCompacted, changes } of rows) {
    for (const [, first, second] of changes) {
      if (isCompacted) add(first, second);
      else {
        add(first, -1);
        add(second, 1);
      }
    }
  }
  return [...net].flatMap(([shape, difference]) => (difference === 0 ? [] : [[0, shape, difference] as const]));
}

/** Of several versions in one day the last is enough. */
async function forgetContext(transaction: Transaction, after: number, until: number): Promise<void> {
  const rows = await transaction.query(
    'SELECT subscription, key, sequence FROM context WHERE sequence > $1 AND sequence <= $2 ORDER BY sequence',
    [after, until],
  );
  const older = [...grouped(rows, (row) => `${textAt(row, 'subscription')} ${textAt(row, 'key')}`).values()].flatMap((versions) =>
    versions.slice(0, -1).map((row): readonly Value[] => [textAt(row, 'subscription'), textAt(row, 'key'), numberAt(row, 'sequence')]),
  );
  await transaction.remove('context', { subscription: 'text', key: 'text', sequence: 'bigint' }, older);
}
