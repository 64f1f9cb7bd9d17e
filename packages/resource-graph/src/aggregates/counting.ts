import { weightOf } from '../budget.ts';
import { jsonText } from '../convert.ts';
import type { Value } from '../value.ts';
import { type Aggregate, type AggregateCall, type BoundAggregate, single } from './aggregate.ts';
import { argument, onlyIf } from './reading.ts';

/** count(x) counts the rows of a condition; of anything else, such as count(id) and count(*), all rows. */
function isCondition(call: AggregateCall): boolean {
  const [node] = call.node.arguments;
  return node !== undefined && node.kind !== 'star' && call.bind(node).type === 'bool';
}

function counting(call: AggregateCall, conditionAt: number | undefined): BoundAggregate {
  const isMeant = onlyIf(call, conditionAt);
  if (conditionAt === undefined) {
    return single('long', () => {
      let count = 0;
      return {
        add() {
          count += 1;
        },
        result: () => count,
      };
    });
  }
  return single('long', () => {
    let count = 0;
    return {
      add(row) {
        if (isMeant(row)) count += 1;
      },
      result: () => count,
    };
  });
}

/** Exact, where Kusto estimates. Nulls and empty texts: null is not counted, an empty text is a value. */
function distinctly(call: AggregateCall, conditionAt: number | undefined): BoundAggregate {
  const { evaluate } = argument(call, 0);
  const isMeant = onlyIf(call, conditionAt);
  const { budget } = call.scope.context;
  return single('long', () => {
    const seen = new Set<Value>();
    return {
      add(row) {
        if (!isMeant(row)) return;
        const value = evaluate(row);
        if (value === null) return;
        const key = typeof value === 'object' ? jsonText(value) : value;
        if (seen.has(key)) return;
        budget.hold(weightOf(key) + 32);
        seen.add(key);
      },
      result: () => seen.size,
    };
  });
}

export const countingAggregates: readonly Aggregate[] = [
  {
    name: 'count',
    aliases: ['cnt'],
    arguments: [0, 1],
    naming: { prefix: 'count' },
    bind: (call) => counting(call, isCondition(call) ? 0 : undefined),
  },
  { name: 'countif', arguments: [1, 1], naming: { prefix: 'countif' }, bind: (call) => counting(call, 0) },
  { name: 'dcount', arguments: [1, 2], naming: { prefix: 'dcount' }, bind: (call) => distinctly(call, undefined) },
  { name: 'dcountif', arguments: [2, 3], naming: { prefix: 'dcountif' }, bind: (call) => distinctly(call, 1) },
  { name: 'count_distinct', arguments: [1, 1], naming: { prefix: 'count_distinct' }, bind: (call) => distinctly(call, undefined) },
  { name: 'count_distinctif', arguments: [2, 2], naming: { prefix: 'count_distinctif' }, bind: (call) => distinctly(call, 1) },
];
