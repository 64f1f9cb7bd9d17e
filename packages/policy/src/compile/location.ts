import type { JsonValue } from '../json.ts';
import type { Test } from '../operators/equality.ts';
import type { OperatorName } from '../operators/operator.ts';
import type { Yield } from './scope.ts';

/** Operators that compare places by name: "East US 2" is "eastus2" for them. */
const byName: ReadonlySet<OperatorName> = new Set(['equals', 'notEquals', 'in', 'notIn', 'like', 'notLike']);

const withoutSpaces = (value: JsonValue): JsonValue => (typeof value === 'string' ? value.replaceAll(' ', '') : value);
const normalised = (value: JsonValue): JsonValue => (Array.isArray(value) ? value.map(withoutSpaces) : withoutSpaces(value));

/** The right side of a condition on `location`, spaces taken out; case is the operators' business. */
export function normalisedLocation(operator: OperatorName, right: Yield): Yield {
  if (!byName.has(operator)) return right;
  if ('constant' in right) return { constant: normalised(right.constant) };
  const { run } = right;
  return {
    run: (frame) => {
      const value = run(frame);
      return typeof value === 'string' || Array.isArray(value) ? normalised(value) : value;
    },
  };
}

/** The same for what is found. */
export function locationTest(operator: OperatorName, test: Test): Test {
  if (!byName.has(operator)) return test;
  return (left) => test(typeof left === 'string' && left.includes(' ') ? left.replaceAll(' ', '') : left);
}
