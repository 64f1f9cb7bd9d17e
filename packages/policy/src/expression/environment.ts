import type { EvaluationContext } from '../evaluation.ts';
import type { JsonValue } from '../json.ts';

/** What an expression may read while it runs. */
export interface ExpressionEnvironment {
  readonly context: EvaluationContext;
  /** The resource's field or alias of that name, as `field()` sees it: null when missing, a list for `[*]`. */
  field(name: string): JsonValue | undefined;
  /** The element that a count is at; without a name the innermost. */
  current(name: string | undefined): JsonValue | undefined;
}

/** A function that failed, with the reason. Returned, never thrown: one bad value costs one verdict. */
export class ExpressionFailure {
  readonly function: string;
  readonly reason: string;

  constructor(name: string, reason: string) {
    this.function = name;
    this.reason = reason;
  }
}

/** What an expression yields: a value, nothing (an absent property), or a failure. */
export type Outcome = JsonValue | undefined | ExpressionFailure;

export type Evaluator = (env: ExpressionEnvironment) => Outcome;
