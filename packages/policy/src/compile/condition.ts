import { readFieldName } from '../fields/name.ts';
import type { Test } from '../operators/equality.ts';
import type { OperatorName } from '../operators/operator.ts';
import { compileOperator } from '../operators/operators.ts';
import type { Test as Comparison, Condition } from '../parse/tree.ts';
import { compileCount } from './count.ts';
import type { Code, Judge, Reader } from './frame.ts';
import { locationTest, normalisedLocation } from './location.ts';
import { fail, isFailure, type Scope, type Yield } from './scope.ts';
import { nothingSlot, type Selection, typeSlot } from './selection.ts';
import { chainReader } from './target.ts';
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
  return judges.length === 0 ? !stop : join(judges, stop);
}

/** `allOf` stops at the first false, `anyOf` at the first true; what cannot be judged leaves the answer to the others. */
function join(judges: readonly Judge[], stop: boolean): Judge {
  const [first, second, third] = judges;
  if (!first) return () => !stop;
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

/** A test of one value of the resource by a constant. */
export interface Asked {
  /** Equal where the same value is read. */
  readonly slot: string;
  readonly read: Reader;
  /** Equal where the test of that value is the same. */
  readonly key: string;
  readonly test: Test;
}

/** A comparison taken apart, where it is a test of one value by a constant; else compiled. */
export function askOf(condition: Comparison, scope: Scope): Code | Asked {
  const { left, operator } = condition;
  const name = left.kind === 'field' ? scope.yield(left.name) : undefined;
  if (name === undefined || !('constant' in name) || typeof name.constant !== 'string') return compileTest(condition, scope);
  const { start, rest, plural, slot, location } = scope.select(name.constant, true);
  const written = scope.yield(condition.right);
  const right = location ? normalisedLocation(operator, written) : written;
  if (slot === undefined || plural || rest.length > 0 || !('constant' in right)) return compileTest(condition, scope);
  const test = compileOperator(operator, right.constant) ?? (() => false);
  if (slot === typeSlot && !literal.has(operator)) return test(scope.target.type);
  if (slot === nothingSlot) return test(undefined);
  return { slot, read: start, key: `${operator}${JSON.stringify(right.constant)}`, test: location ? locationTest(operator, test) : test };
}

function compileTest(condition: Comparison, scope: Scope): Code {
  const { left } = condition;
  if (left.kind === 'count')
    return compileCount(left.count, condition.operator, scope.yield(condition.right), { scope, compile: compileCondition });
  const right = scope.yield(condition.right);
  if (left.kind === 'value') return compileValue(scope.yield(left.value), condition.operator, right);
  const name = scope.yield(left.name);
  if ('constant' in name) return typeof name.constant === 'string' ? compileField(name.constant, condition.operator, right, scope) : false;
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
const literal: ReadonlySet<OperatorName> = new Set(['match', 'notMatch']);

function compileField(name: string, operator: OperatorName, right: Yield, scope: Scope): Code {
  const { target } = scope;
  const selection = scope.select(name, true);
  const comparison = testerOf(operator, selection.location ? normalisedLocation(operator, right) : right);
  if ('test' in comparison && readFieldName(name, target.names).kind === 'type' && !literal.has(operator)) {
    return comparison.test(target.type);
  }
  return compileSelection(selection, 'test' in comparison ? locating(comparison.test, operator, selection) : comparison.tester, operator);
}

function locating(test: Test, operator: OperatorName, selection: Selection): { readonly test: Test } {
  return { test: selection.location ? locationTest(operator, test) : test };
}

function compileSelection(selection: Selection, comparison: { readonly test: Test } | Tester, operator: OperatorName): Judge {
  const { start, rest, plural, location } = selection;
  if (plural && rest.length > 0) {
    const every = everyOf(rest);
    if (typeof comparison !== 'function') return (frame) => every(start(frame), comparison.test);
    return (frame) => {
      const test = comparison(frame);
      return test && every(start(frame), test);
    };
  }
  if (typeof comparison === 'function') {
    const read = chainReader(rest);
    return (frame) => {
      const test = comparison(frame);
      return test && (location ? locationTest(operator, test) : test)(read(start(frame)));
    };
  }
  const { test } = comparison;
  if (rest.length === 0) return (frame) => test(start(frame));
  const read = chainReader(rest);
  return (frame) => test(read(start(frame)));
}

/** A field whose name hangs on the resource or the context. */
function compileComputedField(
  name: Exclude<Yield, { readonly constant: unknown }>,
  condition: Comparison,
  right: Yield,
  scope: Scope,
): Judge {
  const judgeByName = new Map<string, Judge>();
  return (frame) => {
    const found = name.run(frame);
    if (found === undefined || isFailure(found)) return fail(frame, found);
    if (typeof found !== 'string') {
      frame.failure ??= 'the name of a field is computed and is no text';
      return undefined;
    }
    let judge = judgeByName.get(found);
    if (!judge) {
      const selection = scope.select(found, false);
      const { operator } = condition;
      const comparison = testerOf(operator, selection.location ? normalisedLocation(operator, right) : right);
      judge = compileSelection(
        selection,
        'test' in comparison ? locating(comparison.test, operator, selection) : comparison.tester,
        operator,
      );
      if (judgeByName.size < 1000) judgeByName.set(found, judge);
    }
    return judge(frame);
  };
}
