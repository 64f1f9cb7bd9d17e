// Resources of a first import, put aside by subscription, so that each subscription can be written in one go. What stands in a file that
// can be read again is left there; all else goes to a file of its own.
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Entry, Numbering, type PlainResource, type StandingFile, type TextPlace } from '@plumbline/inventory';
import { type StandingFiles, standingFiles } from '@plumbline/inventory/node';
import { elsewhereIn, framed, headOf, placedAt, rawHead, rawMark, standingHead, standingMark } from './spooled.ts';

export interface Spool {
  add(subscription: string, entry: Entry, body: string): void;
  /** Adds a resource as it stands in its source. */
  addText(bytes: Uint8Array, range: { readonly start: number; readonly end: number }, resource: PlainResource, place?: TextPlace): void;
  /** Of all subscriptions, in rising order. */
  places(): readonly string[];
  /** To be called once, behind the last one. */
  end(): void;
  /** In the order in which they came. */
  read(subscription: string): Aside;
  /** To be called behind the last reading. @throws where a file was changed since it was read first */
  check(): void;
  close(): void;
}

/** What was put aside for one subscription. */
export interface Aside {
  /** Of all of them; a byte follows every body. */
  readonly bytes: Buffer;
  /** Where the last frame ends. Behind it lie bodies that had stayed where they were. */
  readonly framesEnd: number;
  /** By the numbers that frames name. */
  readonly types: readonly string[];
}

/** Where the resources of a subscription stand: offset and length, again and again. */
interface Place {
  readonly runs: number[];
  bytes: number;
}

const pieceBytes = 1 << 20;
/** Bytes between two bodies that are read with them. */
const mostBetween = 64;

export function spoolIn(): Spool {
  const own = mkdtempSync(join(tmpdir(), 'plumbline-import-'));
  const file = openSync(join(own, 'resources'), 'w+');
  const places = new Map<string, Place>();
  const files: StandingFile[] = [];
  const types = new Numbering<string>();
  let standing = standingFiles();
  let piece = Buffer.allocUnsafeSlow(pieceBytes);
  let filled = 0;
  let written = 0;
  let last: Place | undefined;

  const flush = () => {
    for (let at = 0; at < filled; ) at += writeSync(file, piece, at, filled - at, written + at);
    written += filled;
    filled = 0;
  };
  /** @returns where there is room for so many bytes. */
  const begin = (most: number): number => {
    if (filled + most > piece.length) {
      flush();
      if (most > piece.length) piece = Buffer.allocUnsafeSlow(most);
    }
    return filled;
  };
  const end = (subscription: string, begun: number, size: number) => {
    filled += size;
    let place = places.get(subscription);
    if (place === undefined) {
      place = { runs: [], bytes: 0 };
      places.set(subscription, place);
    }
    const { runs } = place;
    if (place === last) runs[runs.length - 1] = (runs.at(-1) ?? 0) + size;
    else runs.push(written + begun, size);
    place.bytes += size;
    last = place;
  };
  const numberOfFile = (given: StandingFile): number => {
    if (files.at(-1) !== given) files.push(given);
    return files.length - 1;
  };
  return {
    add(subscription, entry, body) {
      const head = headOf(entry);
      const begun = begin(framed + (head.length + body.length) * 3 + 1);
      const at = begun + framed;
      const headBytes = piece.write(head, at);
      const bodyBytes = piece.write(body, at + headBytes);
      piece.writeUInt32LE(headBytes, begun);
      piece.writeUInt32LE(bodyBytes, begun + 4);
      piece[at + headBytes + bodyBytes] = 0x0a;
      end(subscription, begun, framed + headBytes + bodyBytes + 1);
    },
    addText(bytes, range, { type, subscription, idStart, id }, place) {
      const bodyBytes = range.end - range.start;
      const extra = place === undefined ? 0 : standingHead;
      const headBytes = rawHead + extra;
      const begun = begin(framed + headBytes + bodyBytes + 1);
      const at = begun + framed;
      piece.writeUInt32LE(headBytes + rawMark + (place === undefined ? 0 : standingMark), begun);
      piece.writeUInt32LE(bodyBytes, begun + 4);
      piece.writeUInt32LE(idStart - range.start, at);
      piece.writeUInt16LE(id.end - idStart, at + 4);
      piece.writeUInt16LE(id.subscription, at + 6);
      piece.writeUInt16LE(id.resourceGroup, at + 8);
      piece.writeUInt32LE(types.positionOf(type), at + 10);
      if (place !== undefined) {
        piece.writeUInt32LE(numberOfFile(place.file), at + rawHead);
        piece.writeUIntLE(place.offset, at + rawHead + 4, 6);
        end(subscription, begun, framed + headBytes);
        return;
      }
      piece.set(bytes.subarray(range.start, range.end), at + headBytes);
      piece[at + headBytes + bodyBytes] = 0x0a;
      end(subscription, begun, framed + headBytes + bodyBytes + 1);
    },
    places: () => [...places.keys()].sort(),
    end() {
      flush();
      piece = Buffer.alloc(0);
    },
    read(subscription) {
      const place = places.get(subscription);
      const frames = Buffer.allocUnsafeSlow(place?.bytes ?? 0);
      const runs = place?.runs ?? [];
      let at = 0;
      for (let run = 0; run < runs.length; run += 2) {
        const end = at + (runs[run + 1] ?? 0);
        for (let offset = runs[run] ?? 0; at < end; ) {
          const count = readSync(file, frames, at, end - at, offset);
          if (count === 0) throw new Error('What was put aside for the import has become shorter.');
          at += count;
          offset += count;
        }
      }
      return { ...withStanding(frames, files, standing), types: types.list };
    },
    check() {
      const used = standing;
      standing = standingFiles();
      used.close();
    },
    close() {
      try {
        standing.close();
      } catch {
        // The import has ended already, however.
      }
      closeSync(file);
      rmSync(own, { recursive: true, force: true });
    },
  };
}

/** Reads the bodies that had stayed where they were, and lays them behind the frames. */
function withStanding(frames: Buffer, files: readonly StandingFile[], standing: StandingFiles): Omit<Aside, 'types'> {
  const ranges: { readonly file: number; readonly from: number; to: number }[] = [];
  let range: (typeof ranges)[number] | undefined;
  let length = frames.length;
  for (const { at, file, offset, bytes } of elsewhereIn(frames)) {
    if (range === undefined || range.file !== file || offset < range.to || offset > range.to + mostBetween) {
      range = { file, from: offset, to: offset };
      ranges.push(range);
      // Nothing follows the last one.
      length += 1;
    }
    placedAt(frames, at, length + offset - range.to);
    length += offset + bytes - range.to;
    range.to = offset + bytes;
  }
  if (ranges.length === 0) return { bytes: frames, framesEnd: frames.length };
  // Not of the common pool: other threads get it.
  const all = Buffer.allocUnsafeSlow(length + 1);
  frames.copy(all);
  let at = frames.length;
  for (const { file, from, to } of ranges) {
    const given = files[file];
    if (given === undefined) throw new Error(`There is no file ${file}.`);
    all[at] = 0x0a;
    at += 1;
    standing.read(given, all.subarray(at, at + to - from), from);
    at += to - from;
  }
  all[at] = 0x0a;
  return { bytes: all, framesEnd: frames.length };
}
