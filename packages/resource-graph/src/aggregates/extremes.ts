import { compareValues } from '../order.ts';
import { absentOf, type Value } from '../value.ts';
import { type Aggregate, type AggregateCall, type BoundAggregate, single } from './aggregate.ts';
import { argument, onlyIf } from './reading.ts';

/** min and max; nulls are passed over. */
function extreme(call: AggregateCall, conditionAt: number | undefined, sign: 1 | -1): BoundAggregate {
  const { evaluate, type } = argument(call, 0);
  const isMeant = onlyIf(call, conditionAt);
  return single(type, () => {
    let best: Value | undefined;
    return {
      add(row) {
        if (!isMeant(row)) return;
        const value = evaluate(row);
        if (value !== null && (best === undefined || compareValues(value, best) * sign > 0)) best = value;
      },
      result: () => best ?? absentOf(type),
    };
  });
}

export const extremeAggregates: readonly Aggregate[] = [
  { name: 'min', arguments: [1, 1], naming: { prefix: 'min' }, bind: (call) => extreme(call, undefined, -1) },
  { name: 'max', arguments: [1, 1], naming: { prefix: 'max' }, bind: (call) => extreme(call, undefined, 1) },
  { name: 'minif', arguments: [2, 2], naming: { prefix: 'minif' }, bind: (call) => extreme(call, 1, -1) },
  { name: 'maxif', arguments: [2, 2], naming: { prefix: 'maxif' }, bind: (call) => extreme(call, 1, 1) },
];
