import { visibleJson } from '../drawing/visible.ts';
import type { Format } from '../result.ts';

/** The report as docs/score-report.schema.json describes it. */
export const json: Format = function* ({ report }) {
  for (const piece of pieces(report, '')) yield visibleJson(piece);
  yield '\n';
};

/** Elements of a list that are written at once. */
const batch = 500;

/** The same as `stableJson`, in pieces: lists may be longer than a text can be, and need not be arrays. */
function* pieces(value: unknown, indent: string): Iterable<string> {
  const inner = `${indent}  `;
  if (isList(value)) {
    let elements: string[] = [];
    let isFirst = true;
    for (const element of value) {
      elements.push(`${inner}${indented(element, inner)}`);
      if (elements.length < batch) continue;
      yield `${isFirst ? '[' : ','}\n${elements.join(',\n')}`;
      isFirst = false;
      elements = [];
    }
    if (elements.length > 0) yield `${isFirst ? '[' : ','}\n${elements.join(',\n')}`;
    yield isFirst && elements.length === 0 ? '[]' : `\n${indent}]`;
  } else if (typeof value === 'object' && value !== null) {
    let isFirst = true;
    for (const [key, member] of orderedEntries(value)) {
      if (member === undefined) continue;
      yield `${isFirst ? '{' : ','}\n${inner}${JSON.stringify(key)}: `;
      isFirst = false;
      yield* pieces(member, inner);
    }
    yield isFirst ? '{}' : `\n${indent}}`;
  } else yield indented(value, indent);
}

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function indented(value: unknown, indent: string): string {
  // In texts line feeds are escaped, so these are all between them.
  return JSON.stringify(inOrder(value), undefined, 2).replaceAll('\n', `\n${indent}`);
}

/** Pretty JSON whose keys stand in one order, whatever order the objects were built in, and that is harmless on a terminal. */
export function stableJson(value: unknown): string {
  return `${visibleJson(JSON.stringify(inOrder(value), undefined, 2))}\n`;
}

/** One order for the keys of all objects: names before numbers, totals before parts. Keys that are not listed come last, by name. */
const keyOrder: ReadonlyMap<string, number> = new Map(
  `schema model edition scope generatedAt
  key id name displayName managementGroups category severity kind threats active points score current max percentage
  potentialIncrease impact expiresOn expired waived mitigated scoreWithout items assessments files read refused duplicates
  recommendation resource type subscription status cause needs decidedBy reason because text computed imported count
  categories controls recommendations topRecommendations subscriptions exemptions coverage problems
  healthy unhealthy notApplicable notAssessed
  state resourceTypes why fix effort userImpact steps command caution whenNotToFix
  resources judged assessed byType notCollected notPermitted disagreements incomplete ignored unknownAssessments
  code file line path found expected message hint`
    .split(/\s+/)
    .map((key, at) => [key, at]),
);

/** The same value with its keys in order. To be called back for each member costs JSON.stringify several times what it writes. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  if ('toJSON' in value && typeof value.toJSON === 'function') return inOrder(value.toJSON());
  return Object.fromEntries(orderedEntries(value).map(([key, member]) => [key, inOrder(member)]));
}

function orderedEntries(value: object): readonly (readonly [string, unknown])[] {
  const members = value as Readonly<Record<string, unknown>>;
  return orderOf(Object.keys(value)).map((key) => [key, members[key]] as const);
}

/** Rows of a list all have the same few keys. */
const orders = new Map<string, readonly string[]>();

function orderOf(keys: readonly string[]): readonly string[] {
  const name = keys.join('\n');
  let order = orders.get(name);
  if (order === undefined) {
    order = keys.toSorted((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
    if (orders.size < mostOrders) orders.set(name, order);
  }
  return order;
}

const mostOrders = 1000;

function rankOf(key: string): number {
  return keyOrder.get(key) ?? keyOrder.size;
}
