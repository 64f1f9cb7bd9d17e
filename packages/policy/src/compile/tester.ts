import type { JsonValue } from '../json.ts';
import type { Test } from '../operators/equality.ts';
import type { OperatorName } from '../operators/operator.ts';
import { applyOperator, compileOperator } from '../operators/operators.ts';
import type { Frame } from './frame.ts';
import { fail, isFailure, type Yield } from './scope.ts';

/** A test for each resource: the same one when the right side is constant, else made anew where the right side changes. */
export type Tester = (frame: Frame) => Test | undefined;

export function testerOf(operator: OperatorName, right: Yield): { readonly test: Test } | { readonly tester: Tester } {
  if ('constant' in right) return { test: compileOperator(operator, right.constant) ?? (() => false) };
  const { run } = right;
  const absent: Test = (left) => applyOperator(operator, left, undefined);
  let last: JsonValue | undefined;
  let test = absent;
  return {
    tester: (frame) => {
      const value = run(frame);
      if (isFailure(value)) return fail(frame, value);
      if (value === undefined) return absent;
      // Scalars repeat from resource to resource; the work on them is done once.
      if (value !== last || typeof value === 'object') {
        last = value;
        test = compileOperator(operator, value) ?? absent;
      }
      return test;
    },
  };
}
