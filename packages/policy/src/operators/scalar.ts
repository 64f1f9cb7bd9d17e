import type { JsonValue } from '../json.ts';
import { decimalText } from './number.ts';

/** A scalar as the text operators see it; undefined for null, arrays, objects and missing values. */
export function scalarText(value: JsonValue | undefined): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return decimalText(value);
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      return undefined;
  }
}
