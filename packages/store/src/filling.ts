import type { Value } from './database.ts';
import type { StoredResource } from './rows.ts';

/** Of a row of `assessment`: recommendation, status, raw, cause, needs, imported. */
export type Assessed = readonly [recommendation: number, status: string, raw: string, cause: Value, needs: Value, imported: number];

/** A row of `resource` with all that belongs to it. */
export interface Filled {
  readonly row: StoredResource;
  /** UTF-8. */
  readonly bytes: Uint8Array;
  /** Where its body stands in them. */
  readonly from: number;
  readonly to: number;
  /** By recommendation; the same list for all that have the same. */
  readonly assessed: readonly Assessed[];
}

/**
 * Fills the large tables of a database past its engine. Meanwhile nothing may be written another way; reads see what there was before.
 */
export interface Filling {
  /** Begins a subscription: in the order of their bytes, each once. */
  begin(subscription: string): void;
  /** By rising number. */
  add(filled: Filled): void;
  /** @returns once it is a part of the database, and the transaction goes on */
  end(): Promise<void>;
  /** Once, and again at no cost. */
  close(): void;
}

/** Before or behind each other as SQLite and PostgreSQL's "C" see it: by their UTF-8. */
export function byBytes(a: string, b: string): number {
  if (a === b) return 0;
  if (high.test(a) || high.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}

/** Where the order of UTF-16 is not that of UTF-8. */
const high = /[\ud800-\uffff]/;
