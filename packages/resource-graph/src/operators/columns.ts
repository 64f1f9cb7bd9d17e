import { unknownColumn } from '../bind/name.ts';
import type { Context, Table } from '../context.ts';
import { invalid } from '../problem.ts';
import type { ColumnPattern, OperatorNode } from '../syntax/node.ts';
import type { Column, Value } from '../value.ts';
import { mapped } from './rows.ts';

/** Star matches any characters; read piece by piece, so that no pattern is slow. */
function matches(pattern: string, name: string): boolean {
  const pieces = pattern.split('*');
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (pieces.length === 1) return name === pattern;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const at = name.indexOf(piece, from);
    if (at === -1) return false;
    from = at + piece.length;
  }
  return from <= name.length - last.length;
}

function indicesOf({ pattern, at }: ColumnPattern, columns: readonly Column[]): readonly number[] {
  const found = columns.flatMap((column, index) => (matches(pattern, column.name) ? [index] : []));
  if (found.length === 0 && !pattern.includes('*')) throw unknownColumn(pattern, columns, at);
  return found;
}

const picked = (input: Table, context: Context, indices: readonly number[]): Table =>
  mapped(
    input,
    context,
    indices.map((index) => input.columns[index] ?? { name: '', type: 'dynamic' }),
    (row) => indices.map((index): Value => row[index] ?? null),
  );

type Patterned = OperatorNode & { readonly kind: 'project-away' | 'project-keep' | 'project-reorder' };

export function choose(input: Table, node: Patterned, context: Context): Table {
  const all = input.columns.map((_column, index) => index);
  if (node.kind === 'project-reorder') return picked(input, context, reordered(node.patterns, input.columns));
  const named = new Set(node.patterns.flatMap((pattern) => indicesOf(pattern, input.columns)));
  return picked(
    input,
    context,
    all.filter((index) => named.has(index) === (node.kind === 'project-keep')),
  );
}

function reordered(patterns: readonly ColumnPattern[], columns: readonly Column[]): readonly number[] {
  const order = new Set<number>();
  const nameAt = (index: number): string => columns[index]?.name ?? '';
  for (const pattern of patterns) {
    const found = [...indicesOf(pattern, columns)];
    const sign = pattern.order === 'desc' ? -1 : 1;
    if (pattern.order !== undefined) found.sort((left, right) => (nameAt(left) < nameAt(right) ? -sign : sign));
    for (const index of found) order.add(index);
  }
  columns.forEach((_column, index) => order.add(index));
  return [...order];
}

export function rename(input: Table, node: OperatorNode & { readonly kind: 'project-rename' }, context: Context): Table {
  const columns = [...input.columns];
  for (const { names, of, at } of node.columns) {
    const [name] = names;
    if (name === undefined || of.kind !== 'name')
      throw invalid('project-rename wants new = old.', at, 'Write the new name, = and the column.');
    const index = input.columns.findIndex((column) => column.name === of.name);
    const column = input.columns[index];
    if (column === undefined) throw unknownColumn(of.name, input.columns, of.at);
    columns[index] = { name, type: column.type };
  }
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (seen.has(name)) throw invalid(`There are two columns '${name}'.`, node.at, 'Give one of them another name.');
    seen.add(name);
  }
  return mapped(input, context, columns, (row) => row);
}
