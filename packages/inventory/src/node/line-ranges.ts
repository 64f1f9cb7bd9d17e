import { closeSync, openSync, readSync } from 'node:fs';
import { LineIndex, type LineRun, numbersOfRun, onTrust } from '../cut/line-index.ts';
import { contentOf, encodingOf, isGzip, sniffedBytes } from '../sniff.ts';
import { nodePlatform } from './node-platform.ts';

const pieceBytes = 1 << 20;
const lineFeed = 10;
/** Bytes read at once to find the end of the last line of a range. */
const behindRange = 1 << 14;

/** Used for one range after the other: large files have hundreds, and what is allocated for each waits to be collected. */
const spare = nodePlatform.allocate(pieceBytes + 1);

/** Runs of lines as numbers, four a run: see `LineRun`. */
export type Runs = Float64Array;

export function runOf(runs: Runs, index: number): LineRun {
  const at = index * numbersOfRun;
  return { subscription: runs[at] ?? -1, offset: runs[at + 1] ?? 0, bytes: runs[at + 2] ?? 0, firstLine: runs[at + 3] ?? 0 };
}

/** Instead of the number of the first line of a run: lines are called by where they begin, `offset` + 1. */
const calledByPlace = -1;
/** The same, and all lines are taken to begin as the first one does. */
export const takenOnTrust = 0;

/** @param linesBefore before the range @returns the number of the first line of a run, counted from 1, or what stands for it. */
export function firstLineOf({ firstLine }: LineRun, { isSampled }: RangeIndex, linesBefore: number): number {
  if (isSampled) return firstLine === onTrust ? takenOnTrust : calledByPlace;
  return linesBefore + firstLine + 1;
}

export interface RangeIndex {
  readonly subscriptions: readonly string[];
  readonly runs: Runs;
  readonly lines: number;
  /** Only some lines were looked at: there are runs on trust, and neither `lines` nor the numbers of lines mean anything. */
  readonly isSampled?: true;
  /** Values run over several lines somewhere: the file has to be read as a whole. */
  readonly isDocuments: boolean;
}

/** Whether a file is one of JSON values a line, in UTF-8 and not compressed, as its first bytes tell. */
export function isOfLines(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const bytes = nodePlatform.allocate(sniffedBytes);
    const count = readSync(file, bytes, 0, bytes.length, 0);
    const start = bytes.subarray(0, count);
    const { encoding, markBytes } = encodingOf(start);
    return !isGzip(start) && encoding === 'utf-8' && markBytes === 0 && contentOf(start, count < bytes.length).kind === 'lines';
  } finally {
    closeSync(file);
  }
}

/**
 * Indexes the lines that begin in a range of a file.
 *
 * @param range offsets in bytes; `size` is where the file is taken to end, whatever is appended meanwhile
 */
export function indexRange(path: string, range: { readonly from: number; readonly to: number; readonly size: number }): RangeIndex {
  const index = new LineIndex(nodePlatform);
  if (range.from >= range.to) return index.result();
  const file = openSync(path, 'r');
  try {
    addLines(index, file, range);
  } finally {
    closeSync(file);
  }
  return index.result();
}

/** Adds the lines that begin in a range of a file to an index. */
export function addLines(
  index: LineIndex,
  file: number,
  range: { readonly from: number; readonly to: number; readonly size: number },
): void {
  let bytes = spare;
  // The line that the byte before the range belongs to is that of the range before.
  let base = Math.max(0, range.from - 1);
  let filled = 0;
  let start = 0;
  let searched = 0;
  let isInside = range.from === 0;
  for (;;) {
    const feed = searched < filled ? bytes.indexOf(lineFeed, searched) : -1;
    if (feed !== -1 && feed < filled) {
      if (isInside) index.add(bytes, start, feed, base + start);
      isInside = true;
      start = feed + 1;
      searched = start;
      if (base + start >= range.to) return;
      continue;
    }
    if (start > 0) bytes.copyWithin(0, start, filled);
    base += start;
    filled -= start;
    start = 0;
    searched = filled;
    if (filled === bytes.length) {
      const grown = nodePlatform.allocate(bytes.length * 2);
      grown.set(bytes);
      bytes = grown;
    }
    const left = range.to - base - filled;
    const room = Math.min(bytes.length - filled, range.size - base - filled, left > 0 ? left : behindRange);
    const count = room <= 0 ? 0 : readSync(file, bytes, filled, room, base + filled);
    if (count === 0) {
      if (isInside && filled > 0) index.add(bytes, 0, filled, base);
      return;
    }
    filled += count;
  }
}
