import { eachRow } from '../batches.ts';
import type { Batches, Context, Table } from '../context.ts';

export function count(input: Table, context: Context): Table {
  async function* rows(): Batches {
    let total = 0;
    await eachRow(input, context.budget, () => {
      total += 1;
    });
    yield [[total]];
  }
  return { columns: [{ name: 'Count', type: 'long' }], rows };
}
