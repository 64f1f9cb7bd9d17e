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

/** The rows that an operator makes, gathered into batches of which each is counted before it goes on. */
export class MadeRows {
  readonly #budget: Budget;
  readonly #what: string;
  #rows: Row[] = [];
  #taken = 0;

  /** @param what names the operator to whoever asks for more rows than it may make. */
  constructor(budget: Budget, what: string) {
    this.#budget = budget;
    this.#what = what;
  }

  get isEmpty(): boolean {
    return this.#rows.length === 0;
  }

  /** @returns whether a batch is full. */
  add(row: Row): boolean {
    return this.#rows.push(row) >= batchSize;
  }

  /**
   * The rows since the last batch.
   * @throws {Refusal} when these are more than the operator may make
   */
  take(): Row[] {
    const batch = this.#rows;
    this.#rows = [];
    this.#taken += batch.length;
    this.#budget.count(this.#taken, this.#what);
    return batch;
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
