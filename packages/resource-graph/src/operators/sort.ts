import { batched, eachRow } from '../batches.ts';
import { bind } from '../bind/bind.ts';
import { type Budget, weightOfRow } from '../budget.ts';
import type { Batches, Context, Names, Table } from '../context.ts';
import { type Ordering, orderingOf, type Sortable } from '../order.ts';
import type { OperatorNode } from '../syntax/node.ts';
import type { Row } from '../value.ts';
import { rowCount } from './take.ts';

/** Sorted at once: small enough to take a few milliseconds. */
const runLength = 4096;

export function sort(input: Table, node: OperatorNode & { readonly kind: 'sort' }, context: Context, names: Names): Table {
  const ordering = orderingOf(node.keys, { context, columns: input.columns, names }, { bind });
  const { budget } = context;
  async function* rows(): Batches {
    const runs: Sortable[][] = [];
    let run: Sortable[] = [];
    let total = 0;
    await eachRow(input, budget, (row) => {
      budget.hold(weightOfRow(row));
      total += 1;
      run.push(ordering.sortable(row));
      if (run.length < runLength) return;
      budget.count(total, 'sort');
      runs.push(run.sort(ordering.compare));
      run = [];
    });
    runs.push(run.sort(ordering.compare));
    yield* batched(rowsOf(await merged(runs, ordering, budget)), budget);
  }
  return { columns: input.columns, rows };
}

function* rowsOf(sorted: readonly Sortable[]): Iterable<Row> {
  for (const { row } of sorted) yield row;
}

/** Equal rows stay in the order that they came in. */
async function merged(runs: Sortable[][], ordering: Ordering, budget: Budget): Promise<readonly Sortable[]> {
  let level = runs;
  while (level.length > 1) {
    const next: Sortable[][] = [];
    for (let index = 0; index < level.length; index += 2) {
      const left = level[index] ?? [];
      const right = level[index + 1];
      next.push(right === undefined ? left : await mergedPair(left, right, ordering, budget));
    }
    level = next;
  }
  return level[0] ?? [];
}

async function mergedPair(left: readonly Sortable[], right: readonly Sortable[], ordering: Ordering, budget: Budget): Promise<Sortable[]> {
  const out: Sortable[] = [];
  let at = 0;
  let other = 0;
  for (;;) {
    const first = left[at];
    const second = right[other];
    if (first === undefined && second === undefined) return out;
    if (second === undefined || (first !== undefined && ordering.compare(first, second) <= 0)) {
      if (first !== undefined) out.push(first);
      at += 1;
    } else {
      out.push(second);
      other += 1;
    }
    if (budget.step()) await budget.pause();
  }
}

/** Like sort and take, but keeps no more rows than it needs. */
export function top(input: Table, node: OperatorNode & { readonly kind: 'top' }, context: Context, names: Names): Table {
  const ordering = orderingOf(node.keys, { context, columns: input.columns, names }, { bind });
  return topOf(input, ordering, rowCount(node.count, 'top', context, names), context.budget);
}

function topOf(input: Table, ordering: Ordering, most: number, budget: Budget): Table {
  async function* rows(): Batches {
    let kept: Sortable[] = [];
    const room = Math.max(2 * most, most + runLength);
    let isFull = false;
    let worst: Sortable | undefined;
    const cut = (): void => {
      kept = kept.sort(ordering.compare).slice(0, most);
      isFull = kept.length === most;
      worst = kept.at(-1);
    };
    if (most === 0) return;
    await eachRow(input, budget, (row) => {
      const candidate = ordering.sortable(row);
      if (isFull && worst !== undefined && ordering.compare(candidate, worst) >= 0) return;
      budget.hold(weightOfRow(row));
      kept.push(candidate);
      if (kept.length < room) return;
      const before = kept;
      cut();
      const stays = new Set(kept);
      for (const { row: gone } of before.filter((each) => !stays.has(each))) budget.release(weightOfRow(gone));
    });
    cut();
    yield* batched(rowsOf(kept), budget);
  }
  return { columns: input.columns, rows };
}

/** `sort by ... | take n` is top. */
export function sortedTake(
  input: Table,
  node: OperatorNode & { readonly kind: 'sort' },
  takeNode: OperatorNode & { readonly kind: 'take' },
  context: Context,
  names: Names,
): Table {
  const ordering = orderingOf(node.keys, { context, columns: input.columns, names }, { bind });
  return topOf(input, ordering, rowCount(takeNode.count, 'take', context, names), context.budget);
}
