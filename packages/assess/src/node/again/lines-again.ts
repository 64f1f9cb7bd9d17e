import type { RunReader } from '@plumbline/inventory/node';
import type { PartLines } from '../tasks.ts';
import { type LineTable, wordsOfDigest, wordsOfPiece } from './line-table.ts';
import { digestOf } from './recorder.ts';

/** Where a line stands now. */
export interface Standing {
  readonly file: number;
  readonly offset: number;
  readonly bytes: number;
}

/** A line that was not there before, or not so. */
export interface FreshLine extends Standing {
  readonly digest: Uint32Array;
}

/** How the lines of a part relate to those that were remembered. */
export interface LinesAgain {
  /** In their order: the row that was remembered, or -1 - the position of a fresh line. */
  readonly order: Int32Array;
  readonly fresh: readonly FreshLine[];
  /** By line: not there any more, or not so. */
  readonly isGone: Uint8Array;
  /** Lines of each run. */
  readonly linesOfRuns: readonly number[];
  standing(row: number): Standing;
}

/** @param words checksum of the block and where in it the run begins */
function nameOfPiece(words: Uint32Array, at: number): string {
  return `${words[at]} ${words[at + 1]} ${words[at + 2]} ${words[at + 3]} ${words[at + 4]}`;
}

/** Finds the lines of a part again: those of known pieces unseen, the others by their digests. @returns undefined where one is there twice. */
export function linesAgain(table: LineTable, part: PartLines, reader: RunReader): LinesAgain | undefined {
  const { pieces, bytes, digests, lines } = table;
  const { runs, blocks } = part;
  if (blocks === undefined) return undefined;
  const firstByPiece = new Map<string, number>();
  const pieceByName = new Map<string, number>();
  for (let at = 0, first = 0; at < pieces.length; at += wordsOfPiece) {
    const name = nameOfPiece(pieces, at);
    firstByPiece.set(name, first);
    pieceByName.set(name, at);
    first += pieces[at + wordsOfPiece - 1] ?? 0;
  }
  if (firstByPiece.size * wordsOfPiece !== pieces.length) return undefined;
  const files = new Int32Array(lines).fill(-1);
  const offsets = new Float64Array(lines);
  const order: number[] = [];
  const linesOfRuns: number[] = [];
  const freshRuns: { readonly run: number; readonly at: number }[] = [];
  const runCount = runs.length / 4;

  const stand = (row: number, file: number, offset: number): boolean => {
    if ((files[row] ?? 0) !== -1) return false;
    files[row] = file;
    offsets[row] = offset;
    return true;
  };

  // Known pieces first: what is left of the others tells which lines may stand in fresh ones.
  for (let run = 0; run < runCount; run += 1) {
    const name = nameOfPiece(blocks, run * 5);
    const first = firstByPiece.get(name);
    if (first === undefined) {
      freshRuns.push({ run, at: order.length });
      continue;
    }
    let offset = runs[run * 4 + 1] ?? 0;
    const count = pieces[(pieceByName.get(name) ?? 0) + wordsOfPiece - 1] ?? 0;
    for (let row = first; row < first + count; row += 1) {
      if (!stand(row, runs[run * 4] ?? 0, offset)) return undefined;
      order.push(row);
      offset += (bytes[row] ?? 0) + 1;
    }
    linesOfRuns[run] = count;
  }

  const lost = new Map<number, number[]>();
  for (let row = 0; row < lines; row += 1) {
    if (files[row] !== -1) continue;
    const word = digests[row * wordsOfDigest] ?? 0;
    const rows = lost.get(word);
    if (rows === undefined) lost.set(word, [row]);
    else rows.push(row);
  }
  const lostRow = (digest: Uint32Array): number | undefined =>
    lost.get(digest[0] ?? 0)?.find((row) => files[row] === -1 && digest.every((word, at) => word === digests[row * wordsOfDigest + at]));

  const fresh: FreshLine[] = [];
  const whole: number[] = [];
  let taken = 0;
  for (const { run, at } of freshRuns) {
    for (; taken < at; taken += 1) whole.push(order[taken] ?? 0);
    const [file = 0, offset = 0, size = 0] = runs.subarray(run * 4, run * 4 + 3);
    let count = 0;
    for (const line of reader.lines({ file, offset, bytes: size, firstLine: 1 })) {
      count += 1;
      const digest = new Uint32Array(wordsOfDigest);
      digestOf(line.bytes.subarray(line.from, line.to), digest);
      const row = lostRow(digest);
      if (row !== undefined) {
        stand(row, file, line.offset);
        whole.push(row);
      } else {
        whole.push(-1 - fresh.length);
        fresh.push({ file, offset: line.offset, bytes: line.to - line.from, digest });
      }
    }
    linesOfRuns[run] = count;
  }
  for (; taken < order.length; taken += 1) whole.push(order[taken] ?? 0);
  const isGone = new Uint8Array(lines);
  for (let row = 0; row < lines; row += 1) if (files[row] === -1) isGone[row] = 1;
  return {
    order: Int32Array.from(whole),
    fresh,
    isGone,
    linesOfRuns,
    standing: (row) => ({ file: files[row] ?? 0, offset: offsets[row] ?? 0, bytes: bytes[row] ?? 0 }),
  };
}
