import { batchSize } from './batches.ts';
import type { Budget } from './budget.ts';
import type { Batches, SourceRows, Table } from './context.ts';
import { converter } from './convert.ts';
import type { Demand } from './demand.ts';
import { bothDemands } from './demand-of.ts';
import { absentOf, type Column, type JsonObject, type Row, type Value } from './value.ts';

/** Rows of a source as a table; what later conditions demand reaches the source. */
export function scan(
  name: string,
  columns: readonly Column[],
  rowsOf: (demand: Demand) => SourceRows,
  budget: Budget,
  demand: Demand = {},
): Table {
  return {
    columns,
    source: name,
    narrow: (more) => scan(name, columns, rowsOf, budget, bothDemands(demand, more)),
    reading: (names) => {
      const read = columns.flatMap((column) => (names.has(column.name) ? [column.name] : []));
      return scan(name, columns, rowsOf, budget, { ...demand, columns: new Set(read) });
    },
    rows: () => read(columns, demand.columns, { rows: rowsOf(demand), budget }),
  };
}

/** @param wanted what is looked at: the rest would only be held in memory. Absent: all of it. */
async function* read(
  columns: readonly Column[],
  wanted: ReadonlySet<string> | undefined,
  { rows, budget }: { readonly rows: SourceRows; readonly budget: Budget },
): Batches {
  const readers = columns.map(({ name, type }) => ({
    name,
    isWanted: wanted?.has(name) !== false,
    absent: absentOf(type),
    convert: type === 'dynamic' ? undefined : converter('dynamic', type),
  }));
  const rowOf = (object: JsonObject): Row => {
    const row: Value[] = [];
    for (const { name, isWanted, absent, convert } of readers) {
      const value = isWanted ? object[name] : undefined;
      row.push(
        value === undefined || value === null
          ? absent
          : convert === undefined || (typeof value === 'string' && absent === '')
            ? value
            : convert(value),
      );
    }
    return row;
  };
  let batch: Row[] = [];
  // A plain iterable is read without waiting for each row.
  if (Symbol.iterator in rows) {
    for (const object of rows) {
      batch.push(rowOf(object));
      if (batch.length < batchSize) continue;
      yield batch;
      batch = [];
      if (budget.isDue()) await budget.pause();
    }
  } else {
    for await (const object of rows) {
      batch.push(rowOf(object));
      // What a slow source has given so far goes on, and the clock is looked at, before the batch is full.
      const isDue = budget.isDue();
      if (batch.length < batchSize && !isDue) continue;
      yield batch;
      batch = [];
      if (isDue) await budget.pause();
    }
  }
  if (batch.length > 0) yield batch;
}
