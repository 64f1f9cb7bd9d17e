import { type RunReader, wordsOfLine } from '@plumbline/inventory/node';
import { isReadSame, isSeenSame, type LineKeys, wordsOfKeys } from '../../alike/line-keys.ts';
import { listAt } from '../../list-at.ts';
import type { PartLines } from '../tasks.ts';
import { type AboutLine, joined, type LineTable, Words, wordsOfDigest, wordsOfPiece } from './line-table.ts';
import { startsOf } from './rows.ts';

/** Where a line stands now. */
export interface Standing {
  readonly file: number;
  readonly offset: number;
  readonly bytes: number;
}

/** A line that was not there before, or not so. */
export interface FreshLine extends Standing, AboutLine {}

/** A line is not any more what it was when its block was hashed. */
export class LineChanged extends Error {}

/** How the lines of a part relate to those that were remembered. */
export interface LinesAgain {
  /** In their order: the row that was remembered, or -1 - the position of a fresh line. */
  readonly order: Int32Array;
  readonly fresh: readonly FreshLine[];
  /** By line: not there any more, or not so. */
  readonly isGone: Uint8Array;
  /** Of rows that are not there any more those for which a fresh line stands of which others see the same. */
  readonly seenSame: ReadonlyMap<number, FreshLine>;
  /** Lines of each run. */
  readonly linesOfRuns: readonly number[];
  standing(row: number): Standing;
}

/** Numbers of a run, and words of its place in a block. */
const numbersOfRun = 4;
const wordsOfPlace = wordsOfPiece - 1;

/**
 * Finds the lines of a part again: those of known pieces unseen, the others by their digests. Of a line that was changed in nothing that rules
 * read it is as if it had not been changed: the table is then told of it.
 *
 * @returns undefined where one is there twice
 */
export function linesAgain(table: LineTable, part: PartLines, from: { readonly reader: RunReader; readonly keys: LineKeys }) {
  const search = new LineSearch(table, part, from);
  return search.findPieces() ? search.found() : undefined;
}

/** Of most lines all that is done is to write down that they are there, a whole piece at once: parts have thousands, and few are asked for. */
class LineSearch {
  private readonly table: LineTable;
  private readonly part: PartLines;
  private readonly reader: RunReader;
  private readonly keys: LineKeys;
  private readonly isGone: Uint8Array;
  /** Of each run the piece that it is; -1: a fresh one. */
  private readonly pieceOfRuns: Int32Array;
  /** Of each piece its first row, and the run that it is now. */
  private readonly firstRows: Uint32Array;
  private readonly runOfPieces: Int32Array;
  /** Of each run where its lines stand among those that are known. */
  private readonly freshFrom: Uint32Array;
  private readonly movedRows = new Map<number, Standing>();
  private readonly fresh: FreshLine[] = [];
  private readonly lost = new Map<number, number[]>();
  private readonly lostByReads = new Map<number, number[]>();
  private readonly seenSame = new Map<number, FreshLine>();

  constructor(table: LineTable, part: PartLines, { reader, keys }: { readonly reader: RunReader; readonly keys: LineKeys }) {
    this.table = table;
    this.part = part;
    this.reader = reader;
    this.keys = keys;
    this.isGone = new Uint8Array(table.lines).fill(1);
    this.pieceOfRuns = new Int32Array(part.runs.length / numbersOfRun).fill(-1);
    this.firstRows = new Uint32Array(table.pieces.length / wordsOfPiece);
    this.runOfPieces = new Int32Array(this.firstRows.length).fill(-1);
    this.freshFrom = startsOf(part.fresh?.counts ?? new Uint32Array(0));
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
    const { isGone, pieceOfRuns, firstRows, fresh, seenSame, part } = this;
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
    return { order: joined(Int32Array, order), fresh, isGone, seenSame, linesOfRuns, standing: (row) => this.standing(row, part.runs) };
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
    const { isGone, lost, lostByReads } = this;
    const { digests, reads } = this.table;
    for (let row = isGone.indexOf(1); row !== -1; row = isGone.indexOf(1, row + 1)) {
      listAt(lost, digests[row * wordsOfDigest] ?? 0).push(row);
      listAt(lostByReads, reads[row * wordsOfKeys] ?? 0).push(row);
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

  /** @returns the lost row of which others see the same as of the line that the keys are of. */
  private seenSameRow(): number | undefined {
    const { isGone, keys, table } = this;
    const isSame = (row: number) =>
      table.names.types[table.types[row] ?? 0] === keys.type && isSeenSame(keys.words, table.reads, row * wordsOfKeys);
    for (const row of this.lostByReads.get(keys.words[0] ?? 0) ?? []) if (isGone[row] === 1 && isSame(row)) return row;
    return undefined;
  }

  private freshRows(run: number): Int32Array {
    const { isGone, movedRows, fresh } = this;
    const file = this.part.runs[run * numbersOfRun] ?? 0;
    const lines = this.linesIn(run);
    const rows = new Int32Array(lines.length / wordsOfLine);
    let offset = this.part.runs[run * numbersOfRun + 1] ?? 0;
    for (let at = 0; at < rows.length; at += 1) {
      const [bytes = 0] = lines.subarray(at * wordsOfLine, at * wordsOfLine + 1);
      const digest = lines.subarray(at * wordsOfLine + 1, (at + 1) * wordsOfLine);
      const standing = { file, offset, bytes };
      offset += bytes + 1;
      const row = this.lostRow(digest) ?? this.readSameRow(standing, digest);
      if (row === undefined) {
        rows[at] = -fresh.length;
        continue;
      }
      isGone[row] = 0;
      movedRows.set(row, standing);
      rows[at] = row;
    }
    return rows;
  }

  /** Those of blocks that were known, but as another part's, are read. @returns as `wordsOfLine` says */
  private linesIn(run: number): Uint32Array {
    const { part, reader, keys, freshFrom } = this;
    const from = freshFrom[run] ?? 0;
    const count = part.fresh?.counts[run] ?? 0;
    if (part.fresh !== undefined && count > 0) return part.fresh.lines.subarray(from * wordsOfLine, (from + count) * wordsOfLine);
    const [file = 0, offset = 0, bytes = 0] = part.runs.subarray(run * numbersOfRun, run * numbersOfRun + 3);
    const lines = new Words();
    for (const line of reader.lines({ file, offset, bytes, firstLine: 1 })) {
      lines.push(line.to - line.from);
      lines.pushAll(keys.digester.of(line.bytes, line.from, line.to).subarray(0, wordsOfDigest));
    }
    return lines.all();
  }

  /** @returns the row of a line that was changed in nothing that rules read; otherwise it is added to the fresh ones. */
  private readSameRow(standing: Standing, digest: Uint32Array): number | undefined {
    const { keys, table, reader } = this;
    for (const { bytes, from, to } of reader.lines({ ...standing, firstLine: 1 })) {
      const now = keys.digester.of(bytes, from, to);
      if (digest.some((word, at) => word !== now[at])) throw new LineChanged();
      keys.read(bytes, from, to);
    }
    const alike = this.seenSameRow();
    if (alike !== undefined && table.flags[alike] === 0 && isReadSame(keys.words, table.reads, alike * wordsOfKeys)) {
      table.digests.set(digest, alike * wordsOfDigest);
      table.bytes[alike] = standing.bytes;
      return alike;
    }
    const added: FreshLine = { ...standing, digest, reads: keys.words.slice() };
    if (alike !== undefined) this.seenSame.set(alike, added);
    this.fresh.push(added);
    return undefined;
  }
}
