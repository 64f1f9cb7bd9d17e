import type { Budget } from './budget.ts';
import type { Demand } from './demand.ts';
import type { Call, Expression, Let, Parameter, Query } from './syntax/node.ts';
import type { Column, JsonObject, Row, ScalarType, Value } from './value.ts';

/** Rows come in batches, so that waiting costs little; a batch is never changed after it was handed on. */
export type Batches = AsyncIterable<readonly Row[]>;

/** A step of a plan: what comes out of it, and how to get it. `rows` may be called more than once. */
export interface Table {
  readonly columns: readonly Column[];
  rows(): Batches;
  /** Present where rows come straight from a source that may leave out what no one will see. */
  narrow?(demand: Demand): Table;
  /** Present where rows come straight from a source: the same rows, of which no columns of other names will be looked at. */
  reading?(names: ReadonlySet<string>): Table;
  /** The name of the table, for union withsource. */
  readonly source?: string;
}

/** An expression over rows of known columns. */
export interface Bound {
  readonly type: ScalarType;
  readonly isConstant: boolean;
  evaluate(row: Row): Value;
}

export type Meaning =
  | { readonly kind: 'scalar'; readonly bound: Bound }
  | { readonly kind: 'table'; plan(): Table }
  | {
      readonly kind: 'function';
      readonly name: string;
      readonly parameters: readonly Parameter[];
      readonly lets: readonly Let[];
      readonly body: Expression | Query;
      /** What its body sees: the names that were known where it was defined. */
      readonly names: Names;
    };

export type Names = ReadonlyMap<string, Meaning>;

/** What a query is planned against. */
export interface Context {
  /** The one moment that now() means everywhere in the query. */
  readonly now: bigint;
  readonly budget: Budget;
  /** Steps that have to end before the first row is read: queries within expressions. In order. */
  readonly preparations: (() => Promise<void>)[];
  table(name: string, at: number): Table;
  plan(query: Query, names: Names): Table;
  /** Counts what a plan is made of, refused when it grows without end. */
  grow(kind: 'node' | 'join', at: number): void;
}

/** What an expression may name. */
export interface Scope {
  readonly context: Context;
  readonly columns: readonly Column[];
  readonly names: Names;
  /** The columns of the other side, for $left and $right in a join. */
  readonly right?: readonly Column[];
  /** Set where aggregates may stand; gives the place where their result will be. */
  readonly aggregate?: (call: Call) => Bound | undefined;
}

export type SourceRows = Iterable<JsonObject> | AsyncIterable<JsonObject>;
