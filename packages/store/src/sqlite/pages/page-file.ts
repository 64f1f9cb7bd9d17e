import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { pageBytes } from './page.ts';
import { copy, PageRoom } from './page-room.ts';

/** Where SQLite's own locks lie: the page that holds this byte is never used. */
const lockPage = 0x4000_0000 / pageBytes + 1;
const pagesAtOnce = 256;
/** For those that are being made. */
const otherPages = 256;

/** Offsets in the header of a database file. */
const header = { pageSize: 16, reserved: 20, changes: 24, pages: 28, autoVacuum: 52, validFor: 92, bytes: 100 } as const;

/** @returns undefined where it has other pages than are made here. */
export function openPageFile(path: string): PageFile | undefined {
  const file = openSync(path, 'r+');
  const own = headerOf(file);
  if (own.readUInt16BE(header.pageSize) === pageBytes && own[header.reserved] === 0 && own.readUInt32BE(header.autoVacuum) === 0)
    return new PageFile(file);
  closeSync(file);
  return undefined;
}

/** Whether pages like ours can be added to a database file. */
export function hasUsualPages(path: string): boolean {
  const file = openPageFile(path);
  file?.close();
  return file !== undefined;
}

/** Appends pages to a database file that nobody writes to meanwhile. */
export class PageFile {
  /** For what makes pages as well. */
  readonly room = new PageRoom((pagesAtOnce + otherPages) * pageBytes);
  private readonly file: number;
  private readonly waiting = this.room.take(pagesAtOnce * pageBytes);
  private filled = 0;
  /** In the file, without those that wait. */
  private count = 0;
  private isClosed = false;

  constructor(file: number) {
    this.file = file;
  }

  /** To be called before the first page, and when somebody else has written. */
  continue(): void {
    this.count = Math.ceil(fstatSync(this.file).size / pageBytes);
  }

  /** @param from where the page begins. @returns its number */
  append(bytes: Uint8Array, from: number): number {
    if (this.count + this.filled + 1 === lockPage) this.add(nothing, 0);
    return this.add(bytes, from);
  }

  /** Puts a page in the place of one that was there before. */
  replace(number: number, bytes: Uint8Array, from: number): void {
    writeAt(this.file, { bytes, from, to: from + pageBytes }, (number - 1) * pageBytes);
  }

  /** Makes what was appended a part of the database, and those who have it open read it anew. */
  settle(): void {
    this.flush();
    const own = headerOf(this.file);
    const changes = (own.readUInt32BE(header.changes) + 1) >>> 0;
    own.writeUInt32BE(changes, header.changes);
    own.writeUInt32BE(changes, header.validFor);
    own.writeUInt32BE(this.count, header.pages);
    writeAt(this.file, { bytes: own, from: 0, to: own.length }, 0);
  }

  close(): void {
    if (!this.isClosed) closeSync(this.file);
    this.isClosed = true;
  }

  private add(page: Uint8Array, from: number): number {
    const { bytes, start } = this.waiting;
    copy(page, from, from + pageBytes, bytes, start + this.filled * pageBytes);
    this.filled += 1;
    const number = this.count + this.filled;
    if (this.filled === pagesAtOnce) this.flush();
    return number;
  }

  private flush(): void {
    const { bytes, start } = this.waiting;
    writeAt(this.file, { bytes, from: start, to: start + this.filled * pageBytes }, this.count * pageBytes);
    this.count += this.filled;
    this.filled = 0;
  }
}

const nothing = new Uint8Array(pageBytes);

function writeAt(
  file: number,
  { bytes, from, to }: { readonly bytes: Uint8Array; readonly from: number; readonly to: number },
  offset: number,
): void {
  for (let at = from; at < to; ) at += writeSync(file, bytes, at, to - at, offset + at - from);
}

function headerOf(file: number): Buffer {
  const bytes = Buffer.alloc(header.bytes);
  readSync(file, bytes, 0, bytes.length, 0);
  return bytes;
}
