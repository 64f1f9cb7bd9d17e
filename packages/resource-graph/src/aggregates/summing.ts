import { invalid } from '../problem.ts';
import type { ScalarType, Value } from '../value.ts';
import { type Aggregate, type AggregateCall, type BoundAggregate, single } from './aggregate.ts';
import { argumentNode, numberArgument, onlyIf } from './reading.ts';

/** Kahan's summation, so that the order of rows hardly shows. */
function startSum(): { add(value: number): void; total(): number } {
  let total = 0;
  let lost = 0;
  return {
    add(value) {
      const corrected = value - lost;
      const next = total + corrected;
      lost = Number.isFinite(next) ? next - total - corrected : 0;
      total = next;
    },
    total: () => total,
  };
}

function sum(call: AggregateCall, conditionAt: number | undefined): BoundAggregate {
  const { evaluate, type } = numberArgument(call, 0, true);
  if (type === 'datetime')
    throw invalid(`${call.node.name}() cannot add datetimes.`, argumentNode(call, 0).at, 'Subtract two datetimes and add the timespans.');
  const isMeant = onlyIf(call, conditionAt);
  const gives: ScalarType = type === 'int' ? 'long' : type;
  if (type === 'timespan') {
    return single(gives, () => {
      let total = 0n;
      return {
        add(row) {
          const value = isMeant(row) ? evaluate(row) : null;
          if (typeof value === 'bigint') total += value;
        },
        result: () => total,
      };
    });
  }
  return single(gives, () => {
    const state = startSum();
    return {
      add(row) {
        const value = isMeant(row) ? evaluate(row) : null;
        if (typeof value === 'number') state.add(value);
      },
      result: () => state.total(),
    };
  });
}

function average(call: AggregateCall, conditionAt: number | undefined): BoundAggregate {
  const { evaluate, type } = numberArgument(call, 0, true);
  const isMeant = onlyIf(call, conditionAt);
  const isTime = type === 'timespan' || type === 'datetime';
  return single(isTime || type === 'decimal' ? type : 'real', () => {
    const state = startSum();
    let ticks = 0n;
    let count = 0;
    return {
      add(row) {
        const value = isMeant(row) ? evaluate(row) : null;
        if (value === null) return;
        count += 1;
        if (typeof value === 'bigint') ticks += value;
        else if (typeof value === 'number') state.add(value);
      },
      result(): Value {
        if (isTime) return count === 0 ? null : ticks / BigInt(count);
        return count === 0 ? Number.NaN : state.total() / count;
      },
    };
  });
}

/** Welford's way, so that large values with small differences keep their digits. */
function spread(call: AggregateCall, conditionAt: number | undefined, isWhole: boolean, isRoot: boolean): BoundAggregate {
  const { evaluate } = numberArgument(call, 0, false);
  const isMeant = onlyIf(call, conditionAt);
  return single('real', () => {
    let count = 0;
    let mean = 0;
    let squares = 0;
    return {
      add(row) {
        const value = isMeant(row) ? evaluate(row) : null;
        if (typeof value !== 'number') return;
        count += 1;
        const difference = value - mean;
        mean += difference / count;
        squares += difference * (value - mean);
      },
      result() {
        if (count === 0) return Number.NaN;
        const variance = squares / (isWhole ? count : Math.max(1, count - 1));
        return isRoot ? Math.sqrt(variance) : variance;
      },
    };
  });
}

const aggregate = (
  name: string,
  naming: string,
  bind: (call: AggregateCall, conditionAt: number | undefined) => BoundAggregate,
): readonly Aggregate[] => [
  { name, arguments: [1, 1], naming: { prefix: naming }, bind: (call) => bind(call, undefined) },
  { name: `${name}if`, arguments: [2, 2], naming: { prefix: `${naming}if` }, bind: (call) => bind(call, 1) },
];

export const summingAggregates: readonly Aggregate[] = [
  ...aggregate('sum', 'sum', sum),
  ...aggregate('avg', 'avg', average),
  ...aggregate('stdev', 'stdev', (call, conditionAt) => spread(call, conditionAt, false, true)),
  ...aggregate('stdevp', 'stdevp', (call, conditionAt) => spread(call, conditionAt, true, true)),
  ...aggregate('variance', 'variance', (call, conditionAt) => spread(call, conditionAt, false, false)),
  ...aggregate('variancep', 'variancep', (call, conditionAt) => spread(call, conditionAt, true, false)),
];
