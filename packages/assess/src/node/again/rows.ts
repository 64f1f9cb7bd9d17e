import { listAt } from '../../list-at.ts';
import type { LineTable } from './line-table.ts';

/** For fewer searches than this an index costs more than going through all rows. */
const mostSearches = 200;

/** Finds rows of a table by hashes; what it finds may be another one with the same hash. */
export class Rows {
  readonly table: LineTable;
  private readonly isGone: Uint8Array;
  /** Where the places of each row begin. */
  readonly placesFrom: Uint32Array;
  private readonly rowsByType = new Map<number, readonly number[]>();
  private rowsByKey: Map<number, number[]> | undefined;
  private asked = 0;

  /** @param isGone of rows */
  constructor(table: LineTable, isGone: Uint8Array) {
    this.table = table;
    this.isGone = isGone;
    this.placesFrom = startsOf(table.placeCounts);
  }

  /** Those of lines and of others. */
  withKey(key: number): readonly number[] {
    this.asked += 1;
    const found = this.asked > mostSearches ? (this.indexed().get(key) ?? []) : positionsOf(this.table.keys, key);
    return found.filter((row) => this.isGone[row] !== 1);
  }

  /** Lines of a type, by its position. */
  ofType(type: number): readonly number[] {
    let rows = this.rowsByType.get(type);
    if (rows === undefined) {
      const { types, lines } = this.table;
      const found: number[] = [];
      // They are many, so that a search for each next one costs more than looking at all.
      for (let row = 0; row < lines; row += 1) if (types[row] === type && this.isGone[row] !== 1) found.push(row);
      rows = found;
      this.rowsByType.set(type, rows);
    }
    return rows;
  }

  liesUnder(row: number, place: number): boolean {
    const { places, placeCounts } = this.table;
    const from = this.placesFrom[row] ?? 0;
    const to = from + (placeCounts[row] ?? 0);
    for (let at = from; at < to; at += 1) if (places[at] === place) return true;
    return false;
  }

  placesOf(row: number): Uint32Array {
    const from = this.placesFrom[row] ?? 0;
    return this.table.places.subarray(from, from + (this.table.placeCounts[row] ?? 0));
  }

  private indexed(): Map<number, number[]> {
    if (this.rowsByKey === undefined) {
      this.rowsByKey = new Map();
      for (const [row, key] of this.table.keys.entries()) listAt(this.rowsByKey, key).push(row);
    }
    return this.rowsByKey;
  }
}

/** @returns where the things of each row begin, given how many each has. */
export function startsOf(counts: Uint32Array): Uint32Array {
  const starts = new Uint32Array(counts.length);
  let sum = 0;
  for (let row = 0; row < counts.length; row += 1) {
    starts[row] = sum;
    sum += counts[row] as number;
  }
  return starts;
}

function positionsOf(words: Uint32Array, word: number): readonly number[] {
  const found: number[] = [];
  for (let at = words.indexOf(word); at !== -1; at = words.indexOf(word, at + 1)) found.push(at);
  return found;
}
