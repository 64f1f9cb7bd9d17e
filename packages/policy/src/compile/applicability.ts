import type { JsonValue } from '../json.ts';
import { compileOperator } from '../operators/operators.ts';
import type { Condition, Test } from '../parse/tree.ts';
import { compileCondition } from './condition.ts';
import type { Scope } from './scope.ts';

/** What a test of a rule's `if` is about, as far as applicability asks. */
type Subject = 'type' | 'kind' | 'name' | 'location' | 'other';

function subjectsOf(condition: Condition, scope: Scope): ReadonlySet<Subject> {
  const subjects = new Set<Subject>();
  visit(condition, (test) => {
    const subject = subjectOf(test, scope);
    subjects.add(subject);
    // A place counts as any other condition besides what is special about it.
    if (subject === 'location') subjects.add('other');
  });
  return subjects;
}

function visit(condition: Condition, see: (test: Test) => void): void {
  if (condition.kind === 'test') see(condition);
  else if (condition.kind === 'not') visit(condition.of, see);
  else for (const one of condition.of) visit(one, see);
}

function subjectOf(test: Test, scope: Scope): Subject {
  if (test.left.kind !== 'field') return 'other';
  const name = scope.yield(test.left.name);
  const text = 'constant' in name && typeof name.constant === 'string' ? name.constant.toLowerCase() : 'other';
  return text === 'type' || text === 'kind' || text === 'name' || text === 'location' ? text : 'other';
}

/**
 * The part of an `if` that says whether the rule applies to a resource of the scope's type at all: conditions on anything but type,
 * kind and name are taken for true, or for false under a `not` (Microsoft's page on applicability, with its special cases).
 */
export function applicabilityOf(condition: Condition, scope: Scope): Condition {
  const subjects = subjectsOf(condition, scope);
  if (!subjects.has('type') && !subjects.has('other')) return always(condition.path);
  if (subjects.has('location') && scope.target.type === 'microsoft.resources/subscriptions') return never(condition.path);
  const kept = new Set<Subject>(subjects.has('other') ? ['type', 'kind', 'name'] : ['type']);
  return hopeful(condition, false, (test) => (kept.has(subjectOf(test, scope)) ? test : undefined));
}

const always = (path: string): Condition => ({ kind: 'allOf', path, of: [] });
const never = (path: string): Condition => ({ kind: 'anyOf', path, of: [] });

/** The condition with every test that is left open replaced by the answer that lets the whole hold. @param negated below a `not`. */
function hopeful(condition: Condition, negated: boolean, known: (test: Test) => Condition | undefined): Condition {
  switch (condition.kind) {
    case 'test':
      return known(condition) ?? (negated ? never : always)(condition.path);
    case 'not':
      return { ...condition, of: hopeful(condition.of, !negated, known) };
    case 'allOf':
    case 'anyOf':
      return { ...condition, of: condition.of.map((one) => hopeful(one, negated, known)) };
  }
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
    const right = subjectOf(test, scope) === 'type' ? constantOf(test, scope) : undefined;
    for (const value of Array.isArray(right) ? (right as readonly JsonValue[]) : [right]) {
      if (typeof value === 'string') named.add(value.toLowerCase());
    }
  });
  const canHold = (type: string | typeof unnamed): boolean =>
    compileCondition(
      hopeful(condition, false, (test) => {
        const answer = answerFor(test, type, scope);
        return answer === undefined ? undefined : (answer ? always : never)(test.path);
      }),
      scope,
    ) === true;
  return canHold(unnamed) ? undefined : [...named].filter(canHold);
}

/** What a test says of every resource of a type; undefined where that hangs on the resource. */
function answerFor(test: Test, type: string | typeof unnamed, scope: Scope): boolean | undefined {
  if (test.left.kind === 'value') {
    const code = compileCondition(test, scope);
    return typeof code === 'boolean' ? code : undefined;
  }
  const right = subjectOf(test, scope) === 'type' ? constantOf(test, scope) : undefined;
  if (right === undefined) return undefined;
  if (type !== unnamed) return compileOperator(test.operator, right)(type);
  if (test.operator === 'equals' || test.operator === 'in') return false;
  return test.operator === 'notEquals' || test.operator === 'notIn' ? true : undefined;
}

function constantOf(test: Test, scope: Scope): JsonValue | undefined {
  const right = scope.yield(test.right);
  return 'constant' in right ? right.constant : undefined;
}
