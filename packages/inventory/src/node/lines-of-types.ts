// For whoever looks for resources of a few types in a large estate: nearly all lines are passed over without being parsed.
import { Buffer } from 'node:buffer';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { Line } from '../cut/lines.ts';
import { LineSearch } from '../extract/line-search.ts';
import type { IndexedLines } from '../read-inputs.ts';
import { isOfLines } from './line-ranges.ts';
import { nodePlatform } from './node-platform.ts';

/** Smaller files are read as they are. */
const smallest = 4 << 20;
const lineFeed = 10;

/**
 * @param types that are looked for, in any case
 * @returns what `OpenOptions.index` asks: of a large file of lines those that may be such a resource, or anything but a resource within a
 *   subscription; undefined for every other input, which is then read in full
 */
export function linesOfTypes(types: readonly string[]): (file: { readonly path: string } | undefined) => Promise<IndexedLines | undefined> {
  let search: LineSearch | undefined;
  return async (file) => {
    if (file === undefined || !isLarge(file.path)) return undefined;
    search ??= LineSearch.of(types);
    const found = search;
    if (found === undefined) return undefined;
    const { size } = statSync(file.path);
    return {
      bytes: size,
      elsewhere: () => ({ entries: 0, refused: 0, problems: [], unlisted: 0 }),
      async *lines() {
        yield* wantedLines(file.path, size, found);
      },
    };
  };
}

/** What cannot be read is left to be told by who reads it. */
function isLarge(path: string): boolean {
  try {
    return statSync(path).size >= smallest && isOfLines(path);
  } catch {
    return false;
  }
}

function* wantedLines(path: string, size: number, search: LineSearch): Iterable<Omit<Line, 'largest'>> {
  const room = Buffer.from(search.room.buffer, search.room.byteOffset, search.room.length);
  const file = openSync(path, 'r');
  try {
    let line = 0;
    for (let base = 0; base < size; ) {
      const filled = readSync(file, room, 0, Math.min(room.length - 1, size - base), base);
      if (filled === 0) return;
      const isLast = base + filled >= size;
      const end = isLast ? filled : room.lastIndexOf(lineFeed, filled - 1) + 1;
      if (end === 0) {
        // Longer than the room: whoever asks looks at it.
        const bytes = longLine(file, base, size);
        line += 1;
        yield { bytes, from: 0, to: bytes.length, line, isLast: base + bytes.length >= size };
        base += bytes.length + 1;
        continue;
      }
      if (isLast) room[end] = lineFeed;
      const to = room[end - 1] === lineFeed ? end : end + 1;
      for (let from = 0; from < to; ) {
        const { found, next, lines } = search.find(from, to);
        for (const one of found)
          yield { bytes: room, from: one.from, to: one.to, line: line + one.before + 1, isLast: base + one.to >= size };
        line += lines;
        from = next;
      }
      base += end;
    }
  } finally {
    closeSync(file);
  }
}

function longLine(file: number, base: number, size: number): Uint8Array {
  let bytes = nodePlatform.allocate(4 << 20);
  for (let filled = 0; ; ) {
    if (filled === bytes.length) {
      const grown = nodePlatform.allocate(bytes.length * 2);
      grown.set(bytes);
      bytes = grown;
    }
    const count = readSync(file, bytes, filled, Math.min(bytes.length - filled, size - base - filled), base + filled);
    const feed = bytes.subarray(filled, filled + count).indexOf(lineFeed);
    if (feed !== -1 || count === 0) return bytes.subarray(0, filled + Math.max(feed, 0));
    filled += count;
  }
}
