import { aggregateByName } from '../aggregates/aggregates.ts';
import type { Bound, Meaning, Names, Scope } from '../context.ts';
import { functionByName } from '../functions/functions.ts';
import { invalid } from '../problem.ts';
import type { Call, Expression, Let, Query } from '../syntax/node.ts';
import type { ScalarType } from '../value.ts';
import type { Binder } from './binder.ts';
import { coerced } from './coerce.ts';
import { scalarOfQuery } from './subquery.ts';

export function call(node: Call, scope: Scope, binder: Binder): Bound {
  const meaning = scope.names.get(node.name);
  if (meaning?.kind === 'function') return callOwn(node, meaning, scope, binder);
  if (node.name === 'toscalar') {
    const [query] = node.arguments;
    if (query === undefined) throw invalid('toscalar() wants a query.', node.at, 'Write a query in its brackets.');
    return query.kind === 'nested' || query.kind === 'name' ? scalarOfQuery(query, scope) : binder.bind(query, scope);
  }
  const aggregated = scope.aggregate?.(node);
  if (aggregated !== undefined) return aggregated;
  const found = functionByName(node.name);
  if (found === undefined) throw unknownFunction(node);
  const [least, most] = found.arguments;
  if (node.arguments.length < least || node.arguments.length > most) {
    throw invalid(
      `${node.name}() takes ${countOfArguments(least, most)}, found ${node.arguments.length}.`,
      node.at,
      'docs/resource-graph.md lists the functions.',
    );
  }
  return found.bind({ node, scope, bind: (argument) => binder.bind(argument, scope) });
}

export const countOfArguments = (least: number, most: number): string => {
  const range = least === most ? `${least}` : most === Number.POSITIVE_INFINITY ? `at least ${least}` : `${least} to ${most}`;
  return `${range} argument${range === '1' ? '' : 's'}`;
};

function unknownFunction(node: Call): ReturnType<typeof invalid> {
  const lower = functionByName(node.name.toLowerCase()) === undefined ? undefined : node.name.toLowerCase();
  if (lower !== undefined)
    return invalid(`The function '${node.name}' does not exist.`, node.at, `Names tell case apart: write ${lower}(...).`);
  if (aggregateByName(node.name) !== undefined)
    return invalid(`The aggregate ${node.name}() cannot stand here.`, node.at, 'Aggregates stand in summarize.');
  return invalid(`The function '${node.name}' is not supported.`, node.at, 'docs/resource-graph.md lists the functions that are.');
}

/** A function that let gave a name to: its body is bound anew, with its parameters standing for the arguments. */
function callOwn(node: Call, meaning: Meaning & { readonly kind: 'function' }, scope: Scope, binder: Binder): Bound {
  const { body } = meaning;
  if (body.kind === 'query-node')
    throw invalid(`'${node.name}' gives a table, not a value.`, node.at, 'Use it where a table can stand, or within toscalar(...).');
  const names = namesOfCall(node, meaning, scope, binder);
  // The body sees no columns but through its parameters, which read the row of the caller.
  return binder.bind(body, { context: scope.context, columns: [], names: withLets(meaning.lets, names, scope, binder) });
}

export function namesOfCall(node: Call, meaning: Meaning & { readonly kind: 'function' }, scope: Scope, binder: Binder): Names {
  const { parameters } = meaning;
  const least = parameters.filter((parameter) => parameter.preset === undefined).length;
  if (node.arguments.length < least || node.arguments.length > parameters.length) {
    throw invalid(
      `${node.name}() takes ${countOfArguments(least, parameters.length)}, found ${node.arguments.length}.`,
      node.at,
      'Give each parameter a value.',
    );
  }
  const names = new Map(meaning.names);
  parameters.forEach((parameter, index) => {
    const argument: Expression | undefined = node.arguments[index] ?? parameter.preset;
    if (argument === undefined) return;
    if (parameter.type === 'table') names.set(parameter.name, tableArgument(argument, scope));
    else names.set(parameter.name, { kind: 'scalar', bound: argumentOf(binder.bind(argument, scope), parameter.type, node, index) });
  });
  return names;
}

function argumentOf(bound: Bound, type: ScalarType, node: Call, index: number): Bound {
  const found = coerced(bound, type);
  if (found !== undefined) return found;
  throw invalid(
    `${node.name}() wants ${type} as argument ${index + 1}, found ${bound.type}.`,
    node.arguments[index]?.at ?? node.at,
    'Convert it first.',
  );
}

function tableArgument(argument: Expression, scope: Scope): Meaning {
  if (argument.kind === 'nested') return { kind: 'table', plan: () => scope.context.plan(argument.query, scope.names) };
  if (argument.kind === 'name') {
    const meaning = scope.names.get(argument.name);
    return meaning?.kind === 'table' ? meaning : { kind: 'table', plan: () => scope.context.table(argument.name, argument.at) };
  }
  throw invalid('A table is wanted here.', argument.at, 'Name a table, or write a query in brackets.');
}

/** What let gives names to, one after the other: each sees those before it. */
export function withLets(lets: readonly Let[], before: Names, scope: Omit<Scope, 'names'>, binder: Binder): Names {
  if (lets.length === 0) return before;
  const names = new Map(before);
  for (const item of lets) {
    const known: Names = new Map(names);
    names.set(item.name, meaningOf(item, known, scope, binder));
  }
  return names;
}

function meaningOf(item: Let, known: Names, scope: Omit<Scope, 'names'>, binder: Binder): Meaning {
  const { context } = scope;
  switch (item.kind) {
    case 'function':
      return { kind: 'function', name: item.name, parameters: item.parameters, lets: item.lets, body: item.body, names: known };
    case 'table':
      return { kind: 'table', plan: () => context.plan(item.query, known) };
    case 'scalar': {
      const query = queryOf(item.value, known, context);
      if (query !== undefined) return query;
      const bound = binder.bind(item.value, { context, columns: scope.columns, names: known });
      return { kind: 'scalar', bound };
    }
  }
}

/** `let T = resources;`, `let T = materialize(...);` and `let T = f();` where f gives a table. */
function queryOf(node: Expression, known: Names, context: Scope['context']): Meaning | undefined {
  const asQuery = (query: Query): Meaning => ({ kind: 'table', plan: () => context.plan(query, known) });
  if (node.kind === 'nested') return asQuery(node.query);
  if (node.kind === 'name') {
    const meaning = known.get(node.name);
    if (meaning !== undefined) return meaning.kind === 'scalar' ? undefined : meaning;
    return { kind: 'table', plan: () => context.table(node.name, node.at) };
  }
  if (node.kind !== 'call') return undefined;
  const [materialized] = node.arguments;
  if (node.name === 'materialize' && materialized !== undefined) return queryOf(materialized, known, context);
  const meaning = known.get(node.name);
  if (meaning?.kind !== 'function' || meaning.body.kind !== 'query-node') return undefined;
  const { at } = node;
  return asQuery({ kind: 'query-node', lets: [], pipeline: { source: { kind: 'call', call: node, at }, operators: [], at }, at });
}
