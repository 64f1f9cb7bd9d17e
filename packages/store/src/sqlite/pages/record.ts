// A row as SQLite's file format has it: a head that tells each value's kind and length, and the values behind each other.

import { type RowValues, writeText } from '../../write/row-values.ts';
import { pageBytes } from './page.ts';
import type { PageFile } from './page-file.ts';
import { copy, type PageRoom } from './page-room.ts';

/** Before the values: room for their head, and for what a cell has before it. */
const before = 192;
const longestHead = 96;
/** Rows that are longer than this are made in a buffer of their own. */
const usualBytes = 1 << 16;

/** What of a row lies in its cell at most, and how much is left of longer ones: the others go to pages of their own. */
const localOf = {
  index: { most: Math.floor(((pageBytes - 12) * 64) / 255) - 23 },
  table: { most: pageBytes - 35 },
} as const;
const leastLocal = Math.floor(((pageBytes - 12) * 32) / 255) - 23;
const overflowBytes = pageBytes - 4;

/** One row after the other is made in the same bytes. */
export class RecordWriter implements RowValues {
  bytes: Buffer;
  /** Of the cell, once it is made. */
  from = 0;
  to = 0;
  private readonly usual: { readonly bytes: Buffer; readonly start: number };
  private end = 0;
  private readonly head = new Uint8Array(longestHead);
  private headBytes = 0;
  /** Of what `again` goes on from: bytes of its head and of its values. */
  private heldHead = 1;
  private held = 0;
  private readonly overflow = Buffer.alloc(pageBytes);
  /** Where a cell's last bytes took the place of others, which may be held; 0: nowhere. */
  private covered = 0;
  private under = 0;

  constructor(room: PageRoom) {
    this.usual = room.take(usualBytes);
    this.bytes = this.usual.bytes;
  }

  begin(): void {
    this.held = 0;
    // Its own length comes first, in one byte.
    this.heldHead = 1;
    this.again();
  }

  /** What was told so far, up to a page, begins other rows too. */
  hold(): void {
    this.heldHead = this.headBytes;
    this.held = this.to - this.from;
  }

  /** Begins a row with what is held. */
  again(): void {
    if (this.covered > 0) this.bytes.writeUInt32BE(this.under, this.covered);
    this.covered = 0;
    const { bytes, start } = this.usual;
    this.bytes = bytes;
    this.from = start + before;
    this.to = this.from + this.held;
    this.end = start + usualBytes;
    this.headBytes = this.heldHead;
  }

  text(value: string): void {
    this.reserve(value.length * 3);
    const written = writeText(this.bytes, value, this.to);
    this.to += written;
    this.kind(13 + 2 * written);
  }

  textBytes(value: Uint8Array, start: number, end: number): void {
    this.reserve(end - start);
    copy(value, start, end, this.bytes, this.to);
    this.to += end - start;
    this.kind(13 + 2 * (end - start));
  }

  null(): void {
    this.kind(0);
  }

  textOrNull(value: string | null): void {
    if (value === null) this.null();
    else this.text(value);
  }

  /** @param value a safe integer */
  integer(value: number): void {
    if (value === 0 || value === 1) {
      this.kind(8 + value);
      return;
    }
    this.reserve(8);
    const size =
      value < 0 ? 8 : value < 0x80 ? 1 : value < 0x8000 ? 2 : value < 0x80_0000 ? 3 : value < 0x8000_0000 ? 4 : value < 2 ** 47 ? 6 : 8;
    if (size > 4) {
      const { bytes, to } = this;
      const high = Math.floor(value / 2 ** 32);
      if (size === 8) bytes.writeInt32BE(high, to);
      else bytes.writeInt16BE(high, to);
      bytes.writeUInt32BE(value >>> 0, to + size - 4);
    } else for (let at = size - 1, rest = value; at >= 0; at -= 1, rest >>= 8) this.bytes[this.to + at] = rest;
    this.to += size;
    this.kind(size === 6 ? 5 : size === 8 ? 6 : size);
  }

  /** Values that were made before, with their kinds. */
  made(kinds: Uint8Array, values: Uint8Array): void {
    this.reserve(values.length);
    copy(values, 0, values.length, this.bytes, this.to);
    this.to += values.length;
    copy(kinds, 0, kinds.length, this.head, this.headBytes);
    this.headBytes += kinds.length;
  }

  /** @returns what `made` takes. */
  parts(): { readonly kinds: Uint8Array; readonly values: Uint8Array } {
    return { kinds: this.head.slice(1, this.headBytes), values: Uint8Array.from(this.bytes.subarray(this.from, this.to)) };
  }

  /** Puts head and length before the row; a long one's rest goes to the file. @param rowid in tables that have one */
  cell(file: PageFile, rowid?: number): void {
    const { head, headBytes, bytes } = this;
    head[0] = headBytes;
    this.from -= headBytes;
    for (let at = 0; at < headBytes; at += 1) bytes[this.from + at] = head[at] as number;
    const size = this.to - this.from;
    const { most } = rowid === undefined ? localOf.index : localOf.table;
    if (size > most) this.spill(file, size, most);
    if (rowid !== undefined) this.from = varintBefore(bytes, this.from, rowid);
    this.from = varintBefore(bytes, this.from, size);
  }

  private spill(file: PageFile, size: number, most: number): void {
    const left = leastLocal + ((size - leastLocal) % overflowBytes);
    const local = left <= most ? left : leastLocal;
    const { bytes, from, overflow } = this;
    let next = 0;
    // From the last to the first, since each names the next.
    for (let at = local + overflowBytes * (Math.ceil((size - local) / overflowBytes) - 1); at >= local; at -= overflowBytes) {
      overflow.fill(0);
      overflow.writeUInt32BE(next, 0);
      overflow.set(bytes.subarray(from + at, from + Math.min(size, at + overflowBytes)), 4);
      next = file.append(overflow, 0);
    }
    this.covered = from + local;
    this.under = bytes.readUInt32BE(this.covered);
    bytes.writeUInt32BE(next, this.covered);
    this.to = from + local + 4;
  }

  private kind(value: number): void {
    const { head } = this;
    if (value < 0x80) {
      head[this.headBytes] = value;
      this.headBytes += 1;
      return;
    }
    const bytes = varintBytes(value);
    for (let shift = bytes - 1, rest = value; shift >= 0; shift -= 1) {
      head[this.headBytes + shift] = (rest & 0x7f) | (shift === bytes - 1 ? 0 : 0x80);
      rest >>>= 7;
    }
    this.headBytes += bytes;
  }

  /** Four more than asked for: the number of the page that goes on. */
  private reserve(more: number): void {
    if (this.to + more + 4 <= this.end) return;
    const size = this.to - this.from;
    const grown = Buffer.alloc(before + (size + more + 4) * 2);
    grown.set(this.bytes.subarray(this.from, this.to), before);
    this.bytes = grown;
    this.from = before;
    this.to = before + size;
    this.end = grown.length;
  }
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes += 1;
  return bytes;
}

/** Writes a number of up to 53 bits so that it ends before `end`. @returns where it begins. */
export function varintBefore(bytes: Uint8Array, end: number, value: number): number {
  let at = end - 1;
  bytes[at] = value % 0x80;
  for (let rest = Math.floor(value / 0x80); rest > 0; rest = Math.floor(rest / 0x80)) {
    at -= 1;
    bytes[at] = (rest % 0x80) | 0x80;
  }
  return at;
}
