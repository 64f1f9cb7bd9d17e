import type { Bound } from './context.ts';
import { jsonText } from './convert.ts';
import type { Row, Value } from './value.ts';

export type Key = Value | undefined;

function partOf(value: Value): string {
  if (typeof value === 'string') return `${value.length}:${value}`;
  return value === null ? 'n' : `${typeof value}${typeof value === 'object' ? jsonText(value) : String(value)};`;
}

const whole = (value: Value): Value => (typeof value === 'object' && value !== null ? `\0${jsonText(value)}` : value);

/** What rows have in common when their values are the same; for Map and Set. */
export function keyReader(bounds: readonly Bound[]): (row: Row) => Value {
  const [first, ...others] = bounds;
  if (first === undefined) return () => 0;
  if (others.length === 0) return (row) => whole(first.evaluate(row));
  return (row) => {
    let key = '';
    for (const bound of bounds) key += partOf(bound.evaluate(row));
    return key;
  };
}

/** The same, but undefined where a value is null: nulls join nothing. */
export function joinKeyReader(bounds: readonly Bound[]): (row: Row) => Key {
  const [first, ...others] = bounds;
  if (first !== undefined && others.length === 0) return (row) => whole(first.evaluate(row)) ?? undefined;
  return (row) => {
    let key = '';
    for (const bound of bounds) {
      const value = bound.evaluate(row);
      if (value === null) return undefined;
      key += partOf(value);
    }
    return key;
  };
}
