import type { JsonValue } from '../json.ts';
import type { Test } from '../operators/equality.ts';
import type { OperatorName } from '../operators/operator.ts';
import { applyOperator, compileOperator } from '../operators/operators.ts';
import type { Frame } from './frame.ts';
import { remembered } from './remembered.ts';
import { fail, isFailure, type Yield } from './scope.ts';

/** A test for each resource: the same one when the right side is constant, else made anew where the right side changes. */
export type Tester = (frame: Frame) => Test | undefined;

export function testerOf(operator: OperatorName, right: Yield): { readonly test: Test } | { readonly tester: Tester } {
  if ('constant' in right) return { test: compileOperator(operator, right.constant) };
  const { run } = right;
  const absent: Test = (left) => applyOperator(operator, left, undefined);
  // Scalars repeat from resource to resource, and from element to element of a list; the work on them is done once.
  const testOf = (value: JsonValue): Test => compileOperator(operator, value);
  const testByValue = new Map<JsonValue, Test>();
  return {
    tester: (frame) => {
      const value = run(frame);
      if (isFailure(value)) return fail(frame, value);
      if (value === undefined) return absent;
      if (typeof value === 'object') return testOf(value);
      return remembered(testByValue, value, testOf);
    },
  };
}
