import type { Bound, Scope } from '../context.ts';
import type { Call, Expression } from '../syntax/node.ts';
import type { Row, ScalarType, Value } from '../value.ts';

export interface AggregateCall {
  readonly node: Call;
  /** The columns of the rows that are gathered. */
  readonly scope: Scope;
  /** Columns that the groups are told apart by; * does not stand for them. */
  readonly groupedBy: ReadonlySet<string>;
  bind(argument: Expression): Bound;
}

/** What one group has gathered so far. */
export interface Accumulator {
  add(row: Row): void;
  results(): readonly Value[];
}

export interface BoundAggregate {
  /** One column as a rule; several for arg_max, take_any and percentiles, with the names that Kusto gives them. */
  readonly columns: readonly { readonly name: string | undefined; readonly type: ScalarType }[];
  start(): Accumulator;
}

export interface Aggregate {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly arguments: readonly [least: number, most: number];
  readonly naming?: 'first' | { readonly prefix: string };
  bind(call: AggregateCall): BoundAggregate;
}

/** An aggregate with one result. */
export const single = (type: ScalarType, start: () => { add(row: Row): void; result(): Value }): BoundAggregate => ({
  columns: [{ name: undefined, type }],
  start() {
    const state = start();
    return { add: state.add, results: () => [state.result()] };
  },
});
