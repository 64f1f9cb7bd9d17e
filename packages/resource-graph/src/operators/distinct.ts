import { transformed } from '../batches.ts';
import { bind } from '../bind/bind.ts';
import { columnAt } from '../bind/name.ts';
import { weightOf } from '../budget.ts';
import type { Context, Names, Table } from '../context.ts';
import { keyReader } from '../key.ts';
import { ColumnNames, onlyName } from '../naming.ts';
import { nameOf } from '../naming-of-values.ts';
import type { OperatorNode } from '../syntax/node.ts';
import type { Value } from '../value.ts';

export function distinct(input: Table, node: OperatorNode & { readonly kind: 'distinct' }, context: Context, names: Names): Table {
  const scope = { context, columns: input.columns, names };
  const taken = new ColumnNames();
  const parts = node.columns.flatMap((column) => {
    if (column.of.kind === 'star')
      return input.columns.map((each, index) => ({ name: taken.claim(each.name, column.at), bound: columnAt(index, each) }));
    const own = onlyName(column);
    return [{ name: own === undefined ? taken.make(nameOf(column.of)) : taken.claim(own, column.at), bound: bind(column.of, scope) }];
  });
  const bounds = parts.map((part) => part.bound);
  const keyOf = keyReader(bounds);
  const { budget } = context;
  return {
    columns: parts.map(({ name, bound }) => ({ name, type: bound.type })),
    rows() {
      const seen = new Set<Value>();
      return transformed(input, budget, (row, out) => {
        const key = keyOf(row);
        if (seen.has(key)) return;
        seen.add(key);
        budget.hold(weightOf(key) + 32);
        budget.count(seen.size, 'distinct');
        out.push(bounds.map((bound) => bound.evaluate(row)));
      });
    },
  };
}
