import type { Bound, Scope } from '../context.ts';
import { dynamicText, readDynamic, textConverter } from '../convert.ts';
import { invalid } from '../problem.ts';
import type { Expression, Membership } from '../syntax/node.ts';
import { isArray, type Row, type ScalarType, type Value } from '../value.ts';
import type { Binder } from './binder.ts';
import { asText, commonType, readText } from './comparison.ts';
import { listOfQuery } from './subquery.ts';
import { textMatches } from './text-match.ts';

/** What an element of the list may be found by: a value of the type that is compared in. */
type Elements = (row: Row) => readonly Value[];

export function membership(node: Membership, scope: Scope, binder: Binder): Bound {
  const left = binder.bind(node.left, scope);
  if (node.operator === 'has_any' || node.operator === 'has_all') return hasTerms(node, left, scope, binder);
  const isNot = node.operator.startsWith('!');
  const isLoose = node.operator.endsWith('~');
  const lists = node.among.map((element) => elements(element, scope, binder));
  const type = isLoose
    ? 'string'
    : comparedIn(
        left,
        lists.map((list) => list.type),
      );
  const keyOf = keyReader(left, type, isLoose, node.at);
  const keysOf = lists.map((list) => {
    const read = elementReader(list.type, type, isLoose);
    return (row: Row): readonly Value[] => list.values(row).map(read);
  });
  const isSettled = lists.every((list) => list.isConstant);
  let known: ReadonlySet<Value> | undefined;
  const { budget } = scope.context;
  return {
    type: 'bool',
    isConstant: left.isConstant && isSettled && !lists.some((list) => list.isQuery),
    evaluate(row) {
      const key = keyOf(row);
      if (isSettled) {
        known ??= new Set(keysOf.flatMap((keys) => keys(row)));
        return (key !== null && known.has(key)) !== isNot;
      }
      const isFound = keysOf.some((keys) => {
        const found = keys(row);
        budget.spend(found.length);
        return key !== null && found.includes(key);
      });
      return isFound !== isNot;
    },
  };
}

interface Elementary {
  readonly type: ScalarType;
  readonly isConstant: boolean;
  readonly isQuery: boolean;
  readonly values: Elements;
}

/** A value, the members of a dynamic array, or the first column of a query. */
function elements(node: Expression, scope: Scope, { bind }: Binder): Elementary {
  const query = listOfQuery(node, scope);
  if (query !== undefined) return { ...query, isConstant: true, isQuery: true };
  const bound = bind(node, scope);
  const { evaluate, isConstant, type } = bound;
  const values: Elements = (row) => {
    const value = evaluate(row);
    return type === 'dynamic' && isArray(value) ? value : [value];
  };
  return { type, isConstant, isQuery: false, values };
}

function comparedIn(left: Bound, types: readonly ScalarType[]): ScalarType {
  let type: ScalarType = left.type;
  for (const element of types) {
    if (element === type || element === 'dynamic') continue;
    if (type === 'dynamic') {
      // A dynamic value is read as text where the list is of texts, and compared as it is otherwise.
      if (types.every((one) => one === 'string')) return 'string';
      continue;
    }
    const common = commonType(type, element);
    // Values of another type are looked for by their texts: Kusto does not refuse them.
    if (common === undefined) return 'string';
    if (type !== common && type !== 'long' && type !== 'int' && type !== 'real') type = common;
  }
  return type;
}

function keyReader(left: Bound, type: ScalarType, isLoose: boolean, at: number): (row: Row) => Value {
  if (isLoose) {
    const text = asText(left);
    if (text === undefined) throw invalid(`'in~' compares texts, found ${left.type}.`, at, 'Write tostring(...) around it, or use in.');
    return (row) => text(row).toLowerCase();
  }
  if (left.type !== 'string' && type === 'string') return readText(left);
  return left.evaluate;
}

function elementReader(from: ScalarType, type: ScalarType, isLoose: boolean): (value: Value) => Value {
  if (isLoose) return (value) => dynamicText(value).toLowerCase();
  if (from === 'dynamic' && type !== 'dynamic') return readDynamic(type);
  if (type === 'string' && from !== 'string') return textConverter(from);
  return type === 'guid' ? (value) => (typeof value === 'string' ? value.toLowerCase() : value) : (value) => value;
}

/** has_any and has_all: whole terms, without case. */
function hasTerms(node: Membership, left: Bound, scope: Scope, binder: Binder): Bound {
  const text = asText(left);
  if (text === undefined)
    throw invalid(`'${node.operator}' looks into texts, found ${left.type}.`, node.at, 'Write tostring(...) around it.');
  const lists = node.among.map((element) => elements(element, scope, binder));
  const has = textMatches['has'];
  const isAny = node.operator === 'has_any';
  const isSettled = lists.every((list) => list.isConstant);
  let known: readonly string[] | undefined;
  const { budget } = scope.context;
  return {
    type: 'bool',
    isConstant: left.isConstant && isSettled && !lists.some((list) => list.isQuery),
    evaluate(row) {
      const found = text(row);
      const terms = known ?? lists.flatMap((list) => list.values(row)).map(dynamicText);
      if (isSettled) known = terms;
      budget.spend(terms.length + found.length);
      const isThere = (term: string): boolean => has?.matches(found, term) === true;
      return isAny ? terms.some(isThere) : terms.every(isThere);
    },
  };
}
