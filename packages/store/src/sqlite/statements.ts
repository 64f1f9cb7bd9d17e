import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import type { Columns, Parameter, Reader, Row, Transaction, Value } from '../database.ts';
import { turnIfDue } from '../turn.ts';
import { sqliteFault } from './fault.ts';

/** Prepared once, kept for the connection's life: texts are few. */
export interface Statements extends Reader {
  run(sql: string, parameters?: readonly Parameter[]): Promise<void>;
  insert(table: string, columns: Columns, rows: readonly (readonly Value[])[], conflict?: string): Promise<void>;
  update(table: string, keys: Columns, sets: Columns, rows: readonly (readonly Value[])[]): Promise<void>;
  remove(table: string, keys: Columns, rows: readonly (readonly Value[])[]): Promise<void>;
  execute(sql: string): void;
}

/** Rows that are written before others get a turn: a batch may write millions. */
const rowsBetweenTurns = 512;

/** Rows in one statement: measured, 32 at once take half the time of single ones, and more gain nothing. */
const rowsAtOnce = 32;

interface Insert {
  readonly table: string;
  readonly conflict: string;
  readonly one: StatementSyncInstance;
  /** Of `rowsAtOnce` rows. */
  readonly many: StatementSyncInstance;
}

export function statementsOf(connection: DatabaseSyncInstance): Statements {
  const prepared = new Map<string, StatementSyncInstance>();
  const statement = (sql: string): StatementSyncInstance => {
    let found = prepared.get(sql);
    if (found === undefined) {
      found = connection.prepare(numbered(sql));
      prepared.set(sql, found);
    }
    return found;
  };
  const insertsByColumns = new WeakMap<Columns, Insert[]>();
  /** Found by what is the same object or text in all calls: making the text anew takes longer than running it. */
  const insertInto = (table: string, columns: Columns, conflict: string): Insert => {
    const known = insertsByColumns.get(columns) ?? [];
    const found = known.find((insert) => insert.table === table && insert.conflict === conflict);
    if (found !== undefined) return found;
    const names = Object.keys(columns);
    const textOf = (count: number) => `INSERT INTO ${table} (${names.join(', ')}) VALUES ${tuples(names.length, count)} ${conflict}`;
    const made = { table, conflict, one: statement(textOf(1)), many: statement(textOf(rowsAtOnce)) };
    insertsByColumns.set(columns, [...known, made]);
    return made;
  };
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw sqliteFault(error);
    }
  };
  const inTurns = async (rows: readonly (readonly Value[])[], work: (some: readonly (readonly Value[])[]) => void): Promise<void> => {
    if (rows.length <= rowsBetweenTurns) return guarded(() => work(rows));
    for (let at = 0; at < rows.length; at += rowsBetweenTurns) {
      guarded(() => work(rows.slice(at, at + rowsBetweenTurns)));
      await turnIfDue();
    }
  };
  return {
    query: async (sql, parameters = []) => guarded(() => statement(sql).all(...boundParameters(parameters)) as Row[]),
    anyOf: anyOfArray,
    run: async (sql, parameters = []) => guarded(() => void statement(sql).run(...boundParameters(parameters))),
    async insert(table, columns, rows, conflict = '') {
      if (rows.length === 0) return;
      await inTurns(rows, (some) => {
        const { one, many } = insertInto(table, columns, conflict);
        let at = 0;
        for (; some.length - at >= rowsAtOnce; at += rowsAtOnce) many.run(...some.slice(at, at + rowsAtOnce).flat());
        for (; at < some.length; at += 1) one.run(...(some[at] ?? []));
      });
    },
    async update(table, keys, sets, rows) {
      if (rows.length === 0) return;
      const offset = Object.keys(keys).length;
      const set = Object.keys(sets).map((name, index) => `${name} = ?${offset + index + 1}`);
      const sql = `UPDATE ${table} SET ${set.join(', ')} WHERE ${conditionOn(keys)}`;
      await inTurns(rows, (some) => {
        for (const row of some) statement(sql).run(...row);
      });
    },
    async remove(table, keys, rows) {
      if (rows.length === 0) return;
      const sql = `DELETE FROM ${table} WHERE ${conditionOn(keys)}`;
      await inTurns(rows, (some) => {
        for (const row of some) statement(sql).run(...row);
      });
    },
    execute: (sql) => guarded(() => connection.exec(sql)),
  };
}

/** SQLite's way to write `$1`. */
export function numbered(sql: string): string {
  return sql.replaceAll(/\$(\d+)/g, '?$1');
}

/** Arrays are given as JSON, which `anyOfArray` reads. */
export function boundParameters(parameters: readonly Parameter[]): Value[] {
  return parameters.map((value) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value));
}

export function anyOfArray(parameter: number): string {
  return `IN (SELECT value FROM json_each($${parameter}))`;
}

export function transactionOver(statements: Statements): Transaction {
  return {
    ...statements,
    // One process, one writer: the queue is the lock.
    lock: async () => {},
    notify: async () => {},
  };
}

function tuples(width: number, count: number): string {
  const tuple = `(${Array.from({ length: width }, () => '?').join(', ')})`;
  return Array.from({ length: count }, () => tuple).join(', ');
}

function conditionOn(keys: Columns): string {
  return Object.keys(keys)
    .map((name, index) => `${name} = ?${index + 1}`)
    .join(' AND ');
}
