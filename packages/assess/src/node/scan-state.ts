// What a scan remembers for the next one: which blocks of lines there were, of every part its counts, and of its lines what judging
// some of them again needs. Everything else that a result hangs on stands in one digest of the whole; where that differs nothing is
// used. Whatever is read is checked first, so that a damaged file counts as empty, or as empty of what is damaged.

import { createHash, hash, randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { endianness } from 'node:os';
import { Numbering } from '@plumbline/inventory';
import { type KnownBlocks, markOf } from '@plumbline/inventory/node';
import type { PartCounts } from '../part.ts';
import type { TallyCounts } from '../run-tally.ts';
import { type BlockTable, linesOf, marksOf, noBlocks, type WrittenBlocks } from './again/block-table.ts';
import type { AssessedPart, WrittenLines } from './tasks.ts';

const magic = 'plumbline-state/';
const opening = Buffer.from(`${magic}3\n`);
const keyBytes = 16;
/** Behind everything else: where the directory stands, its bytes, and its checksum. */
const footerBytes = 8 + 8 + 16;
/** Vectors are never forgotten one by one; with so many of them everything is. */
const mostVectors = 200_000;

export interface ScanState {
  /** By which blocks are known again; those of the last scan. */
  readonly known: KnownBlocks;
  readonly blocks: WrittenBlocks;
  /** Called once, before parts are asked for. @param context of this scan: where that of the last one was another, nothing is known */
  begin(context: string): void;
  /** @returns what is remembered of a part; whether it is still true is for others to tell. */
  part(subscriptions: readonly string[]): RememberedPart | undefined;
  linesOf(part: RememberedPart): WrittenLines | undefined;
  /** Remembers what is remembered already. */
  keep(part: RememberedPart): void;
  remember(part: Omit<RememberedPart, 'place'>, lines: WrittenLines | undefined): void;
  /** Replaces the file, in one step. */
  save(blocks: BlockTable): void;
  close(): void;
}

export interface RememberedPart {
  readonly subscriptions: string;
  /** Of all that stands in the part. */
  readonly digest: string;
  /** The moment of the run, where the result hangs on it. */
  readonly now: string | undefined;
  readonly result: Pick<AssessedPart, 'counts' | 'findings'>;
  /** Where it stands in the file. */
  readonly place: PartPlace;
}

/** A stretch of the file: offset, bytes, checksum in base64. */
type Stretch = readonly [number, number, string];

interface PartPlace {
  readonly record: Stretch;
  readonly lines?: Stretch | undefined;
  /** Vectors that the lines name by position. */
  readonly vectors?: Stretch | undefined;
}

interface Directory {
  readonly version: string;
  readonly context: string;
  readonly vectors: readonly string[];
  readonly subscriptions: readonly string[];
  readonly blocks: Stretch;
  readonly runs: Stretch;
  /** By a digest of the names of its subscriptions. */
  readonly parts: readonly (readonly [string, PartPlace])[];
}

interface Tallied<V> {
  readonly tally: Omit<TallyCounts, 'vectors'> & { readonly vectors: readonly V[] };
  readonly rawTally?: (Omit<TallyCounts, 'vectors'> & { readonly vectors: readonly V[] }) | undefined;
}

/** As written: vectors are numbers. */
type WrittenPart = Omit<RememberedPart, 'result' | 'place'> & {
  readonly result: {
    readonly counts: Omit<PartCounts, 'tally' | 'rawTally'> & Tallied<number>;
    readonly findings: AssessedPart['findings'];
  };
};

/** @returns one digest of all that a result hangs on besides the parts: program, catalogue, options, what stands above. */
export function contextDigest(facts: unknown): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

export function namesOf(subscriptions: readonly string[]): string {
  return subscriptions.join(' ');
}

/**
 * Opens what an earlier scan remembered. A file that does not exist, is damaged, or is of another version counts as empty: the scan is
 * then a full one, and writes it anew.
 *
 * @param version of the program
 * @throws NoState when the path names something that is no state, which must not be overwritten; StateNotWritten later on
 */
export function openState(path: string, version: string): ScanState {
  const before = readState(path, version);
  const key = before?.key ?? randomBytes(keyBytes);
  const writer = stateWriter(path, key);
  const vectors = new Numbering(before?.directory.vectors);
  const places = new Map(before?.directory.parts);
  const kept: PartPlace[] = [];
  const written: (readonly [string, PartPlace])[] = [];
  const keptNames: string[] = [];
  let context = '';

  const textsOf = (positions: readonly number[]) => positions.map((position) => vectors.list[position] ?? '[]');
  const positionsOf = (texts: readonly string[]) => texts.map((text) => vectors.positionOf(text));
  const blocks = (before && blocksIn(before)) ?? noBlocks;

  return {
    known: { key, marks: marksOf(blocks), lines: linesOf(blocks) },
    blocks,
    begin(wanted) {
      context = wanted;
      if (before?.directory.context !== wanted) places.clear();
    },
    part(subscriptions) {
      const names = namesOf(subscriptions);
      const place = places.get(nameDigest(names));
      const record = place && before?.read(place.record);
      if (place === undefined || record === undefined) return undefined;
      const { result, ...about } = JSON.parse(record.toString()) as WrittenPart;
      if (about.subscriptions !== names) return undefined;
      const { tally, rawTally, ...counts } = result.counts;
      return {
        ...about,
        place,
        result: {
          findings: result.findings,
          counts: {
            ...counts,
            tally: { ...tally, vectors: textsOf(tally.vectors) },
            rawTally: rawTally && { ...rawTally, vectors: textsOf(rawTally.vectors) },
          },
        },
      };
    },
    linesOf({ place }) {
      const bytes = place.lines && before?.read(place.lines);
      const positions = place.vectors && before?.read(place.vectors);
      if (bytes === undefined || positions === undefined) return undefined;
      return { bytes, vectors: textsOf(JSON.parse(positions.toString()) as readonly number[]) };
    },
    keep({ subscriptions, place }) {
      keptNames.push(nameDigest(subscriptions));
      kept.push(place);
    },
    remember({ result, ...about }, lines) {
      const { tally, rawTally, ...counts } = result.counts;
      const part: WrittenPart = {
        ...about,
        result: {
          findings: result.findings,
          counts: {
            ...counts,
            tally: { ...tally, vectors: positionsOf(tally.vectors) },
            rawTally: rawTally && { ...rawTally, vectors: positionsOf(rawTally.vectors) },
          },
        },
      };
      const place: PartPlace = {
        record: writer.write(Buffer.from(JSON.stringify(part))),
        lines: lines && writer.write(lines.bytes),
        vectors: lines && writer.write(Buffer.from(JSON.stringify(positionsOf(lines.vectors)))),
      };
      written.push([nameDigest(about.subscriptions), place]);
    },
    save(table) {
      // What is as it was need not be written once more.
      const isSame =
        before !== undefined &&
        before.directory.context === context &&
        written.length === 0 &&
        kept.length === before.directory.parts.length &&
        table.freshBytes === 0 &&
        table.count === linesOf(blocks).length;
      if (isSame) return writer.abandon();
      for (const [at, place] of kept.entries()) {
        const copied = (stretch: Stretch | undefined) => {
          const bytes = stretch && before?.read(stretch);
          return bytes && writer.write(bytes);
        };
        const record = copied(place.record);
        if (record !== undefined)
          written.push([keptNames[at] ?? '', { record, lines: copied(place.lines), vectors: copied(place.vectors) }]);
      }
      const now = table.written();
      const directory: Directory = {
        version,
        context,
        vectors: vectors.list,
        subscriptions: now.subscriptions,
        blocks: writer.write(bytesOf(now.blocks)),
        runs: writer.write(bytesOf(now.runs)),
        parts: written,
      };
      writer.finish(directory);
    },
    close() {
      before?.close();
      writer.abandon();
    },
  };
}

function nameDigest(names: string): string {
  return hash('sha256', names, 'base64');
}

interface StateBefore {
  readonly key: Buffer;
  readonly directory: Directory;
  /** @returns undefined where it is not any more what was written. */
  read(stretch: Stretch): Buffer | undefined;
  close(): void;
}

/** @throws NoState */
function readState(path: string, version: string): StateBefore | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  const close = () => closeSync(file);
  try {
    const { size } = fstatSync(file);
    const head = bytesAt(file, 0, Math.min(size, opening.length + keyBytes));
    // The first format was of lines.
    if (size > 0 && !head.toString('latin1').startsWith(magic) && !head.toString('latin1').startsWith(`{"format":"${magic.slice(0, 8)}`))
      throw new NoState(`${path} is no state of a scan, so it is not overwritten.`);
    const directory = directoryIn(file, size, head);
    if (directory === undefined || directory.version !== version || directory.vectors.length > mostVectors) {
      close();
      return undefined;
    }
    const key = head.subarray(opening.length);
    return { key, directory, read: (stretch) => readStretch(file, key, stretch), close };
  } catch (error) {
    close();
    if (error instanceof NoState) throw error;
    return undefined;
  }
}

function directoryIn(file: number, size: number, head: Buffer): Directory | undefined {
  if (size < head.length + footerBytes || !head.subarray(0, opening.length).equals(opening)) return undefined;
  const footer = bytesAt(file, size - footerBytes, footerBytes);
  const stretch: Stretch = [footer.readDoubleLE(0), footer.readDoubleLE(8), footer.subarray(16).toString('base64')];
  const [offset, bytes] = stretch;
  if (offset + bytes !== size - footerBytes) return undefined;
  const text = readStretch(file, head.subarray(opening.length), stretch);
  return text && (JSON.parse(text.toString()) as Directory);
}

function readStretch(file: number, key: Buffer, [offset, bytes, mark]: Stretch): Buffer | undefined {
  const read = bytesAt(file, offset, bytes);
  return read.length === bytes && markOf(key, read).toString('base64') === mark ? read : undefined;
}

/** @returns fewer where the file ends. */
function bytesAt(file: number, offset: number, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafeSlow(bytes);
  let filled = 0;
  while (filled < bytes) {
    const count = readSync(file, buffer, filled, bytes - filled, offset + filled);
    if (count === 0) break;
    filled += count;
  }
  return buffer.subarray(0, filled);
}

function blocksIn({ directory, read }: StateBefore): WrittenBlocks | undefined {
  const blocks = read(directory.blocks);
  const runs = read(directory.runs);
  if (blocks === undefined || runs === undefined) return undefined;
  return { blocks: wordsOf(blocks), runs: wordsOf(runs), subscriptions: directory.subscriptions };
}

function wordsOf(bytes: Buffer): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

function bytesOf(words: Uint32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}

/** Writes beside the file until all is there. */
function stateWriter(path: string, key: Buffer) {
  const beside = `${path}.${randomBytes(4).toString('hex')}.part`;
  let file: number | undefined;
  let offset = 0;
  const append = (bytes: Uint8Array) => {
    try {
      appended(bytes);
    } catch (cause) {
      throw cause instanceof StateNotWritten ? cause : new StateNotWritten(path, cause);
    }
  };
  const appended = (bytes: Uint8Array) => {
    if (file === undefined) {
      file = openSync(beside, 'wx', 0o600);
      // For a process that is told to end at once.
      process.once('exit', forget);
      append(opening);
      append(key);
    }
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, offset + at);
    offset += bytes.length;
  };
  const write = (bytes: Uint8Array): Stretch => {
    if (file === undefined) append(new Uint8Array(0));
    const from = offset;
    append(bytes);
    return [from, bytes.length, markOf(key, bytes).toString('base64')];
  };
  const forget = () => rmSync(beside, { force: true });
  const end = () => {
    if (file !== undefined) closeSync(file);
    file = undefined;
    process.removeListener('exit', forget);
  };
  return {
    write,
    finish(directory: Directory) {
      const [from, bytes, mark] = write(Buffer.from(JSON.stringify(directory)));
      const footer = Buffer.alloc(footerBytes);
      footer.writeDoubleLE(from, 0);
      footer.writeDoubleLE(bytes, 8);
      footer.write(mark, 16, 'base64');
      append(footer);
      end();
      try {
        renameSync(beside, path);
      } catch (cause) {
        forget();
        throw new StateNotWritten(path, cause);
      }
    },
    abandon() {
      if (file === undefined) return;
      end();
      forget();
    },
  };
}

/** Words are written as this machine has them. */
export const byteOrder = endianness();

/** The system does not let the file for the state be written; its error is the cause. */
export class StateNotWritten extends Error {
  override readonly name = 'StateNotWritten';
  constructor(path: string, cause: unknown) {
    super(`The state ${path} cannot be written.`, { cause });
  }
}

/** The file named for the state is something else. */
export class NoState extends Error {
  override readonly name = 'NoState';
}
