import { batchSize } from '../batches.ts';
import type { Batches, Context, Names, Table } from '../context.ts';
import type { OperatorNode } from '../syntax/node.ts';
import type { Row } from '../value.ts';
import { expansionOf } from './expand.ts';

export function mvExpand(input: Table, node: OperatorNode & { readonly kind: 'mv-expand' }, context: Context, names: Names): Table {
  const { columns, expand } = expansionOf(input, node, context, names);
  const { budget } = context;
  async function* rows(): Batches {
    let made = 0;
    let out: Row[] = [];
    for await (const batch of input.rows()) {
      for (const row of batch) {
        for (const expanded of expand(row)) {
          out.push(expanded);
          if (out.length < batchSize) continue;
          made += out.length;
          budget.count(made, 'mv-expand');
          yield out;
          out = [];
          if (budget.isDue()) await budget.pause();
        }
        if (budget.step()) await budget.pause();
      }
      if (out.length === 0) continue;
      made += out.length;
      yield out;
      out = [];
    }
  }
  return { columns, rows };
}
