import { bind } from './bind/bind.ts';
import type { Scope } from './context.ts';
import type { Demand } from './demand.ts';
import type { Expression } from './syntax/node.ts';

const membersByColumn = { type: 'types', subscriptionId: 'subscriptionIds', resourceGroup: 'resourceGroups', id: 'ids' } as const;

/** What a condition says for certain about the type, subscription, group and id of every row that meets it. */
export function demandOf(node: Expression, scope: Scope): Demand {
  if (node.kind === 'logical') {
    if (node.operator === 'and') return node.operands.map((operand) => demandOf(operand, scope)).reduce(bothDemands, {});
    return node.operands.map((operand) => demandOf(operand, scope)).reduce(eitherDemand);
  }
  if (node.kind === 'comparison') {
    const column = columnOf(node.left, scope);
    const text = constantText(node.right, scope);
    if (column === undefined || text === undefined) return {};
    if (node.operator === '==' || node.operator === '=~') return { [membersByColumn[column]]: [text] };
    return column === 'id' && (node.operator === 'startswith' || node.operator === 'startswith_cs') ? { idPrefix: text } : {};
  }
  if (node.kind === 'membership') {
    const column = columnOf(node.left, scope);
    if (column === undefined || (node.operator !== 'in' && node.operator !== 'in~')) return {};
    const texts = node.among.map((element) => constantText(element, scope));
    return texts.includes(undefined) ? {} : { [membersByColumn[column]]: texts };
  }
  return {};
}

function columnOf(node: Expression, scope: Scope): keyof typeof membersByColumn | undefined {
  if (
    node.kind === 'call' &&
    (node.name === 'tolower' || node.name === 'tostring') &&
    node.arguments[0] !== undefined &&
    !scope.names.has(node.name)
  ) {
    return columnOf(node.arguments[0], scope);
  }
  if (node.kind !== 'name' || !Object.hasOwn(membersByColumn, node.name)) return undefined;
  return scope.columns.some((column) => column.name === node.name) ? (node.name as keyof typeof membersByColumn) : undefined;
}

function constantText(node: Expression, scope: Scope): string | undefined {
  if (node.kind !== 'literal' && node.kind !== 'name') return undefined;
  if (node.kind === 'name' && (scope.names.get(node.name)?.kind !== 'scalar' || scope.columns.some((column) => column.name === node.name)))
    return undefined;
  const bound = bind(node, scope);
  const value = bound.isConstant && bound.type === 'string' ? bound.evaluate([]) : undefined;
  return typeof value === 'string' ? value.toLowerCase() : undefined;
}

const lists = ['types', 'subscriptionIds', 'resourceGroups', 'ids'] as const;
type Writable = { -readonly [K in keyof Demand]: Demand[K] };

/** What rows meet that meet both. */
export function bothDemands(left: Demand, right: Demand): Demand {
  const both: Writable = { ...left, ...right };
  for (const list of lists) {
    const first = left[list];
    const second = right[list];
    if (first !== undefined && second !== undefined) both[list] = first.filter((each) => second.includes(each));
  }
  if (left.idPrefix !== undefined && right.idPrefix !== undefined) {
    both.idPrefix = left.idPrefix.length > right.idPrefix.length ? left.idPrefix : right.idPrefix;
  }
  return both;
}

/** What rows meet that meet either: only what both sides say something about. */
function eitherDemand(left: Demand, right: Demand): Demand {
  const either: Writable = {};
  for (const list of lists) {
    const first = left[list];
    const second = right[list];
    if (first !== undefined && second !== undefined) either[list] = [...new Set([...first, ...second])];
  }
  return either;
}
