import type { Bound } from '../context.ts';
import { toDynamic } from '../convert.ts';
import { nameOf } from '../naming-of-values.ts';
import { compareValues } from '../order.ts';
import { isArray, type Value } from '../value.ts';
import type { Aggregate, AggregateCall, BoundAggregate } from './aggregate.ts';
import { argumentNode, constantNumber, numberArgument } from './reading.ts';

/** The smallest value that at least so many percent of the values do not exceed: exact, where Kusto estimates. */
function nearestRank(sorted: readonly Value[], percent: number): Value {
  if (sorted.length === 0) return null;
  const rank = Math.ceil((Math.min(100, Math.max(0, percent)) / 100) * sorted.length);
  return sorted[Math.max(0, rank - 1)] ?? null;
}

function gathered(call: AggregateCall, bound: Bound, results: (sorted: readonly Value[]) => readonly Value[]): BoundAggregate['start'] {
  const { budget } = call.scope.context;
  return () => {
    const values: Value[] = [];
    return {
      add(row) {
        const value = bound.evaluate(row);
        if (value === null) return;
        budget.hold(24);
        values.push(value);
      },
      results: () => results(values.sort(compareValues)),
    };
  };
}

function percentiles(call: AggregateCall): BoundAggregate {
  const bound = numberArgument(call, 0, true);
  const percents = call.node.arguments.slice(1).map((_node, index) => constantNumber(call, index + 1) ?? 0);
  const name = nameOf(argumentNode(call, 0)) ?? '';
  return {
    columns: percents.map((percent) => ({
      name: `percentile_${name}_${String(percent).replace('.', '_')}`,
      type: bound.type === 'int' ? 'long' : bound.type,
    })),
    start: gathered(call, bound, (sorted) => percents.map((percent) => nearestRank(sorted, percent))),
  };
}

function percentilesArray(call: AggregateCall): BoundAggregate {
  const bound = numberArgument(call, 0, true);
  const listed = call.bind(argumentNode(call, 1));
  const list = listed.isConstant && listed.type === 'dynamic' ? listed.evaluate([]) : undefined;
  const percents = isArray(list)
    ? list.map(Number)
    : call.node.arguments.slice(1).map((_node, index) => constantNumber(call, index + 1) ?? 0);
  const convert = toDynamic(bound.type);
  return {
    columns: [{ name: `percentiles_${nameOf(argumentNode(call, 0)) ?? ''}`, type: 'dynamic' }],
    start: gathered(call, bound, (sorted) => [percents.map((percent) => convert(nearestRank(sorted, percent)))]),
  };
}

export const distributionAggregates: readonly Aggregate[] = [
  { name: 'percentile', arguments: [2, 2], bind: percentiles },
  { name: 'percentiles', arguments: [2, 32], bind: percentiles },
  { name: 'percentiles_array', arguments: [2, 32], bind: percentilesArray },
];
