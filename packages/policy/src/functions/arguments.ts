import { ExpressionFailure, type Outcome } from '../expression/environment.ts';
import type { JsonArray, JsonObject, JsonValue } from '../json.ts';
import { nullIsEmptyTextInFunctions } from '../operators/disputed.ts';
import { decimalText } from '../operators/number.ts';

/** The longest text that an expression may produce, in UTF-16 units. */
export const maximumTextLength = 131_072;
/** The longest array that an expression may produce; well above the arrays that resources have. */
export const maximumArrayLength = 131_072;
/** How deep a value may nest where a function has to walk it. */
export const maximumValueDepth = 128;

export const fail = (name: string, reason: string): ExpressionFailure => new ExpressionFailure(name, reason);

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isArray = (value: JsonValue | undefined): value is JsonArray => Array.isArray(value);

/** An argument that must be text. Null counts as the empty text, because that is what Azure gives for a missing field. */
export function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return value === null && nullIsEmptyTextInFunctions ? '' : undefined;
}

/** An argument that must be a whole number of 64 bits; a fraction is cut off. */
export function wholeOf(value: JsonValue | undefined): number | undefined {
  if (typeof value !== 'number') return undefined;
  const whole = Math.trunc(value);
  return isInt64(whole) ? whole + 0 : undefined;
}

export const isInt64 = (value: number): boolean => value >= -9_223_372_036_854_775_808 && value < 9_223_372_036_854_775_808;

/** What kind of value it is, in the words of error messages. */
export function kindOf(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'a number';
  return typeof value === 'boolean' ? 'a boolean' : 'an object';
}

export const expected = (name: string, position: number, wanted: string, found: JsonValue | undefined): ExpressionFailure =>
  fail(name, `argument ${position} must be ${wanted}, but it is ${kindOf(found)}`);

/** A text result, or a failure when it is longer than the language allows. */
export const limitedText = (name: string, text: string): Outcome => (text.length > maximumTextLength ? tooLong(name) : text);

export const tooLong = (name: string): ExpressionFailure => fail(name, `the text would be longer than ${maximumTextLength} characters`);

export const tooMany = (name: string): ExpressionFailure => fail(name, `the array would have more than ${maximumArrayLength} elements`);

/** A scalar as .NET prints it inside a text: `True`, invariant numbers, nothing for null. */
export function displayText(value: JsonValue): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return decimalText(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return value === null ? '' : undefined;
}

/** JSON without spaces; undefined when the value nests too deep to be written. */
export function jsonText(value: JsonValue): string | undefined {
  return isShallow(value, maximumValueDepth) ? JSON.stringify(value) : undefined;
}

/** True when the value nests at most so deep, so that walking it recursively is safe. */
export function isShallow(value: JsonValue, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  for (const child of Array.isArray(value) ? value : Object.values(value)) {
    if (!isShallow(child, depth - 1)) return false;
  }
  return true;
}
