import { writeSync } from 'node:fs';
import { printedLines } from '@plumbline/inventory';
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

/** Made with the first piece: most threads put nothing aside. */
let isSurelyPrinted: ReturnType<typeof printedLines>;
let isMade = false;

/** Notes of each resource the digest of its body where that is kept as it stands, and writes all to the file. */
export function putAside({ file, offset, bytes: given, filled }: Piece): void {
  if (!isMade) isSurelyPrinted = printedLines();
  isMade = true;
  const bytes = Buffer.from(given.buffer, given.byteOffset, filled);
  for (const { at, isRaw, digested, from, to } of framesIn(bytes)) {
    const isKept = !isRaw || isSurelyPrinted?.(bytes, from, to) === true || isAsPrinted(bytes, from, to);
    bytes.write(isKept ? digestOf(bytes.subarray(digested, to)) : ''.padEnd(digestLength), at + framed, 'latin1');
  }
  for (let at = 0; at < filled; ) at += writeSync(file, bytes, at, filled - at, offset + at);
}
