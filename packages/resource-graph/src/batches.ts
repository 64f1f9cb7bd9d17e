import type { Budget } from './budget.ts';
import type { Batches, Table } from './context.ts';
import type { Row } from './value.ts';

/** Rows that go from step to step at once. */
export const batchSize = 512;

/** Each row gives as many rows as `step` adds to `out`. */
export async function* transformed(input: Table, budget: Budget, step: (row: Row, out: Row[]) => void): Batches {
  for await (const batch of input.rows()) {
    let out: Row[] = [];
    for (const row of batch) {
      step(row, out);
      if (out.length >= batchSize) {
        yield out;
        out = [];
      }
      if (budget.step()) await budget.pause();
    }
    if (out.length > 0) yield out;
  }
}

/** Rows that are already there, in batches. */
export async function* batched(rows: Iterable<Row>, budget: Budget): Batches {
  let batch: Row[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
    if (budget.isDue()) await budget.pause();
  }
  if (batch.length > 0) yield batch;
}

/** Reads a table whole, row by row, letting others run in between. */
export async function eachRow(input: Table, budget: Budget, visit: (row: Row) => void): Promise<void> {
  for await (const batch of input.rows()) {
    for (const row of batch) {
      visit(row);
      if (budget.step()) await budget.pause();
    }
  }
}
