import { readFieldName } from '../fields/name.ts';
import { everyElement, type Segment } from '../fields/path.ts';
import type { JsonValue } from '../json.ts';
import type { Test } from '../operators/equality.ts';
import type { OperatorName } from '../operators/operator.ts';
import { compileOperator } from '../operators/operators.ts';
import type { Condition, Count } from '../parse/tree.ts';
import { type Code, type Frame, type Judge, judgeOf, type Reader, type Value } from './frame.ts';
import { remembered } from './remembered.ts';
import { fail, isFailure, nameIn, type Scope, type Yield } from './scope.ts';
import { type Selection, segmentsOfField } from './selection.ts';
import { chainReader } from './target.ts';
import { testerOf } from './tester.ts';

/** Where a count stands, and how the conditions of its `where` are compiled. */
export interface Place {
  readonly scope: Scope;
  readonly compile: (condition: Condition, scope: Scope) => Code;
}

/** Counts until `stopAt` are reached; undefined when an element could not be judged and the count hangs on it. */
export type Counter = (frame: Frame, stopAt: number) => number | undefined;

/** Compiles `count` with its comparison. Stops as soon as no further element can change the answer. */
export function compileCount(count: Count, operator: OperatorName, right: Yield, place: Place): Code {
  const counter = counterOf(count, place);
  const comparison = testerOf(operator, right);
  if ('test' in comparison) {
    const { test } = comparison;
    if (typeof counter === 'number') return test(counter);
    const stopAt = 'constant' in right ? finalFrom(operator, right.constant) : Number.POSITIVE_INFINITY;
    return (frame) => {
      const found = counter(frame, stopAt);
      return found === undefined ? undefined : test(found);
    };
  }
  const { tester } = comparison;
  return (frame) => {
    const found = typeof counter === 'number' ? counter : counter(frame, Number.POSITIVE_INFINITY);
    return found === undefined ? undefined : tester(frame)?.(found);
  };
}

/** A count of the elements of one list, compared with a constant. */
export interface CountedList {
  readonly kind: 'count';
  readonly where: Condition | undefined;
  /** Of the `where`. */
  readonly scope: Scope;
  /** Beyond so many the answer stays the same. */
  readonly final: number;
  /** Of the number that was counted. */
  readonly test: Test;
}

/** Takes a count apart; undefined for one within the element of a count around. */
export function countedList(
  count: Count,
  operator: OperatorName,
  right: JsonValue,
  scope: Scope,
): { readonly slot: string; readonly start: Reader; readonly rest: readonly Segment[]; readonly of: CountedList } | undefined {
  const name = count.kind === 'field' ? scope.yield(count.field) : undefined;
  if (name === undefined || !('constant' in name) || typeof name.constant !== 'string') return undefined;
  const { start, rest, bound, slot } = scope.select(name.constant, true);
  const segments = segmentsOfField(readFieldName(name.constant, scope.target.names), scope.target);
  if (bound || slot === undefined || !segments || starsIn(rest) === 0) return undefined;
  const levels = starsIn(segments);
  return {
    slot,
    start,
    rest: rest.slice(0, rest.lastIndexOf(everyElement) + 1),
    of: {
      kind: 'count',
      where: count.where,
      scope: scope.within({ kind: 'field', segments, level: scope.options.levels, levels }, levels),
      final: finalFrom(operator, right),
      test: compileOperator(operator, right),
    },
  };
}

const starsIn = (segments: readonly Segment[]): number => segments.filter((segment) => segment === everyElement).length;

/** The count from which on the comparison always says the same. */
export function finalFrom(operator: OperatorName, right: JsonValue): number {
  const limit = typeof right === 'number' ? right : Number.NaN;
  if (Number.isNaN(limit)) return Number.POSITIVE_INFINITY;
  if (operator === 'greater' || operator === 'lessOrEquals' || operator === 'equals' || operator === 'notEquals') {
    return Math.max(0, Math.floor(limit) + 1);
  }
  return operator === 'greaterOrEquals' || operator === 'less' ? Math.max(0, Math.ceil(limit)) : Number.POSITIVE_INFINITY;
}

/** The number itself where it is known without a resource. */
export function counterOf(count: Count, place: Place): Counter | number {
  const { scope } = place;
  if (count.kind === 'value') return valueCounter(count, place);
  const name = scope.yield(count.field);
  if ('constant' in name && typeof name.constant === 'string') return fieldCounter(name.constant, count, place, true);
  const counterByName = new Map<string, Counter>();
  return (frame, stopAt) => {
    const found = nameIn(name, frame);
    if (found === undefined) return undefined;
    return remembered(counterByName, found, () => fieldCounter(found, count, place, false))(frame, stopAt);
  };
}

function valueCounter(count: Count & { readonly kind: 'value' }, { scope, compile }: Place): Counter | number {
  const list = scope.yield(count.value);
  const { levels } = scope.options;
  const inner = scope.within({ kind: 'value', name: (count.name ?? 'default').toLowerCase(), level: levels }, 1);
  const where = count.where === undefined ? true : compile(count.where, inner);
  if ('constant' in list) {
    const items: readonly JsonValue[] = Array.isArray(list.constant) ? list.constant : [];
    if (where === true) return items.length;
    if (where === false) return 0;
    return (frame, stopAt) => countItems(items, where, levels, frame, stopAt);
  }
  const judge = judgeOf(where);
  return (frame, stopAt) => {
    const items = list.run(frame);
    if (items === undefined || isFailure(items)) return fail(frame, items);
    return Array.isArray(items) ? countItems(items, judge, levels, frame, stopAt) : 0;
  };
}

function countItems(items: readonly JsonValue[], where: Judge, level: number, frame: Frame, stopAt: number): number | undefined {
  let found = 0;
  let unknown = false;
  for (const item of items) {
    if (found >= stopAt) return found;
    frame.elements[level] = item;
    const result = where(frame);
    if (result === true) found += 1;
    else if (result === undefined) unknown = true;
  }
  return unknown && found < stopAt ? undefined : found;
}

function fieldCounter(name: string, count: Count & { readonly kind: 'field' }, { scope, compile }: Place, shared: boolean): Counter {
  const selection = scope.select(name, shared);
  const segments = segmentsOfField(readFieldName(name, scope.target.names), scope.target) ?? [];
  const { levels } = scope.options;
  const stars = starsIn(segments);
  const inner = scope.within({ kind: 'field', segments, level: levels, levels: Math.max(1, stars) }, Math.max(1, stars), shared);
  const where = judgeOf(count.where === undefined ? true : compile(count.where, inner));
  return elementCounter(selection, stars, levels, where);
}

/**
 * Walks the lists of a path. Levels that a count around has bound already stand still: within it the array counts as if its
 * current element were the only one.
 */
function elementCounter(selection: Selection, stars: number, level: number, where: Judge): Counter {
  const { start, rest, base, bound } = selection;
  const open = starsIn(rest);
  const held = bound ? stars - open : 0;
  const walk = walkOf(rest, level + held, where);
  return (frame, stopAt) => {
    for (let index = 0; index < held; index += 1) frame.elements[level + index] = frame.elements[base + index];
    const tally = { found: 0, unknown: false, stopAt };
    walk(start(frame), frame, tally);
    return tally.unknown && tally.found < stopAt ? undefined : tally.found;
  };
}

interface Tally {
  found: number;
  unknown: boolean;
  readonly stopAt: number;
}

type Walk = (value: Value, frame: Frame, tally: Tally) => void;

function walkOf(rest: readonly Segment[], level: number, where: Judge): Walk {
  const star = rest.indexOf(everyElement);
  if (star === -1) {
    // A path that goes on after its last [*] counts the elements, whatever lies under them.
    return (_value, frame, tally) => judgeElement(frame, tally, where);
  }
  const listOf = chainReader(rest.slice(0, star));
  const inner = walkOf(rest.slice(star + 1), level + 1, where);
  return (value, frame, tally) => {
    const list = listOf(value);
    if (!Array.isArray(list)) return;
    for (const element of list as readonly JsonValue[]) {
      if (tally.found >= tally.stopAt) return;
      frame.elements[level] = element;
      inner(element, frame, tally);
    }
  };
}

function judgeElement(frame: Frame, tally: Tally, where: Judge): void {
  const result = where(frame);
  if (result === true) tally.found += 1;
  else if (result === undefined) tally.unknown = true;
}
