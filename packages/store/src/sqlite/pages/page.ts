/** Bytes of a page: SQLite's default, which this store never changes. */
export const pageBytes = 4096;

/** As the first byte of a page says it. */
export const pageKinds = { indexInterior: 2, tableInterior: 5, indexLeaf: 10, tableLeaf: 13 } as const;
export type PageKind = (typeof pageKinds)[keyof typeof pageKinds];

/** A page of a b-tree in the making: cells grow from its end, pointers to them from its head. */
export class Page {
  readonly bytes = Buffer.alloc(pageBytes);
  count = 0;
  private top = pageBytes;
  private readonly head: number;
  private readonly isInterior: boolean;

  constructor(kind: PageKind) {
    this.isInterior = kind === pageKinds.indexInterior || kind === pageKinds.tableInterior;
    this.head = this.isInterior ? 12 : 8;
    this.bytes[0] = kind;
  }

  /** @param size of the cell, without the child that stands before it on an interior page */
  hasRoom(size: number): boolean {
    return this.head + 2 * (this.count + 1) + size + (this.isInterior ? 4 : 0) <= this.top;
  }

  /** @param child the page of what comes before this cell; only on interior pages */
  put(cell: Uint8Array, from: number, to: number, child: number): void {
    const { bytes } = this;
    this.top -= to - from;
    bytes.set(cell.subarray(from, to), this.top);
    if (this.isInterior) {
      this.top -= 4;
      bytes.writeUInt32BE(child, this.top);
    }
    const at = this.head + 2 * this.count;
    bytes[at] = this.top >> 8;
    bytes[at + 1] = this.top;
    this.count += 1;
  }

  /** Takes the last cell back. */
  pop(): { readonly cell: Uint8Array; readonly child: number } {
    this.count -= 1;
    const end = this.count === 0 ? pageBytes : this.bytes.readUInt16BE(this.head + 2 * (this.count - 1));
    const start = this.top + (this.isInterior ? 4 : 0);
    const child = this.isInterior ? this.bytes.readUInt32BE(this.top) : 0;
    const cell = Uint8Array.from(this.bytes.subarray(start, end));
    this.top = end;
    return { cell, child };
  }

  /** @param last the page of what comes behind all cells; only on interior pages */
  finished(last: number): Buffer {
    const { bytes } = this;
    bytes.writeUInt16BE(this.count, 3);
    bytes.writeUInt16BE(this.top, 5);
    if (this.isInterior) bytes.writeUInt32BE(last, 8);
    return bytes;
  }

  clear(): void {
    this.count = 0;
    this.top = pageBytes;
  }
}
