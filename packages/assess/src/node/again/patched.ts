// What is remembered of a part's lines, changed where it stands. Most changes leave every line in its place with the same id, and then all
// but a few words of some hundred kilobytes are as they were.
import type { Entry } from '@plumbline/inventory';
import { wordsOfKeys } from '../../alike/line-keys.ts';
import { type LineTable, wordsOfDigest } from './line-table.ts';
import type { FreshLine, LinesAgain } from './lines-again.ts';
import { hashPlaces } from './place-hash.ts';
import { type Rows, startsOf } from './rows.ts';

export interface Judged {
  readonly vector: number;
  readonly looks: readonly number[];
}

/** A row to be written once more. */
interface Patch {
  readonly row: number;
  readonly judged: Judged;
  /** The line that stands there now; absent: the one that did. */
  readonly line?: FreshLine;
}

interface Changes {
  readonly rows: Rows;
  readonly lines: LinesAgain;
  /** What the fresh lines hold, and how it was judged. */
  readonly added: readonly Entry[];
  readonly judgedAdded: readonly Judged[];
  /** Rows that stay. */
  readonly judgedByRow: ReadonlyMap<number, Judged>;
}

/** @returns undefined where lines were moved, came or went, or where something needs more or less room than it had. */
export function patchesOf({ rows, lines, added, judgedAdded, judgedByRow }: Changes): readonly Patch[] | undefined {
  const { table } = rows;
  const { order, fresh } = lines;
  if (order.length !== table.lines) return undefined;
  const patches: Patch[] = Array.from(judgedByRow, ([row, judged]) => ({ row, judged }));
  for (const row of changedIn(order)) {
    const now = order[row] as number;
    const line = fresh[-1 - now];
    const entry = added[-1 - now];
    const judged = judgedAdded[-1 - now];
    if (now >= 0 || line === undefined || entry === undefined || judged === undefined) return undefined;
    if (!isSameResource(rows, row, entry)) return undefined;
    patches.push({ row, judged, line });
  }
  return patches.every(({ row, judged }) => table.lookCounts[row] === judged.looks.length) ? patches : undefined;
}

/** Positions at which another row stands than before. */
function changedIn(order: Int32Array): number[] {
  const changed: number[] = [];
  for (let row = 0; row < order.length; row += 1) if (order[row] !== row) changed.push(row);
  return changed;
}

/** @param pieces as many words as there are */
export function patch(table: LineTable, patches: readonly Patch[], pieces: Uint32Array): void {
  const looksFrom = startsOf(table.lookCounts);
  for (const { row, judged, line } of patches) {
    table.vectors[row] = judged.vector;
    table.looks.set(judged.looks, looksFrom[row] ?? 0);
    if (line === undefined) continue;
    table.digests.set(line.digest, row * wordsOfDigest);
    table.reads.set(line.reads, row * wordsOfKeys);
    table.bytes[row] = line.bytes;
  }
  table.pieces.set(pieces);
}

/** Whether a row has all that a fresh line would have written down: two ids may have one hash. */
function isSameResource(rows: Rows, row: number, entry: Entry): boolean {
  const { keys, types, subscriptions, flags, names } = rows.table;
  const places: number[] = [];
  if (flags[row] !== 0 || keys[row] !== hashPlaces(entry.key, places)) return false;
  if (names.types[types[row] ?? 0] !== entry.type || names.subscriptions[subscriptions[row] ?? 0] !== entry.subscription) return false;
  const known = rows.placesOf(row);
  return known.length === places.length && places.every((place, at) => place === known[at]);
}
