import type { ScalarType, Value } from '../value.ts';

/** Every node knows the offset of its first character in the query. */
interface At {
  readonly at: number;
}

export type Expression = Literal | Name | Path | Call | Star | Logical | Arithmetic | Comparison | Membership | Between | Negative | Nested;

export interface Literal extends At {
  readonly kind: 'literal';
  readonly type: ScalarType;
  readonly value: Value;
}
export interface Name extends At {
  readonly kind: 'name';
  readonly name: string;
}
export type Step = ({ readonly kind: 'member'; readonly name: string } & At) | ({ readonly kind: 'index'; readonly of: Expression } & At);
export interface Path extends At {
  readonly kind: 'path';
  readonly of: Expression;
  readonly steps: readonly Step[];
}
export interface Call extends At {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly Expression[];
}
/** The * of arg_max(x, *) and count(*). */
export interface Star extends At {
  readonly kind: 'star';
}
export interface Logical extends At {
  readonly kind: 'logical';
  readonly operator: 'and' | 'or';
  readonly operands: readonly Expression[];
}
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';
export interface Arithmetic extends At {
  readonly kind: 'arithmetic';
  readonly first: Expression;
  readonly rest: readonly ({ readonly operator: ArithmeticOperator; readonly operand: Expression } & At)[];
}
export interface Comparison extends At {
  readonly kind: 'comparison';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}
export interface Membership extends At {
  readonly kind: 'membership';
  readonly operator: string;
  readonly left: Expression;
  readonly among: readonly Expression[];
}
export interface Between extends At {
  readonly kind: 'between';
  readonly isNot: boolean;
  readonly of: Expression;
  readonly from: Expression;
  readonly to: Expression;
}
export interface Negative extends At {
  readonly kind: 'negative';
  readonly of: Expression;
}
/** A query where a value or a list is wanted. */
export interface Nested extends At {
  readonly kind: 'nested';
  readonly query: Query;
}

/** `a = b`, `(a, b) = c`, `b`. */
export interface Named extends At {
  readonly names: readonly string[];
  readonly of: Expression;
}

export interface Declaration extends At {
  readonly name: string;
  readonly type: ScalarType;
}

export interface OrderKey extends At {
  readonly of: Expression;
  readonly isAscending: boolean;
  readonly isNullFirst: boolean;
}

export type ParsePiece =
  | ({ readonly kind: 'text'; readonly text: string } & At)
  | ({ readonly kind: 'any' } & At)
  | ({ readonly kind: 'column' } & Declaration);

export interface Expansion extends At {
  readonly name: string | undefined;
  readonly of: Expression;
  readonly type: ScalarType | undefined;
}

export type JoinKind =
  | 'innerunique'
  | 'inner'
  | 'leftouter'
  | 'rightouter'
  | 'fullouter'
  | 'leftsemi'
  | 'rightsemi'
  | 'leftanti'
  | 'rightanti';

export type OperatorNode =
  | ({ readonly kind: 'where'; readonly predicate: Expression } & At)
  | ({ readonly kind: 'project' | 'extend'; readonly columns: readonly Named[] } & At)
  | ({ readonly kind: 'project-away' | 'project-keep' | 'project-reorder'; readonly patterns: readonly ColumnPattern[] } & At)
  | ({ readonly kind: 'project-rename'; readonly columns: readonly Named[] } & At)
  | ({ readonly kind: 'summarize'; readonly aggregates: readonly Named[]; readonly by: readonly Named[] } & At)
  | ({ readonly kind: 'count' } & At)
  | ({ readonly kind: 'sort'; readonly keys: readonly OrderKey[] } & At)
  | ({ readonly kind: 'top'; readonly count: Expression; readonly keys: readonly OrderKey[] } & At)
  | ({ readonly kind: 'take'; readonly count: Expression } & At)
  | ({ readonly kind: 'distinct'; readonly columns: readonly Named[] } & At)
  | ({ readonly kind: 'join'; readonly join: JoinKind; readonly right: Query; readonly on: readonly Expression[] } & At)
  | ({ readonly kind: 'union'; readonly isInner: boolean; readonly withSource: string | undefined; readonly legs: readonly Query[] } & At)
  | ({
      readonly kind: 'mv-expand';
      readonly isArray: boolean;
      readonly withIndex: string | undefined;
      readonly columns: readonly Expansion[];
      readonly limit: Expression | undefined;
    } & At)
  | ({
      readonly kind: 'mv-apply';
      readonly withIndex: string | undefined;
      readonly columns: readonly Expansion[];
      readonly limit: Expression | undefined;
      readonly body: Query;
    } & At)
  | ({
      readonly kind: 'parse' | 'parse-where';
      readonly mode: 'simple' | 'regex' | 'relaxed';
      readonly flags: string;
      readonly of: Expression;
      readonly pieces: readonly ParsePiece[];
    } & At)
  | ({ readonly kind: 'getschema' } & At)
  | ({ readonly kind: 'serialize'; readonly columns: readonly Named[] } & At)
  | ({ readonly kind: 'as'; readonly name: string } & At);

export interface ColumnPattern extends At {
  /** May hold * for any characters. */
  readonly pattern: string;
  readonly order: 'asc' | 'desc' | undefined;
}

export type Source =
  | ({ readonly kind: 'table'; readonly name: string; readonly isImplied: boolean } & At)
  | ({ readonly kind: 'call'; readonly call: Call } & At)
  | ({ readonly kind: 'print'; readonly columns: readonly Named[] } & At)
  | ({ readonly kind: 'range'; readonly name: string; readonly from: Expression; readonly to: Expression; readonly step: Expression } & At)
  | ({ readonly kind: 'datatable'; readonly columns: readonly Declaration[]; readonly values: readonly Expression[] } & At)
  /** `union a, b` at the start of a query: its first leg is the input. */
  | ({ readonly kind: 'union'; readonly isInner: boolean; readonly withSource: string | undefined; readonly legs: readonly Query[] } & At)
  | ({ readonly kind: 'query'; readonly query: Query } & At);

export interface Pipeline extends At {
  readonly source: Source;
  readonly operators: readonly OperatorNode[];
}

export interface Parameter extends At {
  readonly name: string;
  readonly type: ScalarType | 'table';
  readonly preset: Expression | undefined;
}

export type Let =
  | ({ readonly kind: 'scalar'; readonly name: string; readonly value: Expression } & At)
  | ({ readonly kind: 'table'; readonly name: string; readonly query: Query } & At)
  | ({
      readonly kind: 'function';
      readonly name: string;
      readonly parameters: readonly Parameter[];
      readonly lets: readonly Let[];
      readonly body: Expression | Query;
    } & At);

export interface Query extends At {
  readonly kind: 'query-node';
  readonly lets: readonly Let[];
  readonly pipeline: Pipeline;
}
