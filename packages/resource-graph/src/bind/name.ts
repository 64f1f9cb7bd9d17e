import { columnIndex } from '../column-index.ts';
import type { Bound, Scope } from '../context.ts';
import { invalid } from '../problem.ts';
import type { Name } from '../syntax/node.ts';
import { absentOf, type Column } from '../value.ts';

/** A column, else what let gave the name. */
export function name(node: Name, scope: Scope): Bound {
  const found = column(node.name, scope);
  if (found !== undefined) return found;
  const meaning = scope.names.get(node.name);
  if (meaning?.kind === 'scalar') return meaning.bound;
  if (meaning !== undefined) {
    throw invalid(
      `'${node.name}' is a ${meaning.kind}, not a value.`,
      node.at,
      meaning.kind === 'table' ? 'Write toscalar(...) for its first value.' : `Call it: ${node.name}(...).`,
    );
  }
  if (scope.aggregate !== undefined)
    throw invalid(
      `The column '${node.name}' stands outside an aggregate.`,
      node.at,
      'Put it after by, or within an aggregate such as take_any(...).',
    );
  throw unknownColumn(node.name, scope.columns, node.at);
}

function column(wanted: string, scope: Scope): Bound | undefined {
  const index = columnIndex(scope.columns, wanted);
  const found = scope.columns[index];
  return found === undefined ? undefined : columnAt(index, found);
}

export function columnAt(index: number, { type }: Column): Bound {
  const absent = absentOf(type);
  return { type, isConstant: false, evaluate: (row) => row[index] ?? absent };
}

export function unknownColumn(wanted: string, columns: readonly Column[], at: number): ReturnType<typeof invalid> {
  const near = columns.find((candidate) => candidate.name.toLowerCase() === wanted.toLowerCase());
  const names = columns.map((candidate) => candidate.name);
  const listed = names.length > 20 ? `${names.slice(0, 20).join(', ')}, …` : names.join(', ');
  const hint =
    near !== undefined
      ? `Names tell case apart: there is a column '${near.name}'.`
      : names.length === 0
        ? 'There are no columns here.'
        : `Columns here are ${listed}.`;
  return invalid(`The column '${wanted}' does not exist here.`, at, hint);
}
