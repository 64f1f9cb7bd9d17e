import { Refusal } from './problem.ts';
import type { Column } from './value.ts';

const known = new WeakMap<readonly Column[], ReadonlyMap<string, number>>();

/** Where a column stands; -1 where it is not. The list of columns is never changed after it was asked. */
export function columnIndex(columns: readonly Column[], name: string): number {
  let indices = known.get(columns);
  if (indices === undefined) {
    indices = new Map(columns.map((column, index) => [column.name, index]));
    known.set(columns, indices);
  }
  return indices.get(name) ?? -1;
}

/** The most columns that rows may have. */
const maximumColumns = 2000;

export function demandFewColumns(count: number, at: number): void {
  if (count <= maximumColumns) return;
  throw new Refusal(
    'QueryTooLarge',
    `Rows have more than ${maximumColumns} columns here.`,
    'Put values into one dynamic column with bag_pack(...).',
    at,
  );
}
