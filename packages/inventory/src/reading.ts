import type { Entry } from './entry.ts';
import type { InputProblem } from './problem.ts';

/** Everything that one scan reads, as a stream of batches in the order of the input, and the account of it. */
export interface Reading {
  /** Can be iterated once. Batches are of a few hundred entries. */
  entries(): AsyncIterable<readonly Entry[]>;
  /** Complete when `entries()` has ended. */
  account(): ReadingAccount;
}

export interface ReadingAccount {
  readonly files: readonly FileAccount[];
  /** Entries given out, duplicates included: what stood in the input is `entries + refused`. */
  readonly entries: number;
  /** Things that stood in the input and could not be taken, each with a problem. */
  readonly refused: number;
  readonly problems: readonly InputProblem[];
  /** Types declared completely collected, lower case: by `--collected`, or by an export's manifest; with the subscription where one is named. */
  readonly collected: readonly { readonly type: string; readonly subscription?: string }[];
}

export interface FileAccount {
  readonly file: string;
  /** What it was recognised as, such as `resource-graph`, `ndjson`, `array`; for the coverage report. */
  readonly shape: string;
  readonly bytes: number;
  readonly entries: number;
  readonly refused: number;
  /** Set when the answer says itself that more pages exist than the input holds (`$skipToken`, `nextLink`, `totalRecords`). */
  readonly incomplete?: string;
}
