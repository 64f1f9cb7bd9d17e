// The WebAssembly module that `assembly/` describes, where there is WebAssembly with SIMD.
import { lineModuleText } from './line-module.generated.ts';

/** What the module offers. Addresses are bytes of its memory. */
export interface LineModule {
  readonly memory: ArrayBuffer;
  /** @returns one of `lineAnswer`. */
  read(from: number, to: number, shift: number): number;
  /** @returns 0 where it is not known whether the line is as JSON.stringify would print it. */
  isPrinted(from: number, to: number): number;
  /** @returns how many lines it found: see `line-search.ts`. */
  findLines(from: number, to: number): number;
  /** A digest of several stretches, by the key of 16 bytes that stood at `digestAt` when it was prepared; it stands behind that in the end. */
  prepareDigests(): void;
  beginDigest(): void;
  addToDigest(from: number, length: number): void;
  endDigest(): void;
  readonly at: Readonly<Record<(typeof places)[number], number>>;
}

/** What `read` says of a line. */
export const lineAnswer = {
  /** It is odd in some way. */
  refused: 0,
  taken: 1,
  unknownType: 2,
  unknownLocation: 3,
  /** Resources of its type are never taken. */
  declined: 4,
} as const;

const places = [
  'result',
  'signs',
  'sought',
  'found',
  'seen',
  'waiting',
  'alone',
  'ids',
  'idWords',
  'types',
  'locations',
  'line',
  'tables',
  'digest',
] as const;

interface Api {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> };
}

let compiled: object | undefined;
let isMissing = false;

/** @returns a module with memory of its own; undefined where there is none to be had. */
export function lineModule(): LineModule | undefined {
  const api = (globalThis as { readonly WebAssembly?: Api }).WebAssembly;
  if (api === undefined || isMissing) return undefined;
  try {
    compiled ??= new api.Module(Uint8Array.from(atob(lineModuleText), (letter) => letter.charCodeAt(0)));
    const { exports } = new api.Instance(compiled);
    const numberOf = (name: string) => (exports[name] as { readonly value: number }).value;
    return {
      memory: (exports['memory'] as { readonly buffer: ArrayBuffer }).buffer,
      read: exports['read'] as LineModule['read'],
      isPrinted: exports['isPrinted'] as LineModule['isPrinted'],
      findLines: exports['findLines'] as LineModule['findLines'],
      prepareDigests: exports['prepareDigests'] as LineModule['prepareDigests'],
      beginDigest: exports['beginDigest'] as LineModule['beginDigest'],
      addToDigest: exports['addToDigest'] as LineModule['addToDigest'],
      endDigest: exports['endDigest'] as LineModule['endDigest'],
      at: Object.fromEntries(places.map((name) => [name, numberOf(`${name}At`)])) as LineModule['at'],
    };
  } catch {
    // No SIMD, no memory, or a page that forbids it: everything is read the plain way.
    isMissing = true;
    return undefined;
  }
}
