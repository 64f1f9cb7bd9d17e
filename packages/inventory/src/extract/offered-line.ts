import type { Entry } from '../entry.ts';

/** A line that may be taken without being parsed. */
export interface OfferedLine {
  /** Overwritten by the next ones. */
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly file: number;
  /** Of the line, in the file. */
  readonly offset: number;
  text(bytes: Uint8Array, start: number, end: number): string;
  /** Reads it in full; it has been found to be a resource. */
  parse(): Entry;
  /** Reads a line once more that was offered earlier. */
  again(where: { readonly file: number; readonly offset: number; readonly bytes: number }): Entry;
}
