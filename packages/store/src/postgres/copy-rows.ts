import { tables } from '../tables.ts';
import { type RowValues, writeText } from '../write/row-values.ts';

/** Tables that are filled by rows made here. */
export type CopiedTable = 'resource' | 'body' | 'assessment' | 'dependency';

/** Rows of one table, as COPY takes them. */
export interface CopyPiece {
  readonly table: CopiedTable;
  readonly bytes: Uint8Array;
}

const usualBytes = 1 << 20;
const signature = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const trailer = 0xffff;
const noValue = 0xffffffff;

/**
 * Rows in PostgreSQL's binary format: how many values, then each with its length before it. The server takes them in less
 * time than as text, and nothing has to be looked through for what must be escaped.
 */
export class CopyRows implements RowValues {
  readonly table: CopiedTable;
  private readonly columns: number;
  private bytes = Buffer.allocUnsafeSlow(usualBytes);
  private to = 0;

  constructor(table: CopiedTable) {
    this.table = table;
    this.columns = Object.keys(tables[table]).length;
  }

  size(): number {
    return this.to;
  }

  begin(): void {
    this.reserve(signature.length + 2);
    if (this.to === 0) this.to = signature.copy(this.bytes);
    this.to = this.bytes.writeUInt16BE(this.columns, this.to);
  }

  text(value: string): void {
    this.reserve(4 + value.length * 3);
    const at = this.to + 4;
    const written = writeText(this.bytes, value, at);
    this.bytes.writeUInt32BE(written, this.to);
    this.to = at + written;
  }

  textOrNull(value: string | null): void {
    if (value !== null) this.text(value);
    else {
      this.reserve(4);
      this.to = this.bytes.writeUInt32BE(noValue, this.to);
    }
  }

  textBytes(value: Uint8Array, from: number, to: number): void {
    this.reserve(4 + to - from);
    this.to = this.bytes.writeUInt32BE(to - from, this.to);
    this.bytes.set(value.subarray(from, to), this.to);
    this.to += to - from;
  }

  /** @param value a safe integer */
  integer(value: number): void {
    this.reserve(12);
    const { bytes, to } = this;
    bytes.writeUInt32BE(8, to);
    bytes.writeInt32BE(Math.floor(value / 2 ** 32), to + 4);
    this.to = bytes.writeUInt32BE(value >>> 0, to + 8);
  }

  /** Values that were made before. */
  made(values: Uint8Array): void {
    this.reserve(values.length);
    this.bytes.set(values, this.to);
    this.to += values.length;
  }

  /** @returns values that `write` makes, for `made` */
  valuesOf(write: (rows: CopyRows) => void): Uint8Array {
    const begun = this.to;
    write(this);
    const values = Uint8Array.from(this.bytes.subarray(begun, this.to));
    this.to = begun;
    return values;
  }

  /** Gives the rows so far, if any, to somebody who keeps their bytes. */
  take(give: (piece: CopyPiece) => void): void {
    if (this.to === 0) return;
    this.reserve(2);
    const end = this.bytes.writeUInt16BE(trailer, this.to);
    give({ table: this.table, bytes: this.bytes.subarray(0, end) });
    this.bytes = Buffer.allocUnsafeSlow(this.bytes.length);
    this.to = 0;
  }

  private reserve(more: number): void {
    if (this.to + more <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow((this.to + more) * 2);
    grown.set(this.bytes.subarray(0, this.to));
    this.bytes = grown;
  }
}
