import { bind } from '../bind/bind.ts';
import { demandFewColumns } from '../column-index.ts';
import type { Context, Names, Table } from '../context.ts';
import { ColumnNames, onlyName } from '../naming.ts';
import { nameOf } from '../naming-of-values.ts';
import type { OperatorNode } from '../syntax/node.ts';
import type { Value } from '../value.ts';
import { mapped } from './rows.ts';

export function project(input: Table, node: OperatorNode & { readonly kind: 'project' | 'extend' }, context: Context, names: Names): Table {
  const scope = { context, columns: input.columns, names };
  const taken = new ColumnNames();
  // Names that were written come first, so that made-up ones step aside.
  const claimed = node.columns.map((column) => {
    const name = onlyName(column) ?? (column.of.kind === 'name' ? column.of.name : undefined);
    return name === undefined ? undefined : taken.claim(name, column.at);
  });
  demandFewColumns(node.columns.length, node.at);
  const bounds = node.columns.map((column) => bind(column.of, scope));
  const columns = node.columns.map((column, index) => ({
    name: claimed[index] ?? taken.make(nameOf(column.of)),
    type: bounds[index]?.type ?? ('dynamic' as const),
  }));
  const evaluations = bounds.map((bound) => bound.evaluate);
  return mapped(input, context, columns, (row) => evaluations.map((evaluate): Value => evaluate(row)));
}
