import { jsonText } from '../convert.ts';
import type { JsonValue } from '../value.ts';

export const sameJson = (left: JsonValue, right: JsonValue): boolean =>
  left === right ||
  (typeof left === 'object' && typeof right === 'object' && left !== null && right !== null && jsonText(left) === jsonText(right));

/** What two values share when they are the same; for Set. */
export const jsonKey = (value: JsonValue): unknown => (typeof value === 'object' && value !== null ? `\0${jsonText(value)}` : value);
