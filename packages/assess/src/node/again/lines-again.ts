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

/** Numbers of a run, and words of its place in a block. */
const numbersOfRun = 4;
const wordsOfPlace = wordsOfPiece - 1;

/** Finds the lines of a part again: those of known pieces unseen, the others by their digests. @returns undefined where one is there twice. */
export function linesAgain(table: LineTable, part: PartLines, reader: RunReader): LinesAgain | undefined {
  const search = new LineSearch(table, part, reader);
  return search.findPieces() ? search.found() : undefined;
}

/** Of most lines all that is done is to write down that they are there, a whole piece at once: parts have thousands, and few are asked for. */
class LineSearch {
  private readonly table: LineTable;
  private readonly part: PartLines;
  private readonly reader: RunReader;
  private readonly isGone: Uint8Array;
  /** Of each run the piece that it is; -1: a fresh one. */
  private readonly pieceOfRuns: Int32Array;
  /** Of each piece its first row, and the run that it is now. */
  private readonly firstRows: Uint32Array;
  private readonly runOfPieces: Int32Array;
  private readonly movedRows = new Map<number, Standing>();
  private readonly fresh: FreshLine[] = [];
  private readonly lost = new Map<number, number[]>();

  constructor(table: LineTable, part: PartLines, reader: RunReader) {
    this.table = table;
    this.part = part;
    this.reader = reader;
    this.isGone = new Uint8Array(table.lines).fill(1);
    this.pieceOfRuns = new Int32Array(part.runs.length / numbersOfRun).fill(-1);
    this.firstRows = new Uint32Array(table.pieces.length / wordsOfPiece);
    this.runOfPieces = new Int32Array(this.firstRows.length).fill(-1);
  }

  /** What is left of the others tells then which lines may stand in fresh runs. @returns false where a piece is there twice. */
  findPieces(): boolean {
    const { pieceOfRuns, firstRows, runOfPieces, isGone } = this;
    const { blocks } = this.part;
    if (blocks === undefined) return false;
    const pieceByWord = new Map<number, number>();
    for (let piece = 0, first = 0; piece < firstRows.length; piece += 1) {
      firstRows[piece] = first;
      first += this.linesOf(piece);
      // Two pieces of one block differ in where they begin.
      const word = this.wordOf(this.table.pieces, piece * wordsOfPiece);
      if (pieceByWord.has(word)) return false;
      pieceByWord.set(word, piece);
    }
    for (let run = 0; run < pieceOfRuns.length; run += 1) {
      const piece = pieceByWord.get(this.wordOf(blocks, run * wordsOfPlace));
      if (piece === undefined || !this.isPiece(piece, run, blocks)) continue;
      if (runOfPieces[piece] !== -1) return false;
      runOfPieces[piece] = run;
      pieceOfRuns[run] = piece;
      const first = firstRows[piece] ?? 0;
      isGone.fill(0, first, first + this.linesOf(piece));
    }
    return true;
  }

  found(): LinesAgain {
    const { isGone, pieceOfRuns, firstRows, fresh, part } = this;
    this.listLost();
    const order: Int32Array[] = [];
    const linesOfRuns: number[] = [];
    for (let run = 0; run < pieceOfRuns.length; run += 1) {
      const piece = pieceOfRuns[run] ?? -1;
      const rows = piece === -1 ? this.freshRows(run) : new Int32Array(this.linesOf(piece));
      if (piece !== -1) for (let at = 0, first = firstRows[piece] ?? 0; at < rows.length; at += 1) rows[at] = first + at;
      order.push(rows);
      linesOfRuns.push(rows.length);
    }
    return { order: joined(order), fresh, isGone, linesOfRuns, standing: (row) => this.standing(row, part.runs) };
  }

  private standing(row: number, runs: Float64Array): Standing {
    const moved = this.movedRows.get(row);
    if (moved !== undefined) return moved;
    const piece = this.pieceOf(row);
    const { bytes } = this.table;
    const run = (this.runOfPieces[piece] ?? 0) * numbersOfRun;
    let offset = runs[run + 1] ?? 0;
    for (let before = this.firstRows[piece] ?? 0; before < row; before += 1) offset += (bytes[before] ?? 0) + 1;
    return { file: runs[run] ?? 0, offset, bytes: bytes[row] ?? 0 };
  }

  /** The last one that begins at the row or before it. */
  private pieceOf(row: number): number {
    const { firstRows } = this;
    let from = 0;
    for (let to = firstRows.length; to - from > 1; ) {
      const middle = (from + to) >>> 1;
      if ((firstRows[middle] ?? 0) <= row) from = middle;
      else to = middle;
    }
    return from;
  }

  private linesOf(piece: number): number {
    return this.table.pieces[piece * wordsOfPiece + wordsOfPlace] ?? 0;
  }

  /** Part of the checksum of its block, with where in that it begins: two pieces with the same one would cost time, never a result. */
  private wordOf(words: Uint32Array, at: number): number {
    return ((words[at] ?? 0) ^ Math.imul(words[at + 4] ?? 0, 0x9e3779b1)) >>> 0;
  }

  private isPiece(piece: number, run: number, blocks: Uint32Array): boolean {
    const { pieces } = this.table;
    for (let word = 0; word < wordsOfPlace; word += 1)
      if (pieces[piece * wordsOfPiece + word] !== blocks[run * wordsOfPlace + word]) return false;
    return true;
  }

  private listLost(): void {
    const { isGone, lost } = this;
    const { digests } = this.table;
    for (let row = isGone.indexOf(1); row !== -1; row = isGone.indexOf(1, row + 1)) {
      const word = digests[row * wordsOfDigest] ?? 0;
      const rows = lost.get(word);
      if (rows === undefined) lost.set(word, [row]);
      else rows.push(row);
    }
  }

  private lostRow(digest: Uint32Array): number | undefined {
    for (const row of this.lost.get(digest[0] ?? 0) ?? []) if (this.isGone[row] === 1 && this.isDigest(row, digest)) return row;
    return undefined;
  }

  private isDigest(row: number, digest: Uint32Array): boolean {
    const { digests } = this.table;
    for (let word = 0; word < wordsOfDigest; word += 1) if (digests[row * wordsOfDigest + word] !== digest[word]) return false;
    return true;
  }

  private freshRows(run: number): Int32Array {
    const [file = 0, offset = 0, bytes = 0] = this.part.runs.subarray(run * numbersOfRun, run * numbersOfRun + 3);
    const rows: number[] = [];
    const digest = new Uint32Array(wordsOfDigest);
    for (const line of this.reader.lines({ file, offset, bytes, firstLine: 1 })) {
      digestOf(line.bytes.subarray(line.from, line.to), digest);
      const standing = { file, offset: line.offset, bytes: line.to - line.from };
      const row = this.lostRow(digest);
      if (row !== undefined) {
        this.isGone[row] = 0;
        this.movedRows.set(row, standing);
        rows.push(row);
      } else {
        rows.push(-1 - this.fresh.length);
        this.fresh.push({ ...standing, digest: digest.slice() });
      }
    }
    return Int32Array.from(rows);
  }
}

function joined(pieces: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
