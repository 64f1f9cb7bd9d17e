import { writeSync } from 'node:fs';
import { digestOf } from '../hash.ts';
import { isAsPrinted } from './as-printed.ts';
import { digestLength, framed, framesIn } from './spooled.ts';

/** Resources that are put aside together, and where they go. */
export interface Piece {
  /** Handle of the file. */
  readonly file: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** How many of them count. */
  readonly filled: number;
}

/** Notes of each resource the digest of its body where that is kept as it stands, and writes all to the file. */
export function putAside({ file, offset, bytes: given, filled }: Piece): void {
  const bytes = Buffer.from(given.buffer, given.byteOffset, filled);
  for (const { at, isRaw, digested, from, to } of framesIn(bytes)) {
    const isKept = !isRaw || isAsPrinted(bytes, from, to);
    bytes.write(isKept ? digestOf(bytes.subarray(digested, to)) : ''.padEnd(digestLength), at + framed, 'latin1');
  }
  for (let at = 0; at < filled; ) at += writeSync(file, bytes, at, filled - at, offset + at);
}
