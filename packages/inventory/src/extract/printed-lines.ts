import { lineModule } from './line-module.ts';

/** Bytes of a line that is looked at. */
const longest = 1 << 20;
const blockBytes = 64;
const space = 0x20;
/** Nothing else stands there while a line is looked at. */
const bytesBefore = 1 << 15;

/** Room for one line at a time. */
export interface LineRoom {
  readonly longest: number;
  /** Holds a line, and something before it, of at most so many bytes. */
  readonly bytes: Uint8Array;
  /** Where the line begins; there is room for more before it. */
  readonly start: number;
  /** @returns whether JSON.stringify would print the line so; where it says no, that is not known. */
  isPrinted(end: number): boolean;
}

/** @returns undefined where there is no WebAssembly */
export function printedLines(): LineRoom | undefined {
  const module = lineModule();
  if (module === undefined) return undefined;
  const { line } = module.at;
  const bytes = new Uint8Array(module.memory, line - bytesBefore, bytesBefore + longest + blockBytes);
  return {
    longest,
    bytes,
    start: bytesBefore,
    isPrinted(end) {
      if (end - bytesBefore > longest) return false;
      // The module looks at whole blocks: what an earlier line has left there must not count.
      bytes.fill(space, end, end + blockBytes);
      return module.isPrinted(line, line + end - bytesBefore) !== 0;
    },
  };
}
