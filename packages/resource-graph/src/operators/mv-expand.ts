import { MadeRows } from '../batches.ts';
import type { Batches, Context, Names, Table } from '../context.ts';
import type { OperatorNode } from '../syntax/node.ts';
import { expansionOf } from './expand.ts';

export function mvExpand(input: Table, node: OperatorNode & { readonly kind: 'mv-expand' }, context: Context, names: Names): Table {
  const { columns, expand } = expansionOf(input, node, context, names);
  const { budget } = context;
  async function* rows(): Batches {
    const made = new MadeRows(budget, 'mv-expand');
    for await (const batch of input.rows()) {
      for (const row of batch) {
        for (const expanded of expand(row)) {
          if (!made.add(expanded)) continue;
          yield made.take();
          if (budget.isDue()) await budget.pause();
        }
        if (budget.step()) await budget.pause();
      }
      if (!made.isEmpty) yield made.take();
    }
  }
  return { columns, rows };
}
