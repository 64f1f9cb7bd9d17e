import { batched } from '../batches.ts';
import { addition } from '../bind/arithmetic.ts';
import { bind } from '../bind/bind.ts';
import { coerced } from '../bind/coerce.ts';
import { compared } from '../bind/comparison.ts';
import { constant } from '../bind/constant.ts';
import { demandFewColumns } from '../column-index.ts';
import type { Batches, Bound, Context, Names, Table } from '../context.ts';
import { converter } from '../convert.ts';
import { ColumnNames, onlyName } from '../naming.ts';
import { nameOf } from '../naming-of-values.ts';
import { invalid } from '../problem.ts';
import type { Expression, Source } from '../syntax/node.ts';
import type { Row, Value } from '../value.ts';

/** print: one row of values. */
export function print(node: Source & { readonly kind: 'print' }, context: Context, names: Names): Table {
  demandFewColumns(node.columns.length, node.at);
  const taken = new ColumnNames();
  const parts = node.columns.map((named, index) => {
    const own = onlyName(named);
    const bound = bind(named.of, { context, columns: [], names });
    return {
      bound,
      name:
        own === undefined
          ? taken.make((named.of.kind === 'name' ? undefined : nameOf(named.of)) ?? `print_${index}`)
          : taken.claim(own, named.at),
    };
  });
  async function* rows(): Batches {
    yield [parts.map(({ bound }) => bound.evaluate([]))];
  }
  return { columns: parts.map(({ name, bound }) => ({ name, type: bound.type })), rows };
}

/** datatable: rows that are written in the query. */
export function datatable(node: Source & { readonly kind: 'datatable' }, context: Context, names: Names): Table {
  const { columns } = node;
  const values = node.values.map((value, index): Value => {
    const bound = bind(value, { context, columns: [], names });
    const type = columns[index % columns.length]?.type ?? 'dynamic';
    if (!bound.isConstant) throw invalid('The values of datatable are constants.', value.at, 'Write the value itself.');
    return converter(bound.type, type)(bound.evaluate([]));
  });
  const rows: Row[] = [];
  for (let at = 0; at < values.length; at += columns.length) rows.push(values.slice(at, at + columns.length));
  return { columns: columns.map(({ name, type }) => ({ name, type })), rows: () => batched(rows, context.budget) };
}

/** range: made as it is read, so that only what is taken costs. */
export function range(node: Source & { readonly kind: 'range' }, context: Context, names: Names): Table {
  const one = (expression: Expression): Bound => bind(expression, { context, columns: [], names });
  const [from, to, step] = [one(node.from), one(node.to), one(node.step)];
  const next = addition(from, step, '+', node.step.at);
  const type = next.type;
  const start = coerced(from, type) ?? from;
  const { budget } = context;
  async function* rows(): Batches {
    const width = step.evaluate([]);
    if (width === null || width === 0 || width === 0n) return;
    const isUp = typeof width === 'bigint' ? width > 0n : Number(width) > 0;
    function* values(): Iterable<Row> {
      const first = start.evaluate([]);
      const last = to.evaluate([]);
      let made = 0;
      const isWithin = (value: number | bigint, end: number | bigint): boolean => (isUp ? value <= end : value >= end);
      // Multiplied, not added up, so that fractions do not drift.
      for (;;) {
        let value: number | bigint;
        if (typeof first === 'number' && typeof last === 'number' && typeof width === 'number') value = first + made * width;
        else if (typeof first === 'bigint' && typeof last === 'bigint' && typeof width === 'bigint') value = first + BigInt(made) * width;
        else return;
        if (!isWithin(value, last)) return;
        made += 1;
        budget.count(made, 'range');
        yield [value];
      }
    }
    yield* batched(values(), budget);
  }
  // Refuses ends that cannot be compared before anything runs.
  compared('<=', constant(type, null), to, node.to.at);
  return { columns: [{ name: node.name, type }], rows };
}
