// Indexes a file by a few of its lines. Exports are mostly in the order of subscriptions: where two lines far apart belong to the same one,
// those between are taken to. Whoever reads them finds out whether that is so (`RunReader.read`), so that the file is read once.
import { closeSync, openSync, readSync } from 'node:fs';
import { LineIndex, subscriptionInHead } from '../cut/line-index.ts';
import { addLines, type RangeIndex } from './line-ranges.ts';
import { nodePlatform } from './node-platform.ts';

/** Bytes between the lines that are looked at. Where two are of different subscriptions, one between them is looked at too, and so on. */
const usualStep = 256 << 10;
/** Stretches no longer than this are looked at line by line, where a subscription ends in them. */
const leastStretch = 16 << 10;
/** Read at each place: one whole line is mostly in it, and the beginning of the next. */
const sampleBytes = 4 << 10;
/** So many stretches decide whether looking at single lines pays: not where subscriptions end in more than a quarter of them. */
const trial = 64;
const lineFeed = 10;

interface Sample {
  /** Where the line begins. */
  readonly offset: number;
  /** undefined: its first bytes do not tell. */
  readonly subscription: string | undefined;
}

/**
 * @param size where the file is taken to end
 * @param step bytes between the lines that are looked at
 * @returns undefined where the file is in another order, so that all its lines have to be looked at
 */
export function sampledIndex(path: string, size: number, step = usualStep): RangeIndex | undefined {
  const file = openSync(path, 'r');
  try {
    const index = new LineIndex(nodePlatform);
    const met = new Set<string>();
    const bytes = nodePlatform.allocate(sampleBytes);
    let last: Sample = { offset: 0, subscription: undefined };
    let stretches = 0;
    let looked = 0;
    const isInVain = () => stretches === trial && looked > trial / 4;
    /** @returns false where the file is in another order. */
    const add = (next: Sample): boolean => {
      const { offset, subscription } = last;
      const isTaken = subscription !== undefined && next.subscription === subscription;
      if (!isTaken && next.offset - offset > leastStretch) {
        const middle = sampleAt(file, Math.floor((offset + next.offset) / 2), bytes);
        if (middle !== undefined && middle.offset > offset && middle.offset < next.offset) return add(middle) && add(next);
      }
      if (isTaken) index.addTaken(subscription, { offset, end: next.offset - 1 });
      else {
        if (next.subscription !== undefined && met.has(next.subscription)) return false;
        addLines(index, file, { from: offset, to: next.offset, size });
        looked += 1;
      }
      stretches += 1;
      last = next;
      if (next.subscription !== undefined) met.add(next.subscription);
      return !isInVain();
    };
    last = sampleAt(file, 0, bytes) ?? last;
    if (last.subscription !== undefined) met.add(last.subscription);
    for (let at = step; at < size; at += step) {
      const next = sampleAt(file, at, bytes);
      if (next !== undefined && next.offset > last.offset && next.offset < size && !add(next)) return undefined;
    }
    if (!add({ offset: size, subscription: undefined })) return undefined;
    return { ...index.result(), isSampled: true };
  } finally {
    closeSync(file);
  }
}

/** @returns the first line that begins at an offset or behind it; undefined where it begins too far behind. */
function sampleAt(file: number, offset: number, bytes: Uint8Array): Sample | undefined {
  const base = Math.max(0, offset - 1);
  const count = readSync(file, bytes, 0, bytes.length, base);
  const feed = offset === 0 ? -1 : bytes.subarray(0, count).indexOf(lineFeed);
  if (offset > 0 && feed === -1) return undefined;
  const start = feed + 1;
  return { offset: base + start, subscription: subscriptionInHead(nodePlatform, bytes, { start, end: count }) };
}

/** Bytes read at once to count lines. */
const countedBytes = 256 << 10;

/** @param offsets where lines begin @returns their numbers, counted from 1, by those. */
export function lineNumbersAt(path: string, offsets: Iterable<number>): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const wanted = [...new Set(offsets)].sort((a, b) => a - b);
  if (wanted.length === 0) return found;
  const file = openSync(path, 'r');
  try {
    const bytes = nodePlatform.allocate(countedBytes);
    let line = 1;
    let base = 0;
    for (const offset of wanted) {
      while (base < offset) {
        const count = readSync(file, bytes, 0, Math.min(bytes.length, offset - base), base);
        if (count === 0) break;
        const held = bytes.subarray(0, count);
        for (let feed = held.indexOf(lineFeed); feed !== -1; feed = held.indexOf(lineFeed, feed + 1)) line += 1;
        base += count;
      }
      found.set(offset, line);
    }
  } finally {
    closeSync(file);
  }
  return found;
}
