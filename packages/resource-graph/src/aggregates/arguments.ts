import { columnAt } from '../bind/name.ts';
import { weightOfRow } from '../budget.ts';
import type { Bound } from '../context.ts';
import { nameOf } from '../naming-of-values.ts';
import { compareValues } from '../order.ts';
import { absentOf, type Row, type Value } from '../value.ts';
import { type Aggregate, type AggregateCall, type BoundAggregate, single } from './aggregate.ts';
import { argument, argumentNode, onlyIf } from './reading.ts';

interface Returned {
  readonly name: string | undefined;
  readonly bound: Bound;
}

/** The columns that arguments from `index` on name; * stands for all, those that are returned already left out. */
function returned(call: AggregateCall, index: number, without: string | undefined): readonly Returned[] {
  return call.node.arguments.slice(index).flatMap((node): readonly Returned[] => {
    if (node.kind !== 'star') return [{ name: nameOf(node), bound: call.bind(node) }];
    return call.scope.columns.flatMap((column, at) =>
      column.name === without || call.groupedBy.has(column.name) ? [] : [{ name: column.name, bound: columnAt(at, column) }],
    );
  });
}

const columnsOf = (all: readonly Returned[]): BoundAggregate['columns'] => all.map(({ name, bound }) => ({ name, type: bound.type }));
const valuesOf = (all: readonly Returned[], row: Row | undefined): readonly Value[] =>
  all.map(({ bound }) => (row === undefined ? absentOf(bound.type) : bound.evaluate(row)));

/** The row in which the first argument is greatest or least; the first such row. */
function extremeRow(call: AggregateCall, sign: 1 | -1): BoundAggregate {
  const node = argumentNode(call, 0);
  const name = nameOf(node);
  const key = argument(call, 0);
  const all = [{ name, bound: key }, ...returned(call, 1, name)];
  const { budget } = call.scope.context;
  return {
    columns: columnsOf(all),
    start() {
      let best: Value = null;
      let found: Row | undefined;
      return {
        add(row) {
          const value = key.evaluate(row);
          if (value === null && found !== undefined) return;
          if (value !== null && best !== null && compareValues(value, best) * sign <= 0) return;
          if (found === undefined) budget.hold(weightOfRow(row));
          best = value;
          found = row;
        },
        results: () => valuesOf(all, found),
      };
    },
  };
}

/** Values of the first row: any row will do. */
function anyRow(call: AggregateCall): BoundAggregate {
  const all = returned(call, 0, undefined);
  const [only] = all;
  if (all.length === 1 && only !== undefined) return { columns: columnsOf(all), start: () => anyValue(only.bound) };
  const { budget } = call.scope.context;
  return {
    columns: columnsOf(all),
    start() {
      let found: Row | undefined;
      return {
        add(row) {
          if (found !== undefined) return;
          budget.hold(weightOfRow(row));
          found = row;
        },
        results: () => valuesOf(all, found),
      };
    },
  };
}

/** A value that is not null or empty, if there is one. */
function anyValue({ evaluate, type }: Bound): ReturnType<BoundAggregate['start']> {
  let found: Value = absentOf(type);
  return {
    add(row) {
      if (found === null || found === '') found = evaluate(row);
    },
    results: () => [found],
  };
}

function anyIf(call: AggregateCall): BoundAggregate {
  const bound = argument(call, 0);
  const isMeant = onlyIf(call, 1);
  return single(bound.type, () => {
    const state = anyValue(bound);
    return {
      add(row) {
        if (isMeant(row)) state.add(row);
      },
      result: () => state.results()[0] ?? null,
    };
  });
}

const many = 64;

export const argumentAggregates: readonly Aggregate[] = [
  { name: 'arg_max', aliases: ['argmax'], arguments: [1, many], bind: (call) => extremeRow(call, 1) },
  { name: 'arg_min', aliases: ['argmin'], arguments: [1, many], bind: (call) => extremeRow(call, -1) },
  { name: 'take_any', arguments: [1, many], bind: (call) => anyRow(call) },
  {
    name: 'any',
    arguments: [1, many],
    naming: { prefix: 'any' },
    bind(call) {
      const { columns, start } = anyRow(call);
      return { columns: columns.map(({ name, type }) => ({ name: name === undefined ? undefined : `any_${name}`, type })), start };
    },
  },
  { name: 'take_anyif', arguments: [2, 2], naming: 'first', bind: (call) => anyIf(call) },
  { name: 'anyif', arguments: [2, 2], naming: { prefix: 'anyif' }, bind: (call) => anyIf(call) },
];
