import { batched } from '../batches.ts';
import type { Batches, Context, Names, Table } from '../context.ts';
import type { OperatorNode, Query } from '../syntax/node.ts';
import type { Row, Value } from '../value.ts';
import { expansionOf } from './expand.ts';

type PlanOver = (input: Table, query: Query, names: Names) => Table;

/** Expands each row and runs a query over what came of it; the columns that the query adds stand beside those of the row. */
export function mvApply(
  input: Table,
  node: OperatorNode & { readonly kind: 'mv-apply' },
  context: Context,
  names: Names,
  planOver: PlanOver,
): Table {
  const { columns, expand } = expansionOf(input, { ...node, isArray: false }, context, names);
  const { budget } = context;
  let expanded: Iterable<Row> = [];
  const inner = planOver({ columns, rows: () => batched(expanded, budget) }, node.body, names);
  const added = inner.columns.flatMap((column, index) =>
    input.columns.some((each) => each.name === column.name && each.type === column.type) ? [] : [{ column, index }],
  );
  const replaced = new Map(
    added.flatMap(({ column, index }) => {
      const at = input.columns.findIndex((each) => each.name === column.name);
      return at === -1 ? [] : [[at, index] as const];
    }),
  );
  const beside = added.filter(({ column }) => !input.columns.some((each) => each.name === column.name));
  async function* rows(): Batches {
    let made = 0;
    for await (const batch of input.rows()) {
      for (const row of batch) {
        expanded = expand(row);
        const held = budget.held();
        for await (const results of inner.rows()) {
          made += results.length;
          budget.count(made, 'mv-apply');
          yield results.map((result) => [
            ...row.map((value, at): Value => (replaced.has(at) ? (result[replaced.get(at) ?? 0] ?? null) : value)),
            ...beside.map(({ index }): Value => result[index] ?? null),
          ]);
        }
        // What the query over one row kept is gone with it.
        budget.release(budget.held() - held);
        if (budget.step()) await budget.pause();
      }
    }
  }
  return {
    columns: [
      ...input.columns.map((column, at) => (replaced.has(at) ? (inner.columns[replaced.get(at) ?? 0] ?? column) : column)),
      ...beside.map(({ column }) => column),
    ],
    rows,
  };
}
