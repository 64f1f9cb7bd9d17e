import { readFieldName } from '../fields/name.ts';
import type { Test } from '../operators/equality.ts';
import type { OperatorName } from '../operators/operator.ts';
import { compileOperator } from '../operators/operators.ts';
import type { Test as Comparison, Condition } from '../parse/tree.ts';
import { compileCount } from './count.ts';
import type { Code, Judge } from './frame.ts';
import { locationTest, normalisedLocation } from './location.ts';
import { remembered } from './remembered.ts';
import { fail, isFailure, nameIn, type Scope, type Yield } from './scope.ts';
import type { Selection } from './selection.ts';
import { type Tester, testerOf } from './tester.ts';
import { everyOf } from './walk.ts';

/** Compiles a condition to one closure, or to its answer when no resource of the target can change it. */
export function compileCondition(condition: Condition, scope: Scope): Code {
  switch (condition.kind) {
    case 'allOf':
      return compileAll(condition.of, scope, false);
    case 'anyOf':
      return compileAll(condition.of, scope, true);
    case 'not': {
      const of = compileCondition(condition.of, scope);
      if (typeof of === 'boolean') return !of;
      return (frame) => {
        const result = of(frame);
        return result === undefined ? undefined : !result;
      };
    }
    case 'test':
      return compileTest(condition, scope);
  }
}

function compileAll(conditions: readonly Condition[], scope: Scope, stop: boolean): Code {
  const judges: Judge[] = [];
  for (const condition of conditions) {
    const code = compileCondition(condition, scope);
    if (code === stop) return stop;
    if (typeof code !== 'boolean') judges.push(code);
  }
  return join(judges, stop);
}

/** `allOf` stops at the first false, `anyOf` at the first true; what cannot be judged leaves the answer to the others. */
function join(judges: readonly Judge[], stop: boolean): Code {
  const [first, second, third] = judges;
  if (!first) return !stop;
  if (!second) return first;
  if (!third) {
    return (frame) => {
      const one = first(frame);
      if (one === stop) return stop;
      const two = second(frame);
      return two === stop ? stop : one === undefined ? undefined : two;
    };
  }
  return (frame) => {
    let result: boolean | undefined = !stop;
    for (const judge of judges) {
      const one = judge(frame);
      if (one === stop) return stop;
      if (one === undefined) result = undefined;
    }
    return result;
  };
}

export function compileTest(condition: Comparison, scope: Scope): Code {
  const { left } = condition;
  if (left.kind === 'count')
    return compileCount(left.count, condition.operator, scope.yield(condition.right), { scope, compile: compileCondition });
  const right = scope.yield(condition.right);
  if (left.kind === 'value') return compileValue(scope.yield(left.value), condition.operator, right);
  const name = scope.yield(left.name);
  if ('constant' in name && typeof name.constant === 'string') return compileField(name.constant, condition.operator, right, scope);
  return compileComputedField(name, condition, right, scope);
}

function compileValue(left: Yield, operator: OperatorName, right: Yield): Code {
  const comparison = testerOf(operator, right);
  if ('constant' in left) {
    const { constant } = left;
    if ('test' in comparison) return comparison.test(constant);
    const { tester } = comparison;
    return (frame) => tester(frame)?.(constant);
  }
  const { run } = left;
  const testIn: Tester = 'test' in comparison ? () => comparison.test : comparison.tester;
  return (frame) => {
    const value = run(frame);
    if (value === undefined || isFailure(value)) return fail(frame, value);
    return testIn(frame)?.(value);
  };
}

/** Operators that look at letters one by one, so that a normalised type or place would not be the same. */
export const literal: ReadonlySet<OperatorName> = new Set(['match', 'notMatch']);

function compileField(name: string, operator: OperatorName, right: Yield, scope: Scope): Code {
  const { target } = scope;
  const selection = scope.select(name, true);
  if ('constant' in right && readFieldName(name, target.names).kind === 'type' && !literal.has(operator)) {
    return compileOperator(operator, right.constant)(target.type);
  }
  return judgeSelection(selection, operator, right);
}

function judgeSelection({ start, rest, location }: Selection, operator: OperatorName, right: Yield): Judge {
  const comparison = testerOf(operator, location ? normalisedLocation(operator, right) : right);
  const located = (test: Test): Test => (location ? locationTest(operator, test) : test);
  const every = everyOf(rest);
  if ('test' in comparison) {
    const test = located(comparison.test);
    return rest.length === 0 ? (frame) => test(start(frame)) : (frame) => every(start(frame), test);
  }
  const { tester } = comparison;
  return (frame) => {
    const test = tester(frame);
    return test && every(start(frame), located(test));
  };
}

/** A field whose name hangs on the resource or the context. */
function compileComputedField(name: Yield, condition: Comparison, right: Yield, scope: Scope): Judge {
  const judgeByName = new Map<string, Judge>();
  const { operator } = condition;
  const judgeOf = (found: string): Judge => judgeSelection(scope.select(found, false), operator, right);
  return (frame) => {
    const found = nameIn(name, frame);
    if (found === undefined) return undefined;
    return remembered(judgeByName, found, judgeOf)(frame);
  };
}
