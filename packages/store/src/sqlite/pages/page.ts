import { copy, type PageRoom } from './page-room.ts';

/** Bytes of a page: SQLite's default, which this store never changes. */
export const pageBytes = 4096;

/** As the first byte of a page says it. */
export const pageKinds = { indexInterior: 2, tableInterior: 5, indexLeaf: 10, tableLeaf: 13 } as const;
export type PageKind = (typeof pageKinds)[keyof typeof pageKinds];

/** A page of a b-tree in the making: cells grow from its end, pointers to them from its head. */
export class Page {
  readonly bytes: Buffer;
  /** Where it begins in them. */
  readonly start: number;
  count = 0;
  private top: number;
  /** Where the next pointer goes. */
  private pointer: number;
  private readonly head: number;
  private readonly isInterior: boolean;

  constructor(kind: PageKind, room: PageRoom) {
    const { bytes, start } = room.take(pageBytes);
    this.bytes = bytes;
    this.start = start;
    this.isInterior = kind === pageKinds.indexInterior || kind === pageKinds.tableInterior;
    this.head = start + (this.isInterior ? 12 : 8);
    this.pointer = this.head;
    this.top = start + pageBytes;
    this.bytes[start] = kind;
  }

  /** @param size of the cell, without the child that stands before it on an interior page */
  hasRoom(size: number): boolean {
    return this.pointer + 2 + size + (this.isInterior ? 4 : 0) <= this.top;
  }

  /** @param child the page of what comes before this cell; only on interior pages */
  put(cell: Uint8Array, from: number, to: number, child: number): void {
    const { bytes, pointer } = this;
    let top = this.top - (to - from);
    copy(cell, from, to, bytes, top);
    if (this.isInterior) {
      top -= 4;
      bytes.writeUInt32BE(child, top);
    }
    bytes[pointer] = (top - this.start) >> 8;
    bytes[pointer + 1] = top - this.start;
    this.top = top;
    this.pointer = pointer + 2;
    this.count += 1;
  }

  /** Takes the last cell back. */
  pop(): { readonly cell: Uint8Array; readonly child: number } {
    const { bytes, start } = this;
    this.count -= 1;
    this.pointer -= 2;
    const end = start + (this.count === 0 ? pageBytes : bytes.readUInt16BE(this.pointer - 2));
    const from = this.top + (this.isInterior ? 4 : 0);
    const child = this.isInterior ? bytes.readUInt32BE(this.top) : 0;
    const cell = Uint8Array.from(bytes.subarray(from, end));
    this.top = end;
    return { cell, child };
  }

  /** @param last the page of what comes behind all cells; only on interior pages */
  finish(last: number): this {
    const { bytes, start } = this;
    bytes.writeUInt16BE(this.count, start + 3);
    bytes.writeUInt16BE(this.top - start, start + 5);
    if (this.isInterior) bytes.writeUInt32BE(last, start + 8);
    return this;
  }

  clear(): void {
    this.count = 0;
    this.pointer = this.head;
    this.top = this.start + pageBytes;
  }
}
