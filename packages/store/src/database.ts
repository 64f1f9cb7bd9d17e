// The little that is asked of a database, so that everything else is written once for both.
import type { Fill } from './filling.ts';

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;
/** Arrays go with `anyOf`. */
export type Parameter = Value | readonly string[] | readonly number[];

export interface Reader {
  /** @param sql with `$1`, `$2`, … */
  query(sql: string, parameters?: readonly Parameter[]): Promise<readonly Row[]>;
  /** @returns a condition's right side for the values of an array parameter: `key ${anyOf(2, 'text')}`. */
  anyOf(parameter: number, type: 'text' | 'bigint'): string;
}

export interface Transaction extends Reader {
  run(sql: string, parameters?: readonly Parameter[]): Promise<void>;
  /** Inserts rows given column by column in the order of the table's columns in `tables.ts`. */
  insert(table: string, columns: Columns, rows: readonly (readonly Value[])[], conflict?: string): Promise<void>;
  /** Where an empty database is filled. */
  readonly fill?: Fill;
  /** Sets columns of the rows that the keys name; each row gives first its keys, then its new values. */
  update(table: string, keys: Columns, sets: Columns, rows: readonly (readonly Value[])[]): Promise<void>;
  /** Deletes the rows that the keys name. */
  remove(table: string, keys: Columns, rows: readonly (readonly Value[])[]): Promise<void>;
  /** Waits until nobody else writes to these subscriptions; until the end of the transaction. */
  lock(names: readonly string[], mode: 'shared' | 'exclusive'): Promise<void>;
  /** Makes other processes look for what is new, once this is committed. */
  notify(): Promise<void>;
}

/** Thrown by the work of a transaction that has to begin again. */
export class RepeatError extends Error {
  override readonly name = 'RepeatError';
}

/** Names and types of columns, in order. */
export type Columns = Readonly<Record<string, 'text' | 'bigint'>>;

export interface Database {
  readonly kind: 'sqlite' | 'postgres';
  /** Transactions that wait for their turn or run. */
  readonly waiting: number;
  /** One after the other; all or nothing; run again when the database asks for it, so the work must not keep state of its own. */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** The same for a store that holds hardly anything yet and is to hold very much: nobody sees, or keeps, a part of it. */
  fill<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Reads that see one state of the data. */
  snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T>;
  /** The same for what may look through everything: others are answered meanwhile. */
  aside<T>(work: (reader: Reader) => Promise<T>): Promise<T>;
  /** Called when another process has committed something. */
  onCommit(listener: () => void): void;
  bytes(): Promise<number>;
  /** What is wrong with the files themselves; empty when nothing is, or when only the server can know. */
  integrity(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export function textAt(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new Error(`Column ${column} holds ${String(value)}, not a text.`);
  return value;
}

export function textOrNullAt(row: Row, column: string): string | null {
  const value = row[column];
  return value === null || value === undefined ? null : textAt(row, column);
}

export function numberAt(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new Error(`Column ${column} holds ${String(value)}, not a number.`);
  return value;
}
