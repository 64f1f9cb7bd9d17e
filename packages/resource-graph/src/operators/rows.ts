import { transformed } from '../batches.ts';
import type { Context, Table } from '../context.ts';
import type { Column, Row } from '../value.ts';

/** A table of other columns, each row made from one row. */
export const mapped = (input: Table, context: Context, columns: readonly Column[], make: (row: Row) => Row): Table => ({
  columns,
  rows: () => transformed(input, context.budget, (row, out) => out.push(make(row))),
});
