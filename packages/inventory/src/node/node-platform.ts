import { Buffer } from 'node:buffer';
import type { Platform } from '../cut/platform.ts';

/** What Buffer.toString('utf8', …) calls in the end; over a million short values the checks before it are measurable. */
interface Slicing {
  utf8Slice(start: number, end: number): string;
}

export const nodePlatform: Platform = {
  allocate: (bytes) => Buffer.allocUnsafeSlow(bytes),
  // Every window is made by `allocate`, so its bytes are always a Buffer.
  text: (bytes, start, end) => (bytes as Uint8Array & Slicing).utf8Slice(start, end),
  find: (bytes, sequence, from) => (bytes as Buffer).indexOf(sequence, from),
};
