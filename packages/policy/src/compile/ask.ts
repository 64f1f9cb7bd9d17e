import type { KeyReader } from '../fields/key.ts';
import { everyElement, type Segment, textOfPath } from '../fields/path.ts';
import type { JsonValue } from '../json.ts';
import type { Test } from '../operators/equality.ts';
import { fold } from '../operators/fold.ts';
import type { OperatorName } from '../operators/operator.ts';
import { compileOperator } from '../operators/operators.ts';
import type { Test as Comparison, Condition } from '../parse/tree.ts';
import { compileTest, literal } from './condition.ts';
import { type CountedList, countedList } from './count.ts';
import { Frame, type Judge, type Reader } from './frame.ts';
import { isFixed } from './inputs.ts';
import { locationTest, normalisedLocation } from './location.ts';
import { isFailure, reasonOf, type Scope, type Yield } from './scope.ts';
import { nothingSlot, typeSlot } from './selection.ts';
import { chainReader } from './target.ts';

/** A comparison taken apart: known, a test of one value or of a list by constants, or something that has to be judged as a whole. */
export type Ask = boolean | AskedFailure | AskedValue | AskedList | Judge;

/** It fails for every resource. */
export interface AskedFailure {
  readonly kind: 'failure';
  readonly reason: string;
}

export interface AskedValue {
  readonly kind: 'value';
  /** Equal where the same value is read. */
  readonly slot: string;
  readonly read: Reader;
  /** Equal where the test of that value is the same. */
  readonly key: string;
  readonly test: Test;
  /** All other texts, folded, are the same to the test; undefined where that cannot be told. */
  readonly texts: readonly string[] | undefined;
}

/** Whether every element of a list meets a test, or how many meet a condition. */
export interface AskedList {
  readonly kind: 'list';
  readonly slot: string;
  readonly read: Reader;
  /** Where frames keep the element that is looked at; those of lists within it on the levels after. */
  readonly level: number;
  /** From an element to the list within it, and so on: the elements of the last are meant. */
  readonly within: readonly KeyReader[];
  readonly of: Every | CountedList;
}

export interface Every {
  readonly kind: 'every';
  readonly each: AskedValue | AskedList;
  /** The answer where there is no list (readings.missingArray). */
  readonly missing: boolean;
}

export function askOf(condition: Comparison, scope: Scope): Ask {
  return askField(condition, scope) ?? askCount(condition, scope) ?? compileTest(condition, scope);
}

function askField(condition: Comparison, scope: Scope): Ask | undefined {
  const { left, operator } = condition;
  const name = left.kind === 'field' ? scope.yield(left.name) : undefined;
  if (name === undefined || !('constant' in name) || typeof name.constant !== 'string') return undefined;
  const { start, rest, slot, location } = scope.select(name.constant, true);
  const written = rightOf(condition, scope);
  if ('kind' in written) return written;
  const right = location ? normalisedLocation(operator, written) : written;
  if (slot === undefined || !('constant' in right)) return undefined;
  const test = compileOperator(operator, right.constant);
  if (slot === typeSlot && !literal.has(operator)) return test(scope.target.type);
  if (slot === nothingSlot) return test(undefined);
  const tested = {
    key: keyOf(operator, right.constant),
    test: location ? locationTest(operator, test) : test,
    texts: location ? undefined : textsOf(operator, right.constant),
  };
  return askAlong({ slot, start, rest, level: scope.options.levels }, tested);
}

/** The right side, or why there never is one, as where a parameter has no value. */
function rightOf({ right }: Comparison, scope: Scope): Yield | AskedFailure {
  const value = scope.yield(right);
  if ('constant' in value || !isFixed(right, scope)) return value;
  const outcome = value.run(new Frame({}, { now: '' }));
  return isFailure(outcome) ? { kind: 'failure', reason: reasonOf(outcome) } : value;
}

const keyOf = (operator: OperatorName, right: JsonValue): string => `${operator}${JSON.stringify(right)}`;

function textsOf(operator: OperatorName, right: JsonValue): readonly string[] | undefined {
  if (operator === 'exists') return [];
  if (operator === 'equals' || operator === 'notEquals') return typeof right === 'string' ? [fold(right)] : undefined;
  if (operator !== 'in' && operator !== 'notIn') return undefined;
  const members: readonly JsonValue[] = Array.isArray(right) ? right : [right];
  const texts = members.filter((member) => member !== null);
  return texts.every((member) => typeof member === 'string') ? texts.map(fold) : undefined;
}

interface Way {
  readonly slot: string;
  readonly start: Reader;
  readonly rest: readonly Segment[];
  readonly level: number;
}

function askAlong({ slot, start, rest, level }: Way, tested: Pick<AskedValue, 'key' | 'test' | 'texts'>): AskedValue | AskedList {
  const star = rest.indexOf(everyElement);
  const steps = star === -1 ? rest : rest.slice(0, star);
  const read = along(start, steps);
  const place = steps.length === 0 ? slot : `${slot}>${textOfPath(steps).toLowerCase()}`;
  if (star === -1) return { kind: 'value', slot: place, read, ...tested };
  const each = askAlong({ slot: '*', start: (frame) => frame.elements[level], rest: rest.slice(star + 1), level: level + 1 }, tested);
  return { kind: 'list', slot: `${place}>[*]`, read, level, within: [], of: { kind: 'every', each, missing: tested.test(undefined) } };
}

function along(start: Reader, steps: readonly Segment[]): Reader {
  if (steps.length === 0) return start;
  const read = chainReader(steps);
  return (frame) => read(start(frame));
}

function askCount(condition: Comparison, scope: Scope): AskedList | undefined {
  const { left, operator } = condition;
  if (left.kind !== 'count') return undefined;
  const right = scope.yield(condition.right);
  if (!('constant' in right)) return undefined;
  const counted = countedList(left.count, operator, right.constant, scope);
  if (!counted || !(counted.of.where === undefined || asksValuesOnly(counted.of.where, counted.of.scope))) return undefined;
  const { slot, start, rest, of } = counted;
  const [first = [], ...within] = between(rest);
  const place = `${slot}>${textOfPath(rest).toLowerCase()}`;
  return { kind: 'list', slot: place, read: along(start, first), level: scope.options.levels, within: within.map(chainReader), of };
}

/** The steps before each `[*]`. */
function between(segments: readonly Segment[]): readonly (readonly Segment[])[] {
  const star = segments.indexOf(everyElement);
  return star === -1 ? [] : [segments.slice(0, star), ...between(segments.slice(star + 1))];
}

function asksValuesOnly(condition: Condition, scope: Scope): boolean {
  if (condition.kind === 'test') return typeof askOf(condition, scope) !== 'function';
  return condition.kind === 'not' ? asksValuesOnly(condition.of, scope) : condition.of.every((one) => asksValuesOnly(one, scope));
}
