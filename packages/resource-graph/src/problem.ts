/** Every code of a refused query, with the sentence that docs/resource-graph.md shows. */
export const queryProblemSentences = {
  ParserFailure: 'The text is not a query: something else was expected at the place that is named.',
  InvalidQuery: 'The query names an operator, a function, a column or a type that does not exist or does not fit there.',
  DisallowedLogicalTableName: 'The query names a table that Resource Graph does not have.',
  QueryTooLarge: 'The query is too long, nests too deeply, or has too many operators or joins.',
  QueryTimedOut: 'The query ran longer than it may.',
  QueryMemoryExceeded: 'The query held more in memory than it may.',
  QueryRowsExceeded: 'The query made more rows than it may.',
} as const;

export type QueryProblemCode = keyof typeof queryProblemSentences;

/** Why a query was refused. Azure's envelope has room for all of it. */
export interface QueryProblem {
  readonly code: QueryProblemCode;
  /** Names the operator, function, column or table, what was expected and what was found. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
  /** Where, counted from 1; absent when the whole query is meant. */
  readonly line?: number;
  readonly column?: number;
  /** Where, in UTF-16 units from 0. */
  readonly offset?: number;
  /** What stands there. */
  readonly token?: string;
}

/** Thrown and caught inside this package only: it carries a problem past the steps of parsing, binding and running. */
export class Refusal extends Error {
  readonly code: QueryProblemCode;
  readonly hint: string;
  readonly offset: number | undefined;
  readonly token: string | undefined;

  constructor(code: QueryProblemCode, message: string, hint: string, offset?: number, token?: string) {
    super(message);
    this.code = code;
    this.hint = hint;
    this.offset = offset;
    this.token = token;
  }
}

export const invalid = (message: string, offset: number, hint: string): Refusal => new Refusal('InvalidQuery', message, hint, offset);

export function problemOf(refusal: Refusal, text: string): QueryProblem {
  const { code, message, hint, offset, token } = refusal;
  if (offset === undefined) return { code, message, hint };
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  const column = offset - (before.lastIndexOf('\n') + 1) + 1;
  return { code, message, hint, line, column, offset, ...(token === undefined ? {} : { token }) };
}
