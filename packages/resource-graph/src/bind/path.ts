import type { Bound, Scope } from '../context.ts';
import { invalid } from '../problem.ts';
import type { Path } from '../syntax/node.ts';
import { isArray, type JsonValue, memberOf, type Row, type Value } from '../value.ts';
import type { Binder } from './binder.ts';
import { columnAt } from './name.ts';

type Access = (value: Value, row: Row) => JsonValue;

/** Members and indices of dynamic values. What is missing on the way is null. */
export function path(node: Path, scope: Scope, { bind }: Binder): Bound {
  const side = sideOf(node, scope);
  const of = side?.bound ?? bind(node.of, scope);
  const steps = node.steps.slice(side === undefined ? 0 : 1);
  if (steps.length === 0) return of;
  if (of.type !== 'dynamic') {
    throw invalid(
      `A value of type ${of.type} has no members.`,
      node.at,
      of.type === 'string' ? 'Use parse_json(...) first if it holds JSON.' : 'Only dynamic values have members.',
    );
  }
  let isConstant = of.isConstant;
  const accesses = steps.map((step): Access => {
    if (step.kind === 'member') return (value) => memberOf(value, step.name);
    const index = bind(step.of, scope);
    isConstant &&= index.isConstant;
    return (value, row) => memberAt(value, index.evaluate(row));
  });
  const [first, second, third] = accesses;
  if (first === undefined) return of;
  const { evaluate } = of;
  const bound = { type: 'dynamic' as const, isConstant };
  if (second === undefined) return { ...bound, evaluate: (row) => first(evaluate(row), row) };
  if (third === undefined) return { ...bound, evaluate: (row) => second(first(evaluate(row), row), row) };
  return {
    ...bound,
    evaluate(row) {
      let value = evaluate(row);
      for (const access of accesses) {
        if (value === null) return null;
        value = access(value, row);
      }
      return value;
    },
  };
}

/** A number counts from the end when it is below zero; a text names a member. */
function memberAt(value: Value, index: Value): JsonValue {
  if (typeof index === 'string') return memberOf(value, index);
  if (!isArray(value) || typeof index !== 'number') return null;
  return value[index < 0 ? value.length + index : index] ?? null;
}

/** $left.a and $right.a in the condition of a join. */
function sideOf(node: Path, scope: Scope): { readonly bound: Bound } | undefined {
  const { of, steps } = node;
  if (of.kind !== 'name' || (of.name !== '$left' && of.name !== '$right')) return undefined;
  const columns = of.name === '$left' ? scope.columns : scope.right;
  const [step] = steps;
  if (scope.right === undefined || columns === undefined || step?.kind !== 'member') {
    throw invalid(`'${of.name}' stands only in the condition of a join.`, node.at, 'Name the column itself.');
  }
  const index = columns.findIndex((column) => column.name === step.name);
  const column = columns[index];
  if (column === undefined) {
    throw invalid(
      `The ${of.name.slice(1)} side of the join has no column '${step.name}'.`,
      step.at,
      `It has ${columns.map((one) => one.name).join(', ')}.`,
    );
  }
  return { bound: columnAt(of.name === '$left' ? index : scope.columns.length + index, column) };
}
