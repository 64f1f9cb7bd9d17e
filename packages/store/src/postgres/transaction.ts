import type { ClientBase } from 'pg';
import type { Columns, Parameter, Reader, Row, Transaction, Value } from '../database.ts';
import { digestOf, hash53 } from '../hash.ts';

const rowsAtOnce = 5000;

export function readerOver(client: ClientBase): Reader {
  return {
    query: async (sql, parameters = []) => (await client.query<Record<string, Value>>(sql, [...parameters])).rows as readonly Row[],
    anyOf: (parameter, type) => `= ANY($${parameter}::${type}[])`,
  };
}

/**
 * Under a name a statement is parsed and planned once for a connection, which of a single change takes longer than running it. Only what
 * writers say goes by names: it is a few dozen texts, where readers make theirs up from what is asked for.
 */
function namedIn(client: ClientBase) {
  return (sql: string, parameters: readonly Parameter[]) => {
    let name = nameBySql.get(sql);
    if (name === undefined) {
      name = digestOf(sql).slice(0, 20);
      nameBySql.set(sql, name);
    }
    return client.query<Record<string, Value>>({ name, text: sql, values: [...parameters] });
  };
}

const nameBySql = new Map<string, string>();

/** @param space keeps the locks of several stores in one database apart */
export function transactionOver(client: ClientBase, space: string): Transaction {
  const held = new Map<string, 'shared' | 'exclusive'>();
  const named = namedIn(client);
  const send = async (sql: string, parameters: readonly Parameter[]) => void (await named(sql, parameters));
  return {
    ...readerOver(client),
    query: async (sql, parameters = []) => (await named(sql, parameters)).rows as readonly Row[],
    run: (sql, parameters = []) => send(sql, parameters),
    async insert(table, columns, rows, conflict = '') {
      const names = Object.keys(columns).join(', ');
      const sql = `INSERT INTO ${table} (${names}) SELECT * FROM ${unnestOf(columns)} ${conflict}`;
      for (const [values] of chunksOf(columns, rows)) await send(sql, values);
    },
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
