import type { JsonValue } from '../json.ts';
import type { absentRightSide } from './disputed.ts';
import type { Test } from './equality.ts';

export type OperatorName = keyof typeof absentRightSide | 'exists';

/** One of the language's condition operators. */
export interface Operator {
  /** As documented; looked up without case. */
  readonly name: OperatorName;
  /** The test against a right side that is known when the rule is compiled. */
  readonly compile: (right: JsonValue) => Test;
  /** The same for a right side that is known only when the rule runs; undefined when it yields nothing. */
  readonly apply: (left: JsonValue | undefined, right: JsonValue | undefined) => boolean;
}

/** The opposite test. */
export const opposite =
  (test: Test): Test =>
  (left) =>
    !test(left);
