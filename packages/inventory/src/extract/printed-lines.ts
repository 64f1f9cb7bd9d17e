import { lineModule } from './line-module.ts';

/** Bytes of a line that is looked at. */
const longest = 1 << 20;
const blockBytes = 64;
const space = 0x20;

/**
 * @returns what tells that a line of plain JSON is as JSON.stringify would print it. Where it says no, that is not known;
 *   undefined where there is no WebAssembly
 */
export function printedLines(): ((bytes: Uint8Array, from: number, to: number) => boolean) | undefined {
  const module = lineModule();
  if (module === undefined) return undefined;
  const memory = new Uint8Array(module.memory);
  const { line } = module.at;
  return (bytes, from, to) => {
    if (to - from > longest) return false;
    const end = line + to - from;
    memory.set(bytes.subarray(from, to), line);
    // The module looks at whole blocks: what an earlier line has left there must not count.
    memory.fill(space, end, end + blockBytes);
    return module.isPrinted(line, end) !== 0;
  };
}
