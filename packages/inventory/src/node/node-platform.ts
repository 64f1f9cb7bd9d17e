import { Buffer } from 'node:buffer';
import type { Platform } from '../cut/platform.ts';

// What Buffer.toString('utf8', …) calls in the end; measured over whole files, the checks before it cost as much as a byte walk.
const { utf8Slice } = Buffer.prototype as unknown as { utf8Slice(this: Uint8Array, start: number, end: number): string };

export const nodePlatform: Platform = {
  allocate: (bytes) => Buffer.allocUnsafeSlow(bytes),
  text: (bytes, start, end) => utf8Slice.call(bytes, start, end),
  find: (bytes, sequence, from) => Buffer.prototype.indexOf.call(bytes, sequence, from),
};
