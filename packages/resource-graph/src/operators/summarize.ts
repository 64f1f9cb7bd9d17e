import type { Accumulator, BoundAggregate } from '../aggregates/aggregate.ts';
import { aggregateByName } from '../aggregates/aggregates.ts';
import { batched, eachRow } from '../batches.ts';
import { bind } from '../bind/bind.ts';
import { countOfArguments } from '../bind/call.ts';
import { weightOf } from '../budget.ts';
import type { Batches, Bound, Context, Names, Scope, Table } from '../context.ts';
import { keyReader } from '../key.ts';
import { ColumnNames, nameOfResult, onlyName } from '../naming.ts';
import { invalid } from '../problem.ts';
import type { Call, Named, OperatorNode } from '../syntax/node.ts';
import type { Column, Row, Value } from '../value.ts';

/** One item of summarize: the aggregates in it, and how their results become its columns. */
interface Item {
  readonly named: Named;
  readonly names: readonly (string | undefined)[];
  readonly types: readonly Column['type'][];
  values(results: Row): readonly Value[];
}

export function summarize(input: Table, node: OperatorNode & { readonly kind: 'summarize' }, context: Context, names: Names): Table {
  const scope: Scope = { context, columns: input.columns, names };
  const keys = node.by.map((named) => ({ named, bound: bind(named.of, scope) }));
  const aggregates: BoundAggregate[] = [];
  const groupedBy = new Set(
    node.by.flatMap(({ names: own, of }) => (of.kind === 'name' && (own[0] ?? of.name) === of.name ? [of.name] : [])),
  );
  const items = node.aggregates.map((named) => itemOf(named, scope, aggregates, groupedBy));
  const taken = new ColumnNames();
  for (const { named, names: own } of [...keys.map((key) => ({ ...key, names: [onlyName(key.named)] })), ...items]) {
    for (const name of own) if (named.names.includes(name ?? '')) taken.claim(name ?? '', named.at);
  }
  const made = (named: Named, name: string | undefined): string =>
    name !== undefined && named.names.includes(name) ? name : taken.make(name);
  const columns: Column[] = [
    ...keys.map(({ named, bound }) => ({ name: made(named, onlyName(named) ?? nameOfResult(named.of)), type: bound.type })),
    ...items.flatMap((item) => item.types.map((type, index) => ({ name: made(item.named, item.names[index]), type }))),
  ];
  const bounds = keys.map((key) => key.bound);
  return { columns, rows: () => grouped(input, context, bounds, aggregates, items) };
}

interface Group {
  readonly keys: readonly Value[];
  readonly accumulators: readonly Accumulator[];
}

async function* grouped(
  input: Table,
  context: Context,
  keys: readonly Bound[],
  aggregates: readonly BoundAggregate[],
  items: readonly Item[],
): Batches {
  const { budget } = context;
  const keyOf = keyReader(keys);
  const groups = new Map<Value, Group>();
  const groupAt = (row: Row, key: Value): Group => {
    const group = { keys: keys.map((bound) => bound.evaluate(row)), accumulators: aggregates.map((aggregate) => aggregate.start()) };
    budget.hold(weightOf(key) + 64 + 96 * aggregates.length);
    groups.set(key, group);
    budget.count(groups.size, 'summarize');
    return group;
  };
  // Without keys there is one row even when nothing came.
  if (keys.length === 0) groupAt([], 0);
  await eachRow(input, budget, (row) => {
    const key = keyOf(row);
    const { accumulators } = groups.get(key) ?? groupAt(row, key);
    for (const accumulator of accumulators) accumulator.add(row);
  });
  yield* batched(resultsOf(groups.values(), items), budget);
}

function* resultsOf(groups: Iterable<Group>, items: readonly Item[]): Iterable<Row> {
  for (const { keys, accumulators } of groups) {
    const results = accumulators.flatMap((accumulator) => accumulator.results());
    yield [...keys, ...items.flatMap((item) => item.values(results))];
  }
}

function itemOf(named: Named, scope: Scope, aggregates: BoundAggregate[], groupedBy: ReadonlySet<string>): Item {
  const { of } = named;
  const slots = (): number => aggregates.reduce((total, { columns }) => total + columns.length, 0);
  const boundTo = (call: Call): BoundAggregate | undefined => {
    const found = aggregateByName(call.name);
    if (found === undefined) return undefined;
    const [least, most] = found.arguments;
    if (call.arguments.length < least || call.arguments.length > most) {
      throw invalid(
        `${call.name}() takes ${countOfArguments(least, most)}, found ${call.arguments.length}.`,
        call.at,
        'docs/resource-graph.md lists the aggregates.',
      );
    }
    scope.context.grow('node', call.at);
    return found.bind({ node: call, scope, groupedBy, bind: (argument) => bind(argument, scope) });
  };
  const direct = of.kind === 'call' ? boundTo(of) : undefined;
  if (direct !== undefined && of.kind === 'call') {
    const from = slots();
    aggregates.push(direct);
    return {
      named,
      names: direct.columns.map((column, index) => named.names[index] ?? column.name ?? nameOfResult(of)),
      types: direct.columns.map((column) => column.type),
      values: (results) => results.slice(from, from + direct.columns.length),
    };
  }
  const aggregate = (call: Call): Bound | undefined => {
    const found = boundTo(call);
    if (found === undefined) return undefined;
    const [column] = found.columns;
    if (column === undefined || found.columns.length > 1)
      throw invalid(`${call.name}() has several results and cannot stand within an expression.`, call.at, 'Let it stand alone.');
    const slot = slots();
    aggregates.push(found);
    return { type: column.type, isConstant: false, evaluate: (results) => results[slot] ?? null };
  };
  const { evaluate, type } = bind(of, { context: scope.context, columns: [], names: scope.names, aggregate });
  return { named, names: [onlyName(named) ?? nameOfResult(of)], types: [type], values: (results) => [evaluate(results)] };
}
