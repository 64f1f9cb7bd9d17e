import { bind } from '../bind/bind.ts';
import type { Context, Names, Table } from '../context.ts';
import { ColumnNames, onlyName } from '../naming.ts';
import { nameOf } from '../naming-of-values.ts';
import type { Named } from '../syntax/node.ts';
import type { Value } from '../value.ts';
import { mapped } from './rows.ts';

/** Adds columns; one of a name that exists takes its place. */
export function extend(input: Table, node: { readonly columns: readonly Named[] }, context: Context, names: Names): Table {
  const scope = { context, columns: input.columns, names };
  const columns = [...input.columns];
  const written = new ColumnNames();
  const slots = node.columns.map((named) => {
    const { evaluate, type } = bind(named.of, scope);
    const own = onlyName(named);
    if (own !== undefined) written.claim(own, named.at);
    const name = own ?? nameOf(named.of);
    const at = name === undefined ? -1 : columns.findIndex((column) => column.name === name);
    const isOver = at !== -1 && (own !== undefined || named.of.kind === 'name' || at < input.columns.length);
    const index = isOver ? at : columns.length;
    const found = isOver && name !== undefined ? name : new ColumnNames(columns.map((column) => column.name)).make(name);
    columns[index] = { name: found, type };
    return { index, evaluate };
  });
  return mapped(input, context, columns, (row) => {
    const made: Value[] = row.slice();
    for (const { index, evaluate } of slots) made[index] = evaluate(row);
    return made;
  });
}
