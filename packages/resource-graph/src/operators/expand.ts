import { bind } from '../bind/bind.ts';
import type { Context, Names, Table } from '../context.ts';
import { readDynamic, toDynamic } from '../convert.ts';
import { ColumnNames } from '../naming.ts';
import { nameOf } from '../naming-of-values.ts';
import { invalid } from '../problem.ts';
import type { Expansion, Expression } from '../syntax/node.ts';
import { absentOf, type Column, isArray, isObject, type JsonValue, type Row, type Value } from '../value.ts';
import { rowCount } from './take.ts';

export interface ExpansionNode {
  readonly at: number;
  readonly isArray: boolean;
  readonly withIndex: string | undefined;
  readonly columns: readonly Expansion[];
  readonly limit: Expression | undefined;
}

/** How one row becomes several: each listed array gives one member a row, the shorter ones nulls. */
export interface Expanded {
  readonly columns: readonly Column[];
  expand(row: Row): Iterable<Row>;
}

export function expansionOf(input: Table, node: ExpansionNode, context: Context, names: Names): Expanded {
  const scope = { context, columns: input.columns, names };
  const columns = [...input.columns];
  const slots = node.columns.map((each) => {
    const bound = bind(each.of, scope);
    if (bound.type !== 'dynamic')
      throw invalid(
        `Only dynamic values can be expanded, found ${bound.type}.`,
        each.at,
        bound.type === 'string' ? 'Write todynamic(...) around it if it holds JSON.' : 'Name an array or a bag.',
      );
    const name = each.name ?? nameOf(each.of);
    const existing = columns.findIndex((column) => column.name === name);
    const index = existing === -1 ? columns.length : existing;
    const type = each.type ?? 'dynamic';
    columns[index] = { name: existing === -1 ? new ColumnNames(columns.map((column) => column.name)).make(name) : (name ?? ''), type };
    const convert = type === 'dynamic' ? undefined : readDynamic(type);
    return {
      index,
      absent: absentOf(type),
      read: (value: Value): Value => (convert === undefined ? value : convert(value)),
      members: (row: Row) => membersOf(bound.evaluate(row), node.isArray),
    };
  });
  let indexAt = -1;
  if (node.withIndex !== undefined) {
    indexAt = columns.length;
    columns.push({ name: new ColumnNames(columns.map((column) => column.name)).claim(node.withIndex, node.at), type: 'long' });
  }
  const most = node.limit === undefined ? Number.POSITIVE_INFINITY : rowCount(node.limit, 'limit', context, names);
  const { budget } = context;
  function* expand(row: Row): Iterable<Row> {
    const lists = slots.map((slot) => slot.members(row));
    const length = Math.min(most, Math.max(...lists.map((list) => list.length)));
    for (let member = 0; member < length; member += 1) {
      budget.spend(columns.length);
      const made: Value[] = row.slice();
      slots.forEach(({ index, absent, read }, slot) => {
        const value = lists[slot]?.[member];
        made[index] = value === undefined ? absent : read(value);
      });
      if (indexAt !== -1) made[indexAt] = member;
      yield made;
    }
  }
  return { columns, expand };
}

/** Null keeps its row; a bag gives its members as bags of one, or as pairs. */
function membersOf(value: Value, asArray: boolean): readonly JsonValue[] {
  if (isArray(value)) return value;
  if (!isObject(value)) return [toDynamic('dynamic')(value)];
  const entries = Object.entries(value);
  return asArray ? entries : entries.map(([name, member]) => ({ [name]: member }));
}
