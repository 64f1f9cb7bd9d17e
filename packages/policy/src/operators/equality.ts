import type { JsonValue } from '../json.ts';
import { nullEqualsEmptyText } from './disputed.ts';
import { equalTexts, textTest } from './fold.ts';
import { booleanOf, numberOf } from './number.ts';

/** A condition's test of what it finds; undefined when nothing is there. */
export type Test = (left: JsonValue | undefined) => boolean;

/** How deep two arrays or objects are compared; anything that nests deeper is equal to nothing. */
const maximumDepth = 1_000;

/**
 * Equality as conditions mean it: texts without case, a text that stands for a number or boolean equals it, missing is null,
 * null equals the empty text, arrays and objects by exact value.
 */
export function looselyEqual(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (typeof left === 'string') {
    if (typeof right === 'string') return equalTexts(left, right);
    if (typeof right === 'number') return numberOf(left) === right;
    if (typeof right === 'boolean') return booleanOf(left) === right;
    return (right === null || right === undefined) && nullEqualsEmptyText && left === '';
  }
  if (typeof right === 'string') return looselyEqual(right, left);
  return exactlyEqual(left ?? null, right ?? null);
}

/** `looselyEqual` to a constant, with everything about the constant worked out beforehand. */
export function equalityTest(right: JsonValue): Test {
  if (typeof right === 'string') return equalityWithText(right);
  if (right === null) return (left) => left === null || left === undefined || (nullEqualsEmptyText && left === '');
  if (typeof right === 'number') return (left) => left === right || (typeof left === 'string' && numberOf(left) === right);
  if (typeof right === 'boolean') return (left) => left === right || (typeof left === 'string' && booleanOf(left) === right);
  return (left) => exactlyEqual(left ?? null, right);
}

function equalityWithText(right: string): Test {
  const equals = textTest(right);
  const number = numberOf(right);
  const boolean = booleanOf(right);
  const isEmpty = nullEqualsEmptyText && right === '';
  if (number === undefined && boolean === undefined && !isEmpty) return (left) => typeof left === 'string' && equals(left);
  return (left) => {
    if (typeof left === 'string') return equals(left);
    if (typeof left === 'number') return left === number;
    if (typeof left === 'boolean') return left === boolean;
    return isEmpty && (left === null || left === undefined);
  };
}

/** Equality of JSON values, case of texts and keys included; the order of keys does not matter. */
export function exactlyEqual(left: JsonValue, right: JsonValue, depth = 0): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null || depth > maximumDepth) return false;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    for (let at = 0; at < left.length; at += 1) {
      if (!exactlyEqual(left[at] ?? null, right[at] ?? null, depth + 1)) return false;
    }
    return true;
  }
  if (Array.isArray(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  const [a, b] = [left as Readonly<Record<string, JsonValue>>, right as Readonly<Record<string, JsonValue>>];
  return keys.every((key) => Object.hasOwn(b, key) && exactlyEqual(a[key] ?? null, b[key] ?? null, depth + 1));
}
