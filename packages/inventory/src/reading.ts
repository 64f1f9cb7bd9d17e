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
  /** Things that stood in the input and could not be taken, each with a problem (of a file's first hundred, then one for the rest). */
  readonly refused: number;
  readonly problems: readonly InputProblem[];
  /** Types declared completely collected, lower case: by `--collected`, or by an export's manifest; with the subscription where one is named. */
  readonly collected: readonly CollectedType[];
  /** What an export's manifest says its collector was not allowed to read. */
  readonly notPermitted?: readonly NotPermitted[];
  /** What lay in a folder and was passed over without being read, by reason. */
  readonly ignored?: readonly IgnoredFiles[];
}

export interface CollectedType {
  /** Lower case. */
  readonly type: string;
  /** Lower-case GUID; absent: everywhere. */
  readonly subscription?: string;
}

/** A type that could not be collected, because Azure refused it. */
export interface NotPermitted {
  /** Lower case. */
  readonly type: string;
  /** ARM id of the scope that was asked, as given; absent: everywhere. */
  readonly scope?: string;
  /** HTTP status, such as 403. */
  readonly status?: number;
  readonly reason?: string;
}

export interface IgnoredFiles {
  /** `hidden`: the name begins with a dot; `not-data`: documentation, pictures, scripts; `special`: sockets and devices; `own-output`: a report of Plumbline. */
  readonly reason: 'hidden' | 'not-data' | 'special' | 'own-output';
  readonly count: number;
  /** The first few paths. */
  readonly examples: readonly string[];
}

export interface FileAccount {
  readonly file: string;
  /** What it was recognised as: `ndjson`, `array`, `resource-graph`, `resource-graph-table`, `rest-page`, `object`, `manifest`, `hierarchy`; several are joined by `+`; `nothing` when it holds none. */
  readonly shape: string;
  /** Bytes read, before decompression. */
  readonly bytes: number;
  readonly entries: number;
  readonly refused: number;
  /** Set when the answer says itself that more pages exist than the input holds (`$skipToken`, `nextLink`, `totalRecords`). */
  readonly incomplete?: string;
}
