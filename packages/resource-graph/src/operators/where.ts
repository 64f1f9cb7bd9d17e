import { transformed } from '../batches.ts';
import { bind } from '../bind/bind.ts';
import { condition } from '../bind/logical.ts';
import type { Bound, Context, Names, Table } from '../context.ts';
import { demandOf } from '../demand-of.ts';
import type { OperatorNode } from '../syntax/node.ts';

export function where(input: Table, node: OperatorNode & { readonly kind: 'where' }, context: Context, names: Names): Table {
  const scope = { context, columns: input.columns, names };
  const predicate = condition(bind(node.predicate, scope), node.predicate.at, 'where');
  return filtered(input.narrow?.(demandOf(node.predicate, scope)) ?? input, predicate, context);
}

/** What a later where asks of the source goes through this one. */
function filtered(input: Table, predicate: Bound, context: Context): Table {
  const { evaluate } = predicate;
  return {
    columns: input.columns,
    ...(input.narrow === undefined ? {} : { narrow: (demand) => filtered(input.narrow?.(demand) ?? input, predicate, context) }),
    rows: () =>
      transformed(input, context.budget, (row, out) => {
        if (evaluate(row) === true) out.push(row);
      }),
  };
}
