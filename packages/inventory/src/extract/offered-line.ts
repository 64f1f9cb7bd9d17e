import type { Entry } from '../entry.ts';

/** Where a line stands. */
export interface Whereabouts {
  readonly file: number;
  /** Of the line, in the file. */
  readonly offset: number;
  readonly bytes: number;
}

/** A line that may be taken without being parsed. The same object is given out for the next one. */
export interface OfferedLine {
  /** Overwritten by the next ones. */
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly file: number;
  /** Of the line, in the file. */
  readonly offset: number;
  /** It must not be taken if it is of another subscription than this one; undefined where it is known to be of the right one. */
  readonly subscription: string | undefined;
  text(start: number, end: number): string;
  /** What is plain ASCII there, in lower case. */
  lowerText(start: number, end: number): string;
  /** Reads it in full; it has been found to be a resource. */
  parse(): Entry;
  /** Reads a line once more that was offered earlier. Hangs on nothing but where it stands. */
  again(where: Whereabouts): Entry;
}
