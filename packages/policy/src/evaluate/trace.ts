import { compileCondition } from '../compile/condition.ts';
import { counterOf } from '../compile/count.ts';
import type { Code, Frame } from '../compile/frame.ts';
import { isFailure, reasonOf, type Scope, type Yield } from '../compile/scope.ts';
import { chainReader } from '../compile/target.ts';
import { collectOf } from '../compile/walk.ts';
import type { JsonValue } from '../json.ts';
import type { Condition, Definition, Operand, Test } from '../parse/tree.ts';

/** A condition with what it found on one resource. */
export interface Explanation {
  readonly kind: 'allOf' | 'anyOf' | 'not' | 'test';
  /** JSON path within the document. */
  readonly path: string;
  /** Undefined when it could not be judged. */
  readonly result: boolean | undefined;
  readonly of: readonly Explanation[];
  /** Of a test: the field, value or count as written; of a field that an expression names, that name. */
  readonly subject?: string;
  readonly operator?: string;
  /** What was found: a list for a field with `[*]`, a number for a count; undefined when nothing is there. */
  readonly found?: JsonValue | undefined;
  readonly expected?: JsonValue | undefined;
  /** Why it could not be judged. */
  readonly failure?: string | undefined;
}

/** Runs over a frame that is opened after this was made. */
export type Trace = (frame: Frame) => Explanation;

/** Prepares an explanation of a condition; much slower than judging, since every part is judged, decisive or not. */
export function traceOf(condition: Condition, scope: Scope): Trace {
  const { path } = condition;
  if (condition.kind === 'test') return traceTest(condition, scope);
  const { kind } = condition;
  const code = compileCondition(condition, scope);
  const parts = (condition.kind === 'not' ? [condition.of] : condition.of).map((one) => traceOf(one, scope));
  return (frame) => ({ kind, path, result: resultOf(code, frame), of: parts.map((part) => part(frame)) });
}

function resultOf(code: Code, frame: Frame): boolean | undefined {
  return typeof code === 'boolean' ? code : code(frame);
}

function traceTest(test: Test, scope: Scope): Trace {
  const { path } = test;
  const code = compileCondition(test, scope);
  const found = finder(test, scope);
  const right = scope.yield(test.right);
  const written = subjectOf(test);
  const named = test.left.kind === 'field' && test.left.name.kind === 'expression' ? scope.yield(test.left.name) : undefined;
  const subjectIn = (frame: Frame) => {
    const name = named === undefined || 'constant' in named ? named?.constant : named.run(frame);
    return typeof name === 'string' ? name : written;
  };
  return (frame) => {
    frame.failure = undefined;
    const result = resultOf(code, frame);
    const failure = result === undefined ? frame.reason : undefined;
    return {
      kind: 'test',
      path,
      result,
      of: [],
      subject: subjectIn(frame),
      operator: test.operatorText,
      found: found(frame),
      expected: valueOf(right, frame),
      failure,
    };
  };
}

function valueOf(value: Yield, frame: Frame): JsonValue | undefined {
  if ('constant' in value) return value.constant;
  const outcome = value.run(frame);
  return isFailure(outcome) ? reasonOf(outcome) : outcome;
}

function finder(test: Test, scope: Scope): (frame: Frame) => JsonValue | undefined {
  const { left } = test;
  if (left.kind === 'value') {
    const value = scope.yield(left.value);
    return (frame) => valueOf(value, frame);
  }
  if (left.kind === 'count') {
    const counter = counterOf(left.count, { scope, compile: compileCondition });
    return (frame) => (typeof counter === 'number' ? counter : counter(frame, Number.POSITIVE_INFINITY));
  }
  const name = scope.yield(left.name);
  if ('constant' in name) return typeof name.constant === 'string' ? fieldFinder(name.constant, scope, true) : () => undefined;
  return (frame) => {
    const text = name.run(frame);
    return typeof text === 'string' ? fieldFinder(text, scope, false)(frame) : undefined;
  };
}

function fieldFinder(name: string, scope: Scope, shared: boolean): (frame: Frame) => JsonValue | undefined {
  const { start, rest, plural } = scope.select(name, shared);
  if (!plural) {
    const read = chainReader(rest);
    return (frame) => read(start(frame));
  }
  const collect = collectOf(rest);
  return (frame) => {
    const found: JsonValue[] = [];
    collect(start(frame), found);
    return found;
  };
}

/** What a test is about, as written. */
export function subjectOf(test: Test): string {
  const { left } = test;
  if (left.kind === 'field') return writtenOf(left.name);
  if (left.kind === 'value') return writtenOf(left.value);
  const { count } = left;
  const where = count.where ? ' where …' : '';
  return `count(${count.kind === 'field' ? writtenOf(count.field) : writtenOf(count.value)}${where})`;
}

/** A value of a rule as written. */
export function writtenOf(operand: Operand): string {
  if (operand.kind === 'expression') return operand.text;
  const value = operand.kind === 'literal' ? operand.value : operand.written;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The one condition that an answer hangs on: what would have to change first to change it. */
export function decisive(explanation: Explanation): Explanation {
  const { result } = explanation;
  const candidates = explanation.of.filter((part) => {
    if (explanation.kind === 'not') return true;
    return part.result === result;
  });
  // Where all parts had to hold, the last that is not about the type says most; where one was enough, the first.
  const needsAll = (explanation.kind === 'allOf' && result === true) || (explanation.kind === 'anyOf' && result === false);
  const telling = candidates.filter((part) => !isAboutType(part));
  const chosen = needsAll ? (telling.at(-1) ?? candidates.at(-1)) : candidates[0];
  return chosen ? decisive(chosen) : explanation;
}

const typeSubjects: ReadonlySet<string> = new Set(['type', 'kind', 'name', 'location']);

function isAboutType(part: Explanation): boolean {
  return part.subject !== undefined && typeSubjects.has(part.subject.toLowerCase());
}

/** A path of the document from its rule on: `$.properties.policyRule.if` as `$.if`. */
export function pathInRule(path: string, { rulePath }: Definition): string {
  return `$${path.slice(rulePath.length)}`;
}
