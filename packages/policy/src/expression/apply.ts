import type { JsonValue } from '../json.ts';
import { type Evaluator, ExpressionFailure, type Outcome } from './environment.ts';

/** A function of values as compiled code calls it. */
export type Apply = (values: readonly (JsonValue | undefined)[]) => Outcome;

/** Absent arguments make the whole call yield nothing. */
export const strict =
  (apply: (values: readonly JsonValue[]) => Outcome): Apply =>
  (values) =>
    arePresent(values) ? apply(values) : undefined;

function arePresent(values: readonly (JsonValue | undefined)[]): values is readonly JsonValue[] {
  for (const value of values) {
    if (value === undefined) return false;
  }
  return true;
}

/** The failure of the first argument that fails is the failure of the call. */
export function applied(runs: readonly Evaluator[], apply: Apply): Evaluator {
  const [first, second] = runs;
  if (first && runs.length === 1) {
    return (env) => {
      const value = first(env);
      return value instanceof ExpressionFailure ? value : apply([value]);
    };
  }
  if (first && second && runs.length === 2) {
    return (env) => {
      const left = first(env);
      if (left instanceof ExpressionFailure) return left;
      const right = second(env);
      return right instanceof ExpressionFailure ? right : apply([left, right]);
    };
  }
  return (env) => {
    const values: (JsonValue | undefined)[] = [];
    for (const run of runs) {
      const value = run(env);
      if (value instanceof ExpressionFailure) return value;
      values.push(value);
    }
    return apply(values);
  };
}
