import { bind } from '../bind/bind.ts';
import type { Batches, Context, Names, Table } from '../context.ts';
import { invalid } from '../problem.ts';
import type { Expression, OperatorNode } from '../syntax/node.ts';

/** The number of rows that take, top and limit name. */
export function rowCount(node: Expression, what: string, context: Context, names: Names): number {
  const bound = bind(node, { context, columns: [], names });
  const value = bound.isConstant ? bound.evaluate([]) : undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw invalid(`${what} wants a whole number of rows that is written in the query.`, node.at, 'Write the number, such as 10.');
}

export function take(input: Table, node: OperatorNode & { readonly kind: 'take' }, context: Context, names: Names): Table {
  const most = rowCount(node.count, 'take', context, names);
  return { columns: input.columns, rows: () => first(input, most) };
}

/** Stops reading as soon as it has enough. */
async function* first(input: Table, most: number): Batches {
  let left = most;
  if (left === 0) return;
  for await (const batch of input.rows()) {
    const taken = batch.length > left ? batch.slice(0, left) : batch;
    left -= taken.length;
    yield taken;
    if (left === 0) return;
  }
}
