import { weightOf } from '../budget.ts';
import type { Bound, Scope, Table } from '../context.ts';
import { invalid } from '../problem.ts';
import type { Expression } from '../syntax/node.ts';
import { isTableName } from '../tables.ts';
import { absentOf, type ScalarType, type Value } from '../value.ts';

/** The table that an expression stands for: a query in brackets, or a name that let gave to one. */
function tableOf(node: Expression, scope: Scope): Table | undefined {
  if (node.kind === 'nested') return scope.context.plan(node.query, scope.names);
  if (node.kind !== 'name' || scope.columns.some((column) => column.name === node.name)) return undefined;
  const meaning = scope.names.get(node.name);
  if (meaning === undefined) return isTableName(node.name) ? scope.context.table(node.name, node.at) : undefined;
  return meaning.kind === 'table' ? meaning.plan() : undefined;
}

interface List {
  readonly type: ScalarType;
  readonly values: () => readonly Value[];
}

/** The first column of a query, read once before the first row. */
export function listOfQuery(node: Expression, scope: Scope): List | undefined {
  const table = tableOf(node, scope);
  if (table === undefined) return undefined;
  const [column] = table.columns;
  if (column === undefined) throw invalid('The query in the list has no columns.', node.at, 'Project the column to look in.');
  const values: Value[] = [];
  const { budget, preparations } = scope.context;
  const absent = absentOf(column.type);
  preparations.push(async () => {
    for await (const batch of table.rows()) {
      for (const [value = absent] of batch) {
        budget.hold(weightOf(value));
        values.push(value);
      }
      budget.count(values.length, 'The query in a list');
      if (budget.isDue()) await budget.pause();
    }
  });
  return { type: column.type, values: () => values };
}

/** toscalar(...): the first value of the first row. */
export function scalarOfQuery(node: Expression, scope: Scope): Bound {
  const table = tableOf(node, scope);
  const [column] = table?.columns ?? [];
  if (table === undefined || column === undefined) {
    throw invalid('toscalar() wants a query.', node.at, 'Write a query in its brackets, such as toscalar(resources | count).');
  }
  let result = absentOf(column.type);
  scope.context.preparations.push(async () => {
    for await (const [row] of table.rows()) {
      if (row === undefined) continue;
      result = row[0] ?? absentOf(column.type);
      return;
    }
  });
  // Not folded: it is known only when the preparations have run, which is before the first row.
  return { type: column.type, isConstant: false, evaluate: () => result };
}
