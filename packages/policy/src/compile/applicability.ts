import type { JsonValue } from '../json.ts';
import { compileOperator } from '../operators/operators.ts';
import type { Condition, Test } from '../parse/tree.ts';
import { compileCondition } from './condition.ts';
import type { Code, Judge } from './frame.ts';
import type { Scope } from './scope.ts';

/** What a rule's `if` hangs on, as far as applicability asks. */
interface Subjects {
  type: boolean;
  kind: boolean;
  name: boolean;
  location: boolean;
  other: boolean;
}

function subjectsOf(condition: Condition, scope: Scope): Subjects {
  const subjects: Subjects = { type: false, kind: false, name: false, location: false, other: false };
  visit(condition, (test) => {
    const subject = subjectOf(test, scope);
    subjects[subject] = true;
    if (subject === 'location') subjects.other = true;
  });
  return subjects;
}

function visit(condition: Condition, see: (test: Test) => void): void {
  if (condition.kind === 'test') see(condition);
  else if (condition.kind === 'not') visit(condition.of, see);
  else for (const one of condition.of) visit(one, see);
}

export function subjectOf(test: Test, scope: Scope): keyof Subjects {
  if (test.left.kind !== 'field') return 'other';
  const name = scope.yield(test.left.name);
  const text = 'constant' in name && typeof name.constant === 'string' ? name.constant.toLowerCase() : '';
  return text === 'type' || text === 'kind' || text === 'name' || text === 'location' ? text : 'other';
}

/** Three values while compiling: known, a judge, or open (any answer is possible). */
type Open = Code | 'open';

/**
 * The second version of an `if`: whether the rule applies to a resource of the scope's type at all. Conditions on anything but
 * type, kind and name are open, which is the same as taking them for true, or for false under a `not`
 * (Microsoft's page on applicability, with its special cases).
 */
export function compileApplicability(condition: Condition, scope: Scope): Code {
  const kept = applicabilityOf(condition, scope);
  if (typeof kept === 'boolean') return kept;
  const code = open(condition, (test) => (kept.has(subjectOf(test, scope)) ? compileCondition(test, scope) : 'open'));
  if (code === 'open') return true;
  if (typeof code === 'boolean') return code;
  return (frame) => code(frame) !== false;
}

/** Whether the rule applies, where the type alone tells; else the subjects of the conditions that decide it. */
export function applicabilityOf(condition: Condition, scope: Scope): boolean | ReadonlySet<keyof Subjects> {
  const subjects = subjectsOf(condition, scope);
  if (!subjects.type && !subjects.other) return true;
  if (subjects.location && scope.target.type === 'microsoft.resources/subscriptions') return false;
  return new Set<keyof Subjects>(subjects.other ? ['type', 'kind', 'name'] : ['type']);
}

function open(condition: Condition, judge: (test: Test) => Open): Open {
  switch (condition.kind) {
    case 'test':
      return judge(condition);
    case 'not': {
      const of = open(condition.of, judge);
      if (of === 'open') return 'open';
      return typeof of === 'boolean' ? !of : (frame) => opposite(of(frame));
    }
    case 'allOf':
      return openAll(condition.of, judge, false);
    case 'anyOf':
      return openAll(condition.of, judge, true);
  }
}

const opposite = (result: boolean | undefined): boolean | undefined => (result === undefined ? undefined : !result);

/** As in conditions: one decisive answer decides; otherwise anything open leaves it open. */
function openAll(conditions: readonly Condition[], judge: (test: Test) => Open, stop: boolean): Open {
  const judges: Judge[] = [];
  let isOpen = false;
  for (const condition of conditions) {
    const code = open(condition, judge);
    if (code === stop) return stop;
    if (code === 'open') isOpen = true;
    else if (typeof code !== 'boolean') judges.push(code);
  }
  if (judges.length === 0) return isOpen ? 'open' : !stop;
  return (frame) => {
    let result: boolean | undefined = isOpen ? undefined : !stop;
    for (const one of judges) {
      const found = one(frame);
      if (found === stop) return stop;
      if (found === undefined) result = undefined;
    }
    return result;
  };
}

/** Stands for every type that a rule does not name. */
const unnamed = Symbol('unnamed');

/**
 * The lower-case types that an `if` can hold for, by its tests of the type alone; undefined when it can hold for a type that it
 * does not name.
 */
export function typesOf(condition: Condition, scope: Scope): readonly string[] | undefined {
  const named = new Set<string>();
  visit(condition, (test) => {
    if (subjectOf(test, scope) !== 'type') return;
    const right = scope.yield(test.right);
    if (!('constant' in right)) return;
    const values: readonly JsonValue[] = Array.isArray(right.constant) ? right.constant : [right.constant];
    for (const value of values) if (typeof value === 'string') named.add(value.toLowerCase());
  });
  const canHold = (type: string | typeof unnamed): boolean => open(condition, (test) => testType(test, type, scope)) !== false;
  return canHold(unnamed) ? undefined : [...named].filter(canHold);
}

function testType(test: Test, type: string | typeof unnamed, scope: Scope): Open {
  if (test.left.kind === 'value') {
    const code = compileCondition(test, scope);
    return typeof code === 'boolean' ? code : 'open';
  }
  if (subjectOf(test, scope) !== 'type') return 'open';
  const right = scope.yield(test.right);
  if (!('constant' in right)) return 'open';
  if (type !== unnamed) return compileOperator(test.operator, right.constant)?.(type) ?? 'open';
  if (test.operator === 'equals' || test.operator === 'in') return false;
  return test.operator === 'notEquals' || test.operator === 'notIn' ? true : 'open';
}
