import { Refusal } from './problem.ts';
import { instantJson, instantText, parseGuid, parseInstant, parseSpan, spanText } from './times.ts';
import { isNumberType, isWholeType, type JsonValue, type ScalarType, type Value } from './value.ts';

export type Converter = (value: Value) => Value;

/** JSON text without spaces. JSON that is too deep for the machine's stack refuses the query instead of ending it. */
export function jsonText(value: Value): string {
  try {
    return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? 'null';
  } catch (error) {
    if (error instanceof RangeError)
      throw new Refusal('QueryTooLarge', 'A dynamic value is too deep or too long to be written as text.', 'Take a member of it instead.');
    throw error;
  }
}

/** .NET's shortest form that reads back the same. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return String(value)
    .replace(/e([+-])(\d)$/, 'E$10$2')
    .replace('e', 'E');
}

export function dynamicText(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  return typeof value === 'number' ? numberText(value) : jsonText(value);
}

/** A text as todynamic reads it: JSON, or else the text itself. */
export function dynamicOf(text: string): JsonValue {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

function wholeOf(text: string): number | null {
  const trimmed = text.trim();
  return /^[-+]?\d+$/.test(trimmed) || /^0[xX][0-9a-fA-F]+$/.test(trimmed) ? Number(trimmed) : null;
}

function realOf(text: string): number | null {
  const trimmed = text.trim();
  if (/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(trimmed)) return Number(trimmed);
  if (/^nan$/i.test(trimmed)) return Number.NaN;
  return /^[-+]?inf(inity)?$/i.test(trimmed)
    ? trimmed.startsWith('-')
      ? Number.NEGATIVE_INFINITY
      : Number.POSITIVE_INFINITY
    : wholeOf(trimmed);
}

function boolOf(text: string): boolean | null {
  const lower = text.trim().toLowerCase();
  if (lower === 'true' || lower === '1') return true;
  return lower === 'false' || lower === '0' ? false : null;
}

export function textConverter(from: ScalarType): (value: Value) => string {
  if (from === 'datetime') return (value) => (typeof value === 'bigint' ? instantText(value) : '');
  if (from === 'timespan') return (value) => (typeof value === 'bigint' ? spanText(value) : '');
  return dynamicText;
}

function numberConverter(from: ScalarType, isWhole: boolean): Converter {
  const cut = (value: number): number | null => (isWhole ? (Number.isFinite(value) ? Math.trunc(value) + 0 : null) : value);
  const parse = isWhole ? wholeOf : realOf;
  if (isNumberType(from))
    return isWhole && !isWholeType(from) ? (value) => (value === null ? null : cut(value as number)) : (value) => value;
  if (from === 'datetime' || from === 'timespan') return (value) => (value === null ? null : Number(value));
  if (from === 'guid') return () => null;
  return (value) => {
    if (typeof value === 'number') return cut(value);
    if (typeof value === 'string') return parse(value);
    return typeof value === 'boolean' ? Number(value) : null;
  };
}

/** What tostring, tolong, todatetime and the like do. Never throws for a value; null where it cannot be converted. */
export function converter(from: ScalarType, to: ScalarType): Converter {
  switch (to) {
    case 'string':
      return textConverter(from);
    case 'long':
    case 'int':
      return numberConverter(from, true);
    case 'real':
    case 'decimal':
      return numberConverter(from, false);
    case 'bool':
      return (value) =>
        typeof value === 'boolean' ? value : typeof value === 'number' ? value !== 0 : typeof value === 'string' ? boolOf(value) : null;
    case 'datetime':
      if (from === 'datetime') return (value) => value;
      return (value) => (typeof value === 'string' ? (parseInstant(value) ?? null) : null);
    case 'timespan':
      if (from === 'timespan') return (value) => value;
      return (value) =>
        typeof value === 'string' ? (parseSpan(value) ?? null) : typeof value === 'bigint' && isNumberType(from) ? value : null;
    case 'guid':
      return (value) => (typeof value === 'string' ? (parseGuid(value) ?? null) : null);
    case 'dynamic':
      return toDynamic(from);
  }
}

/** A value as it is kept within a dynamic one: datetimes and timespans become texts. */
export function toDynamic(from: ScalarType): (value: Value) => JsonValue {
  if (from === 'datetime') return (value) => (typeof value === 'bigint' ? instantJson(value) : null);
  if (from === 'timespan') return (value) => (typeof value === 'bigint' ? spanText(value) : null);
  return (value) => (typeof value === 'bigint' ? null : value);
}

/**
 * A dynamic value where another type is wanted without being converted by name: only what is of that kind already; texts can be
 * datetimes, timespans and guids, and everything can be a text.
 */
export function readDynamic(to: ScalarType): Converter {
  if (to === 'string') return dynamicText;
  if (isNumberType(to)) return (value) => (typeof value === 'number' ? value : null);
  if (to === 'bool') return (value) => (typeof value === 'boolean' ? value : null);
  return to === 'dynamic' ? (value) => value : converter('dynamic', to);
}

/** A value as it stands in a JSON answer. */
export function answerOf(type: ScalarType): (value: Value) => JsonValue {
  if (type === 'real' || type === 'decimal')
    return (value) => (typeof value === 'number' && !Number.isFinite(value) ? numberText(value) : (value as JsonValue));
  return toDynamic(type);
}
