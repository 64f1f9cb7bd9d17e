// What is remembered of the lines of a part: plain columns of numbers, so that a part is read by laying views over bytes.
import { Numbering } from '@plumbline/inventory';
import { wordsOfKeys } from '../../alike/line-keys.ts';

/** A run of lines within a block: its checksum, where in the block it begins, and how many lines it has. */
export const wordsOfPiece = 6;
/** Of a line's text: enough of a digest with a secret key that no two are the same by chance or on purpose. */
export const wordsOfDigest = 3;

/** Changing such a line may change more than the verdicts on resources: its part is then assessed in full. */
export const isFixed = 1;
/** The line is no resource to judge. */
export const isNoSubject = 2;
/** Assessments of the input had their say. */
export const isJoined = 4;
/** No line, but a child that a line holds within it. */
export const isEmbedded = 8;
/** No line, but a subscription that lines lie in. */
export const isSubscription = 16;
/** No line, but something that an assessment of the input speaks of. */
export const isGiven = 32;

export const noVector = 0xffffffff;

/** Rows are first the lines, in the order of the part, then what no line stands for. */
export interface LineTable {
  readonly lines: number;
  readonly rows: number;
  readonly pieces: Uint32Array;
  readonly digests: Uint32Array;
  /** Of each line what `LineKeys` says. */
  readonly reads: Uint32Array;
  /** Of each line, without the line feed. */
  readonly bytes: Uint32Array;
  /** Hash of the id. */
  readonly keys: Uint32Array;
  /** Positions in `names.types`, `names.subscriptions` and the list of vectors. */
  readonly types: Uint32Array;
  readonly subscriptions: Uint32Array;
  readonly vectors: Uint32Array;
  readonly flags: Uint32Array;
  /** Of rows that are no lines: the line that holds them. */
  readonly holders: Uint32Array;
  /** How many of `places` and `looks` are of each row; they stand in the order of rows. */
  readonly placeCounts: Uint32Array;
  readonly lookCounts: Uint32Array;
  /** Hashes of what a resource lies under. */
  readonly places: Uint32Array;
  /** Hashes of what judging it looked at. */
  readonly looks: Uint32Array;
  readonly names: { readonly types: readonly string[]; readonly subscriptions: readonly string[] };
}

const columns = [
  'pieces',
  'digests',
  'reads',
  'bytes',
  'keys',
  'types',
  'subscriptions',
  'vectors',
  'flags',
  'holders',
  'placeCounts',
  'lookCounts',
  'places',
  'looks',
] as const;

const aboutRows = ['keys', 'types', 'subscriptions', 'vectors', 'flags', 'placeCounts', 'lookCounts'] as const;

/** Its parts, one behind the other, to be written. */
export function writtenTable(table: LineTable): Uint8Array {
  const names = new TextEncoder().encode(JSON.stringify(table.names));
  const head = new Uint32Array([table.lines, table.rows, names.length, ...columns.map((column) => table[column].length)]);
  const all = [head, ...columns.map((column) => table[column])];
  const bytes = new Uint8Array(all.reduce((sum, words) => sum + words.byteLength, 0) + names.length);
  let at = 0;
  for (const words of all) {
    bytes.set(new Uint8Array(words.buffer, words.byteOffset, words.byteLength), at);
    at += words.byteLength;
  }
  bytes.set(names, at);
  return bytes;
}

/** @param bytes as written, at a multiple of four within their buffer */
export function readTable(bytes: Uint8Array): LineTable {
  const head = new Uint32Array(bytes.buffer, bytes.byteOffset, 3 + columns.length);
  const [lines = 0, rows = 0, namesLength = 0, ...lengths] = head;
  let at = bytes.byteOffset + head.byteLength;
  const read: Partial<Record<(typeof columns)[number], Uint32Array>> = {};
  for (const [position, column] of columns.entries()) {
    const length = lengths[position] ?? 0;
    read[column] = new Uint32Array(bytes.buffer, at, length);
    at += length * 4;
  }
  const names = new TextDecoder().decode(new Uint8Array(bytes.buffer, at, namesLength));
  return { lines, rows, ...(read as Record<(typeof columns)[number], Uint32Array>), names: JSON.parse(names) as LineTable['names'] };
}

/** @param Row what to put them into: the pieces in one, one behind the other */
export function joined<A extends Uint32Array | Int32Array>(Row: new (length: number) => A, pieces: readonly A[]): A {
  const all = new Row(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** Numbers in a row that grows. */
export class Words {
  private words = new Uint32Array(1024);
  length = 0;

  push(word: number): void {
    if (this.length === this.words.length) {
      const grown = new Uint32Array(this.words.length * 2);
      grown.set(this.words);
      this.words = grown;
    }
    this.words[this.length] = word;
    this.length += 1;
  }

  pushAll(words: Uint32Array): void {
    const length = this.length + words.length;
    if (length > this.words.length) {
      const grown = new Uint32Array(Math.max(length, this.words.length * 2));
      grown.set(this.words.subarray(0, this.length));
      this.words = grown;
    }
    this.words.set(words, this.length);
    this.length = length;
  }

  at(position: number): number {
    return this.words[position] ?? 0;
  }

  all(): Uint32Array {
    return this.words.slice(0, this.length);
  }
}

/** What is remembered of the text of a line. */
export interface AboutLine {
  readonly digest: Uint32Array;
  readonly reads: Uint32Array;
  readonly bytes: number;
}

/** Of a line that is in a table. */
export function lineIn({ digests, reads, bytes }: LineTable, line: number): AboutLine {
  return {
    digest: digests.subarray(line * wordsOfDigest, (line + 1) * wordsOfDigest),
    reads: reads.subarray(line * wordsOfKeys, (line + 1) * wordsOfKeys),
    bytes: bytes[line] ?? 0,
  };
}

/** Rows as they are added, one after the other: lines first. */
export class TableWriter {
  readonly types: Numbering<string>;
  readonly subscriptions: Numbering<string>;
  rows = 0;
  private readonly pieces = new Words();
  private readonly digests = new Words();
  private readonly reads = new Words();
  private readonly bytes = new Words();
  private readonly about = {
    keys: new Words(),
    types: new Words(),
    subscriptions: new Words(),
    vectors: new Words(),
    flags: new Words(),
    placeCounts: new Words(),
    lookCounts: new Words(),
  };
  private readonly holders = new Words();
  private readonly places = new Words();
  private readonly looks = new Words();

  constructor(names: LineTable['names'] = { types: [], subscriptions: [] }) {
    this.types = new Numbering(names.types);
    this.subscriptions = new Numbering(names.subscriptions);
  }

  /** @param words of a piece, without the number of its lines */
  piece(words: Uint32Array, lines: number): void {
    for (const word of words) this.pieces.push(word);
    this.pieces.push(lines);
  }

  line({ digest, reads, bytes }: AboutLine): void {
    this.digests.pushAll(digest);
    this.reads.pushAll(reads);
    this.bytes.push(bytes);
  }

  row(row: {
    readonly key: number;
    readonly type: number;
    readonly subscription: number;
    readonly vector: number;
    readonly flags: number;
    readonly places: ArrayLike<number>;
    readonly looks: ArrayLike<number>;
    /** Absent for lines. */
    readonly holder?: number;
  }): void {
    const { about } = this;
    about.keys.push(row.key);
    about.types.push(row.type);
    about.subscriptions.push(row.subscription);
    about.vectors.push(row.vector);
    about.flags.push(row.flags);
    about.placeCounts.push(row.places.length);
    about.lookCounts.push(row.looks.length);
    for (let at = 0; at < row.places.length; at += 1) this.places.push(row.places[at] ?? 0);
    for (let at = 0; at < row.looks.length; at += 1) this.looks.push(row.looks[at] ?? 0);
    if (row.holder !== undefined) this.holders.push(row.holder);
    this.rows += 1;
  }

  /** Rows as they stand in another table with the same names, lines and their looks included. @param starts of its places and looks */
  copyLines(
    from: LineTable,
    range: { readonly start: number; readonly end: number },
    starts: { readonly places: Uint32Array; readonly looks: Uint32Array },
  ): void {
    const { start, end } = range;
    this.digests.pushAll(from.digests.subarray(start * wordsOfDigest, end * wordsOfDigest));
    this.reads.pushAll(from.reads.subarray(start * wordsOfKeys, end * wordsOfKeys));
    this.bytes.pushAll(from.bytes.subarray(start, end));
    for (const column of aboutRows) this.about[column].pushAll(from[column].subarray(start, end));
    this.places.pushAll(from.places.subarray(starts.places[start] ?? from.places.length, starts.places[end] ?? from.places.length));
    this.looks.pushAll(from.looks.subarray(starts.looks[start] ?? from.looks.length, starts.looks[end] ?? from.looks.length));
    this.rows += end - start;
  }

  table(): LineTable {
    const { about } = this;
    return {
      lines: this.bytes.length,
      rows: this.rows,
      pieces: this.pieces.all(),
      digests: this.digests.all(),
      reads: this.reads.all(),
      bytes: this.bytes.all(),
      keys: about.keys.all(),
      types: about.types.all(),
      subscriptions: about.subscriptions.all(),
      vectors: about.vectors.all(),
      flags: about.flags.all(),
      placeCounts: about.placeCounts.all(),
      lookCounts: about.lookCounts.all(),
      holders: this.holders.all(),
      places: this.places.all(),
      looks: this.looks.all(),
      names: { types: this.types.list, subscriptions: this.subscriptions.list },
    };
  }
}
