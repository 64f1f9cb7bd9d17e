import type { Batches, Context, Table } from '../context.ts';
import type { Column, Row, Value } from '../value.ts';
import { absentOf } from '../value.ts';

interface UnionOf {
  readonly isInner: boolean;
  readonly withSource: string | undefined;
}

/** All rows of all legs, one leg after the other. A column that has two types becomes one of each: name_string, name_long. */
export function union(legs: readonly Table[], { isInner, withSource }: UnionOf, context: Context): Table {
  const merged = isInner ? shared(legs) : everything(legs);
  const columns: Column[] = merged.map(({ column }) => column);
  if (withSource !== undefined) columns.unshift({ name: withSource, type: 'string' });
  const readers = legs.map((leg, index) => {
    const source = leg.source ?? `union_arg${index}`;
    const from = merged.map(({ name, column }) => ({
      index: leg.columns.findIndex((each) => each.name === name && each.type === column.type),
      absent: absentOf(column.type),
    }));
    return (row: Row): Row => {
      const made: Value[] = withSource === undefined ? [] : [source];
      for (const { index: at, absent } of from) made.push(at === -1 ? absent : (row[at] ?? absent));
      return made;
    };
  });
  const { budget } = context;
  async function* rows(): Batches {
    let made = 0;
    for (const [index, leg] of legs.entries()) {
      const read = readers[index];
      if (read === undefined) continue;
      for await (const batch of leg.rows()) {
        made += batch.length;
        budget.count(made, 'union');
        yield batch.map(read);
        if (budget.isDue()) await budget.pause();
      }
    }
  }
  return { columns, rows };
}

interface Merged {
  readonly name: string;
  readonly column: Column;
}

function everything(legs: readonly Table[]): readonly Merged[] {
  const typesByName = new Map<string, Set<Column['type']>>();
  for (const { columns } of legs) {
    for (const { name, type } of columns) typesByName.set(name, (typesByName.get(name) ?? new Set()).add(type));
  }
  return [...typesByName].flatMap(([name, types]) =>
    types.size === 1
      ? [...types].map((type) => ({ name, column: { name, type } }))
      : [...types].map((type) => ({ name, column: { name: `${name}_${type}`, type } })),
  );
}

function shared(legs: readonly Table[]): readonly Merged[] {
  const [first, ...others] = legs;
  const columns = first?.columns ?? [];
  return columns
    .filter((column) => others.every((leg) => leg.columns.some((each) => each.name === column.name && each.type === column.type)))
    .map((column) => ({ name: column.name, column }));
}
