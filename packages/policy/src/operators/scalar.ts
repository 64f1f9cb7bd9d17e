import type { JsonValue } from '../json.ts';
import { decimalText } from './number.ts';

/** A scalar as the text operators see it; undefined for null, arrays, objects and missing values. */
export function scalarText(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return decimalText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return undefined;
}
