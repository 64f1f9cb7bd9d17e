import { bind } from '../bind/bind.ts';
import { demandFewColumns } from '../column-index.ts';
import type { Context, Names, Table } from '../context.ts';
import { ColumnNames, onlyName } from '../naming.ts';
import { nameOf } from '../naming-of-values.ts';
import type { Named } from '../syntax/node.ts';
import type { Value } from '../value.ts';
import { mapped } from './rows.ts';

/** Adds columns; one of a name that exists takes its place. */
export function extend(
  input: Table,
  node: { readonly columns: readonly Named[]; readonly at: number },
  context: Context,
  names: Names,
): Table {
  const scope = { context, columns: input.columns, names };
  const columns = [...input.columns];
  demandFewColumns(columns.length + node.columns.length, node.at);
  const taken = new ColumnNames(columns.map((column) => column.name));
  const written = new ColumnNames();
  const indices = new Map(columns.map((column, index) => [column.name, index]));
  const slots = node.columns.map((named) => {
    const { evaluate, type } = bind(named.of, scope);
    const own = onlyName(named);
    if (own !== undefined) written.claim(own, named.at);
    const wanted = own ?? nameOf(named.of);
    const existing = wanted === undefined ? undefined : indices.get(wanted);
    // A made-up name takes the place of a column that was there before, not of one that this extend adds.
    const isOver = existing !== undefined && (own !== undefined || existing < input.columns.length);
    const index = isOver ? existing : columns.length;
    const name = isOver && wanted !== undefined ? wanted : taken.make(wanted);
    columns[index] = { name, type };
    indices.set(name, index);
    return { index, evaluate };
  });
  return mapped(input, context, columns, (row) => {
    const made: Value[] = row.slice();
    for (const { index, evaluate } of slots) made[index] = evaluate(row);
    return made;
  });
}
