import type { JsonValue } from '../json.ts';
import type { absentRightSide } from './disputed.ts';
import type { Test } from './equality.ts';

export type OperatorName = keyof typeof absentRightSide | 'exists';

/** One of the language's condition operators. */
export interface Operator {
  /** As documented; looked up without case. */
  readonly name: OperatorName;
  /** The test against a right side. */
  readonly compile: (right: JsonValue) => Test;
}

/** The opposite test. */
export const opposite =
  (test: Test): Test =>
  (left) =>
    !test(left);
