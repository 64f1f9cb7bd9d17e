import type { ClientBase } from 'pg';
import type { Columns, Parameter, Reader, Row, Transaction, Value } from '../database.ts';
import { hash53 } from '../hash.ts';
import { copied } from './copy.ts';

const rowsAtOnce = 5000;

export function readerOver(client: ClientBase): Reader {
  return {
    query: async (sql, parameters = []) => (await client.query<Record<string, Value>>(sql, [...parameters])).rows as readonly Row[],
    listOf: (parameter) => `(SELECT n - 1 AS position, value FROM unnest($${parameter}::bigint[]) WITH ORDINALITY AS list(value, n))`,
    anyOf: (parameter, type) => `= ANY($${parameter}::${type}[])`,
  };
}

/** @param space keeps the locks of several stores in one database apart */
export function transactionOver(client: ClientBase, space: string): Transaction {
  const held = new Map<string, 'shared' | 'exclusive'>();
  const send = async (sql: string, parameters: readonly Parameter[]) => void (await client.query(sql, [...parameters]));
  return {
    ...readerOver(client),
    run: (sql, parameters = []) => send(sql, parameters),
    async insert(table, columns, rows, conflict = '') {
      const names = Object.keys(columns).join(', ');
      const sql = `INSERT INTO ${table} (${names}) SELECT * FROM ${unnestOf(columns)} ${conflict}`;
      for (const [values] of chunksOf(columns, rows)) await send(sql, values);
    },
    append: (table, columns, rows) =>
      rows.length === 0 ? Promise.resolve() : copied(client, `${table} (${Object.keys(columns).join(', ')})`, rows),
    async update(table, keys, sets, rows) {
      const all = { ...keys, ...sets };
      const set = Object.keys(sets).map((name) => `${name} = given.${name}`);
      const sql = `UPDATE ${table} SET ${set.join(', ')} FROM ${unnestOf(all)} AS given(${Object.keys(all).join(', ')}) WHERE ${joinOn(table, keys)}`;
      for (const [values] of chunksOf(all, rows)) await send(sql, values);
    },
    async remove(table, keys, rows) {
      const sql = `DELETE FROM ${table} USING ${unnestOf(keys)} AS given(${Object.keys(keys).join(', ')}) WHERE ${joinOn(table, keys)}`;
      for (const [values] of chunksOf(keys, rows)) await send(sql, values);
    },
    async lock(names, mode) {
      const wanted = names.filter((name) => held.get(name) !== 'exclusive' && held.get(name) !== mode);
      for (const name of wanted) {
        const call = mode === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
        await send(`SELECT ${call}($1)`, [hash53(`${space} ${name}`)]);
        held.set(name, mode);
      }
    },
    notify: () => send('SELECT pg_notify($1, $2)', [channelOf(space), '']),
  };
}

export function channelOf(space: string): string {
  return `plumbline_${space}`;
}

/** One array a column: one statement for any number of rows, with one plan. */
function unnestOf(columns: Columns): string {
  return `unnest(${Object.values(columns)
    .map((type, index) => `$${index + 1}::${type}[]`)
    .join(', ')})`;
}

function* chunksOf(columns: Columns, rows: readonly (readonly Value[])[]): Iterable<readonly [readonly Parameter[]]> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    const chunk = rows.slice(at, at + rowsAtOnce);
    yield [Object.keys(columns).map((_, index) => chunk.map((row) => row[index] ?? null) as unknown as Parameter)];
  }
}

function joinOn(table: string, keys: Columns): string {
  return Object.keys(keys)
    .map((name) => `${table}.${name} = given.${name}`)
    .join(' AND ');
}
