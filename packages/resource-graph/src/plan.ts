import { bind } from './bind/bind.ts';
import { namesOfCall, withLets } from './bind/call.ts';
import { columnsReadBy } from './columns-read.ts';
import type { Context, Names, Table } from './context.ts';
import { choose, rename } from './operators/columns.ts';
import { count } from './operators/count.ts';
import { distinct } from './operators/distinct.ts';
import { extend } from './operators/extend.ts';
import { getSchema } from './operators/get-schema.ts';
import { join } from './operators/join.ts';
import { mvApply } from './operators/mv-apply.ts';
import { mvExpand } from './operators/mv-expand.ts';
import { parse } from './operators/parse.ts';
import { project } from './operators/project.ts';
import { sort, sortedTake, top } from './operators/sort.ts';
import { summarize } from './operators/summarize.ts';
import { take } from './operators/take.ts';
import { union } from './operators/union.ts';
import { where } from './operators/where.ts';
import { invalid } from './problem.ts';
import { datatable, print, range } from './sources/sources.ts';
import type { OperatorNode, Query, Source } from './syntax/node.ts';

const binder = { bind };

/** Makes the steps of a query; nothing is read yet. `isNaive` leaves out every short cut, for the tests that hold both alike. */
export function planQuery(query: Query, context: Context, names: Names, isNaive = false): Table {
  const known = withLets(query.lets, names, { context, columns: [] }, binder);
  return planned(sourceTable(query.pipeline.source, context, known), query.pipeline.operators, context, known, isNaive);
}

function planned(source: Table, operators: readonly OperatorNode[], context: Context, names: Names, isNaive: boolean): Table {
  const read = isNaive ? undefined : columnsReadBy(operators, names);
  let table = (read === undefined ? undefined : source.reading?.(read)) ?? source;
  for (let index = 0; index < operators.length; index += 1) {
    const node = operators[index];
    if (node === undefined) continue;
    context.grow('node', node.at);
    const next = operators[index + 1];
    if (!isNaive && node.kind === 'sort' && next?.kind === 'take') {
      table = sortedTake(table, node, next, context, names);
      index += 1;
    } else table = step(table, node, context, names, isNaive);
  }
  return table;
}

function step(input: Table, node: OperatorNode, context: Context, names: Names, isNaive: boolean): Table {
  switch (node.kind) {
    case 'where':
      return where(isNaive ? { columns: input.columns, rows: () => input.rows() } : input, node, context, names);
    case 'project':
      return project(input, node, context, names);
    case 'extend':
    case 'serialize':
      return extend(input, node, context, names);
    case 'project-away':
    case 'project-keep':
    case 'project-reorder':
      return choose(input, node, context);
    case 'project-rename':
      return rename(input, node, context);
    case 'summarize':
      return summarize(input, node, context, names);
    case 'count':
      return count(input, context);
    case 'sort':
      return sort(input, node, context, names);
    case 'top':
      return top(input, node, context, names);
    case 'take':
      return take(input, node, context, names);
    case 'distinct':
      return distinct(input, node, context, names);
    case 'join':
      return join(input, node, context, names);
    case 'union':
      for (const leg of node.legs) context.grow('join', leg.at);
      return union([input, ...node.legs.map((leg) => context.plan(leg, names))], node, context);
    case 'mv-expand':
      return mvExpand(input, node, context, names);
    case 'mv-apply':
      return mvApply(input, node, context, names, (table, query, known) =>
        planned(table, query.pipeline.operators, context, withLets(query.lets, known, { context, columns: [] }, binder), isNaive),
      );
    case 'parse':
    case 'parse-where':
      return parse(input, node, context, names);
    case 'getschema':
      return getSchema(input, context);
    case 'as':
      return { ...input, source: node.name };
  }
}

function sourceTable(source: Source, context: Context, names: Names): Table {
  switch (source.kind) {
    case 'table': {
      const meaning = source.isImplied ? undefined : names.get(source.name);
      if (meaning === undefined) return context.table(source.name, source.at);
      if (meaning.kind === 'table') return meaning.plan();
      if (
        meaning.kind === 'function' &&
        meaning.body.kind === 'query-node' &&
        meaning.parameters.every((parameter) => parameter.preset !== undefined)
      ) {
        return sourceTable(
          { kind: 'call', call: { kind: 'call', name: source.name, arguments: [], at: source.at }, at: source.at },
          context,
          names,
        );
      }
      throw invalid(
        `'${source.name}' is a ${meaning.kind === 'scalar' ? 'value' : 'function'}, not a table.`,
        source.at,
        meaning.kind === 'scalar' ? 'Write print to show a value.' : `Call it: ${source.name}(...).`,
      );
    }
    case 'call': {
      const { call } = source;
      const meaning = names.get(call.name);
      const [argument] = call.arguments;
      if ((call.name === 'materialize' || call.name === 'table') && argument !== undefined && meaning === undefined) {
        if (argument.kind === 'nested') return context.plan(argument.query, names);
        if (argument.kind === 'name')
          return sourceTable({ kind: 'table', name: argument.name, isImplied: false, at: argument.at }, context, names);
        if (argument.kind === 'literal' && typeof argument.value === 'string') return context.table(argument.value, argument.at);
      }
      if (meaning?.kind !== 'function')
        throw invalid(`The function '${call.name}' gives no table.`, call.at, 'Begin with a table such as resources.');
      if (meaning.body.kind !== 'query-node')
        throw invalid(`'${call.name}' gives a value, not a table.`, call.at, `Write print ${call.name}(...).`);
      const inner = withLets(
        meaning.lets,
        namesOfCall(call, meaning, { context, columns: [], names }, binder),
        { context, columns: [] },
        binder,
      );
      return context.plan(meaning.body, inner);
    }
    case 'print':
      return print(source, context, names);
    case 'range':
      return range(source, context, names);
    case 'datatable':
      return datatable(source, context, names);
    case 'union':
      for (const leg of source.legs.slice(1)) context.grow('join', leg.at);
      return union(
        source.legs.map((leg) => context.plan(leg, names)),
        source,
        context,
      );
    case 'query':
      return context.plan(source.query, names);
  }
}
