import type { Value } from './database.ts';

/** Of a row of `assessment`: recommendation, status, raw, cause, needs, imported. */
export type Assessed = readonly [recommendation: number, status: string, raw: string, cause: Value, needs: Value, imported: number];

/** What was found out about the resources of one subscription of a first import. Plain data, so that another thread can take it. */
export interface Settled {
  readonly subscription: string;
  /** As they were put aside. */
  readonly bytes: Uint8Array;
  /** Where their frames end. */
  readonly framesEnd: number;
  readonly types: readonly string[];
  /** Which of them count, in their order; undefined: all. */
  readonly picked: Uint32Array | undefined;
  /** What only others of these hold, put aside the same way: it comes behind them. */
  readonly implied: Uint8Array;
  /** Numbers follow each other from here. */
  readonly firstRid: number;
  readonly generation: number;
  /** When they came, and were judged. */
  readonly clock: number;
  /** Of each: its assessments, as `know` was told of them; 0: not judged yet. */
  readonly patterns: Int32Array;
  readonly shapes: Float64Array;
  /** Of all behind each other: what they looked up, rising. */
  readonly lookups: Float64Array;
  /** Where those of each end. */
  readonly lookupEnds: Uint32Array;
}

/** Helps to fill an empty database. */
export interface Fill {
  /**
   * Takes the rows of the large tables past the database's engine; undefined where that cannot be done.
   *
   * @param clock when all of them are judged
   */
  filling(clock: number): Filling | undefined;
}

/**
 * Fills the large tables of a database past its engine. Meanwhile nothing may be written another way; reads see what there was before.
 */
export interface Filling {
  /** Tells of assessments that many resources have, before the first that has them. */
  know(pattern: number, assessed: readonly Assessed[]): void;
  /** Subscriptions come in the order of their bytes, each once. Takes the bytes away. */
  add(settled: Settled): Promise<void>;
  /** @returns once it is a part of the database, and the transaction goes on */
  end(): Promise<void>;
}

/** Before or behind each other as SQLite and PostgreSQL's "C" see it: by their UTF-8. */
export function byBytes(a: string, b: string): number {
  if (a === b) return 0;
  if (high.test(a) || high.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}

/** The same order for texts that are compared again and again. @param texts what is compared, or more */
export function orderOf(texts: readonly string[]): (a: string, b: string) => number {
  return texts.some((text) => high.test(text)) ? byBytes : (a, b) => (a < b ? -1 : a === b ? 0 : 1);
}

/** Where the order of UTF-16 is not that of UTF-8. */
const high = /[\ud800-\uffff]/;
