import { printedLines } from '@plumbline/inventory';
import { digestOf } from '../hash.ts';
import { isAsPrinted } from './as-printed.ts';
import type { Spooled } from './spooled.ts';

/** A resource's body as it is kept, and the digest of that. */
export interface KeptBody {
  /** UTF-8. */
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly digest: string;
}

/** Bytes of a type and what else stands before a body whose digest is taken. */
const longestType = 1 << 12;
const withoutModule = 1 << 20;

/** @returns what tells how the body of a resource is kept. What it gives is overwritten by the next. */
export function keptBodies(): (bytes: Buffer, resource: Spooled) => KeptBody {
  const module = printedLines();
  const given = module?.bytes ?? new Uint8Array(longestType + withoutModule);
  const room = Buffer.from(given.buffer, given.byteOffset, given.length);
  const start = module?.start ?? longestType;
  const longest = module?.longest ?? withoutModule;
  let last = '';
  let lastBytes = 0;

  /** Type, space and body, of which the digest is. */
  const digestOfHeld = (type: string, end: number): string => {
    if (type !== last) {
      lastBytes = Buffer.byteLength(type) + 1;
      last = type;
      room.write(`${type} `, start - lastBytes);
    }
    return digestOf(room.subarray(start - lastBytes, end));
  };

  const printed = ({ type }: Spooled, text: string): KeptBody => {
    const body = Buffer.from(text);
    return { bytes: body, from: 0, to: body.length, digest: digestOf(`${type} ${text}`) };
  };

  return (bytes, resource) => {
    const { type, isRaw, from, to } = resource;
    const end = start + to - from;
    if (to - from > longest || type.length * 3 >= longestType) {
      const text = bytes.toString('utf8', from, to);
      return printed(resource, isRaw ? JSON.stringify(JSON.parse(text)) : text);
    }
    bytes.copy(room, start, from, to);
    const isKept = !isRaw || module?.isPrinted(end) === true || isAsPrinted(bytes, from, to);
    if (!isKept) return printed(resource, JSON.stringify(JSON.parse(bytes.toString('utf8', from, to))));
    return { bytes, from, to, digest: digestOfHeld(type, end) };
  };
}
