// Resources of a first import, put aside by subscription in a file of its own, so that each subscription can be written in one go.
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Entry, PlainResource } from '@plumbline/inventory';
import { type Piece, putAside } from './prepare-spooled.ts';
import { digestLength, framed, headOf, rawHead, rawMark } from './spooled.ts';

export interface Spool {
  add(subscription: string, entry: Entry, body: string): void;
  /** Adds a resource as it stands in its source. */
  addText(bytes: Uint8Array, range: { readonly start: number; readonly end: number }, resource: PlainResource): void;
  /** Of all subscriptions, in rising order. */
  places(): readonly string[];
  bytesOf(subscription: string): number;
  /** @returns when more is welcome */
  ready(): Promise<void>;
  /** To be called once, behind the last one. */
  end(): Promise<void>;
  /** In the order in which they came; a byte follows every body. */
  read(subscription: string): Buffer;
  close(): void;
}

/** Where the resources of a subscription stand: offset and length, again and again. */
interface Place {
  readonly runs: number[];
  bytes: number;
}

const pieceBytes = 1 << 20;

/** @param put writes a piece and takes its bytes away; by default at once */
export function spoolIn(put: (piece: Piece) => Promise<void> = async (piece) => putAside(piece)): Spool {
  const own = mkdtempSync(join(tmpdir(), 'plumbline-import-'));
  const file = openSync(join(own, 'resources'), 'w+');
  const places = new Map<string, Place>();
  let piece = Buffer.allocUnsafeSlow(pieceBytes);
  let filled = 0;
  let written = 0;
  let last: Place | undefined;

  let putting = Promise.resolve();

  const flush = (next: number) => {
    if (filled > 0) {
      putting = put({ file, offset: written, bytes: piece, filled });
      // Told by whoever waits next.
      putting.catch(() => {});
    }
    written += filled;
    filled = 0;
    piece = Buffer.allocUnsafeSlow(next);
  };
  /** @returns where there is room for so many bytes. */
  const begin = (most: number): number => {
    if (filled + most > piece.length) flush(Math.max(most, pieceBytes));
    return filled;
  };
  const end = (
    subscription: string,
    begun: number,
    { headBytes, bodyBytes, mark }: { headBytes: number; bodyBytes: number; mark: number },
  ) => {
    piece.writeUInt32LE(headBytes + mark, begun);
    piece.writeUInt32LE(bodyBytes, begun + 4);
    filled += framed + digestLength + headBytes + bodyBytes;
    piece[filled] = 0x0a;
    filled += 1;
    let place = places.get(subscription);
    if (place === undefined) {
      place = { runs: [], bytes: 0 };
      places.set(subscription, place);
    }
    const size = filled - begun;
    const { runs } = place;
    if (place === last) runs[runs.length - 1] = (runs.at(-1) ?? 0) + size;
    else runs.push(written + begun, size);
    place.bytes += size;
    last = place;
  };
  return {
    add(subscription, entry, body) {
      const head = headOf(entry);
      const begun = begin(framed + digestLength + (head.length + body.length) * 3 + 1);
      const at = begun + framed + digestLength;
      const headBytes = piece.write(head, at);
      const bodyBytes = piece.write(body, at + headBytes);
      end(subscription, begun, { headBytes, bodyBytes, mark: 0 });
    },
    addText(bytes, range, { type, subscription, idStart, id }) {
      const bodyBytes = range.end - range.start;
      const headBytes = rawHead + type.length + 1;
      const begun = begin(framed + digestLength + headBytes + bodyBytes + 1);
      const at = begun + framed + digestLength;
      piece.writeUInt32LE(idStart - range.start, at);
      piece.writeUInt16LE(id.end - idStart, at + 4);
      piece.writeUInt16LE(id.subscription, at + 6);
      piece.writeUInt16LE(id.resourceGroup, at + 8);
      piece.write(`${type} `, at + rawHead, 'latin1');
      piece.set(bytes.subarray(range.start, range.end), at + headBytes);
      end(subscription, begun, { headBytes, bodyBytes, mark: rawMark });
    },
    places: () => [...places.keys()].sort(),
    bytesOf: (subscription) => places.get(subscription)?.bytes ?? 0,
    ready: () => putting,
    async end() {
      await putting;
      flush(0);
      await putting;
    },
    read(subscription) {
      const place = places.get(subscription);
      // Not of the common pool: other threads get it.
      const bytes = Buffer.allocUnsafeSlow(place?.bytes ?? 0);
      const runs = place?.runs ?? [];
      let at = 0;
      for (let run = 0; run < runs.length; run += 2) {
        const end = at + (runs[run + 1] ?? 0);
        for (let offset = runs[run] ?? 0; at < end; ) {
          const count = readSync(file, bytes, at, end - at, offset);
          if (count === 0) throw new Error('What was put aside for the import has become shorter.');
          at += count;
          offset += count;
        }
      }
      return bytes;
    },
    close() {
      closeSync(file);
      rmSync(own, { recursive: true, force: true });
    },
  };
}
