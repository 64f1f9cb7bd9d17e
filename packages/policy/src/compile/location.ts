import type { Outcome } from '../expression/environment.ts';
import type { Test } from '../operators/equality.ts';
import type { OperatorName } from '../operators/operator.ts';
import type { Yield } from './scope.ts';

/** Operators that compare places by name: "East US 2" is "eastus2" for them. */
const byName: ReadonlySet<OperatorName> = new Set(['equals', 'notEquals', 'in', 'notIn', 'like', 'notLike']);

const withoutSpaces = <T>(value: T): T | string => (typeof value === 'string' ? value.replaceAll(' ', '') : value);
const normalised = <T extends Outcome>(value: T) => (Array.isArray(value) ? value.map(withoutSpaces) : withoutSpaces(value));

/** The right side of a condition on `location`, spaces taken out; case is the operators' business. */
export function normalisedLocation(operator: OperatorName, right: Yield): Yield {
  if (!byName.has(operator)) return right;
  if ('constant' in right) return { constant: normalised(right.constant) };
  const { run } = right;
  return { run: (frame) => normalised(run(frame)) };
}

/** The same for what is found. */
export function locationTest(operator: OperatorName, test: Test): Test {
  if (!byName.has(operator)) return test;
  return (left) => test(withoutSpaces(left));
}
