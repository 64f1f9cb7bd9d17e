import { closeSync, openSync, readSync } from 'node:fs';
import type { Assessment } from '../assessment.ts';
import type { ListPlace } from './tasks.ts';

const pieceBytes = 1 << 20;
const lineFeed = 10;

/** Reads lists of assessments back, one place after the other. */
export function* assessmentsIn(places: Iterable<ListPlace>): Iterable<Assessment> {
  for (const place of places) yield* assessmentsAt(place);
}

function* assessmentsAt({ path, offset, bytes }: ListPlace): Iterable<Assessment> {
  if (bytes === 0) return;
  const file = openSync(path, 'r');
  try {
    let buffer = Buffer.allocUnsafe(pieceBytes);
    let filled = 0;
    for (let at = offset; at < offset + bytes; ) {
      if (filled === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
      const count = readSync(file, buffer, filled, Math.min(buffer.length - filled, offset + bytes - at), at);
      if (count === 0) return;
      at += count;
      filled += count;
      let start = 0;
      for (let feed = buffer.indexOf(lineFeed); feed !== -1 && feed < filled; feed = buffer.indexOf(lineFeed, start)) {
        yield JSON.parse(buffer.toString('utf8', start, feed)) as Assessment;
        start = feed + 1;
      }
      buffer.copy(buffer, 0, start, filled);
      filled -= start;
    }
  } finally {
    closeSync(file);
  }
}
