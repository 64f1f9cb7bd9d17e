// For whoever looks for resources of a few types in a large estate: nearly all lines are passed over without being parsed.
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { Line } from '../cut/lines.ts';
import type { IndexedLines } from '../read-inputs.ts';
import { isOfLines } from './line-ranges.ts';

/** Smaller files are read as they are. */
const smallest = 4 << 20;
const pieceBytes = 1 << 20;
const lineFeed = 10;
const slash = 47;
const beginning = new TextEncoder().encode('{"id":"/subscriptions/');
const guidBytes = 36;

/**
 * @param types that are looked for, in any case
 * @returns what `OpenOptions.index` asks: of a large file of lines those that may be such a resource, or anything but a resource within a
 *   subscription; undefined for every other input, which is then read in full
 */
export function linesOfTypes(types: readonly string[]): (file: { readonly path: string } | undefined) => Promise<IndexedLines | undefined> {
  const named = anyOf(types);
  return async (file) => {
    if (file === undefined || !isLarge(file.path)) return undefined;
    const { size } = statSync(file.path);
    return {
      bytes: size,
      elsewhere: () => ({ entries: 0, refused: 0, problems: [], unlisted: 0 }),
      async *lines() {
        yield* wantedLines(file.path, size, named);
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

/** What all begin with stands before the choice: such patterns are searched for several times as fast. */
function anyOf(types: readonly string[]): RegExp {
  const [first = ''] = types;
  let length = 0;
  while (length < first.length && types.every((type) => type[length] === first[length])) length += 1;
  const escaped = (text: string) => text.replace(/[^\w/]/g, '\\$&');
  return new RegExp(`${escaped(first.slice(0, length))}(?:${types.map((type) => escaped(type.slice(length))).join('|')})`, 'gi');
}

function* wantedLines(path: string, size: number, named: RegExp): Iterable<Omit<Line, 'largest'>> {
  const file = openSync(path, 'r');
  try {
    let bytes = Buffer.allocUnsafeSlow(pieceBytes);
    let filled = 0;
    let base = 0;
    let line = 0;
    for (;;) {
      const count = readSync(file, bytes, filled, Math.min(bytes.length - filled, size - base - filled), base + filled);
      filled += count;
      const isLast = count === 0 || base + filled >= size;
      const end = isLast ? filled : bytes.subarray(0, filled).lastIndexOf(lineFeed) + 1;
      if (end === 0 && !isLast) {
        // A line longer than the room for it.
        if (filled === bytes.length) bytes = Buffer.concat([bytes, Buffer.allocUnsafeSlow(bytes.length)]);
        continue;
      }
      const piece = bytes.subarray(0, end);
      const hits = hitsIn(piece, named);
      let next = hits.next();
      for (let from = 0; from < end; ) {
        const feed = piece.indexOf(lineFeed, from);
        const to = feed === -1 ? end : feed;
        line += 1;
        let isHit = !isWithinSubscription(piece, from, to);
        for (; next.done !== true && next.value < to; next = hits.next()) isHit = true;
        if (isHit) yield { bytes: piece, from, to, line, isLast: base + to >= size };
        from = to + 1;
      }
      if (isLast) return;
      bytes.copyWithin(0, end, filled);
      filled -= end;
      base += end;
    }
  } finally {
    closeSync(file);
  }
}

/** @yields where a type is named, or written with escapes that may hide one, in rising order. */
function* hitsIn(piece: Buffer, named: RegExp): Generator<number, undefined> {
  const hits: number[] = [];
  for (const match of piece.toString('latin1').matchAll(named)) hits.push(match.index);
  for (const escape of ['\\u', '\\/']) for (let at = piece.indexOf(escape); at !== -1; at = piece.indexOf(escape, at + 2)) hits.push(at);
  yield* hits.sort((a, b) => a - b);
  return undefined;
}

function isWithinSubscription(piece: Buffer, from: number, to: number): boolean {
  const behind = from + beginning.length + guidBytes;
  if (to <= behind || piece[behind] !== slash) return false;
  for (let at = beginning.length - 1; at >= 0; at -= 1) if (piece[from + at] !== beginning[at]) return false;
  return true;
}
