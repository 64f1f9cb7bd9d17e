import type { JsonValue } from '../json.ts';
import { booleanOf } from './number.ts';
import type { Operator } from './operator.ts';

/** The value is there and not null; with false on the right, the opposite. Whatever is not true counts as false. */
export const exists: Operator = {
  name: 'exists',
  compile: (right) => (wanted(right) ? isPresent : isMissing),
};

const isPresent = (left: JsonValue | undefined): boolean => left !== undefined && left !== null;
const isMissing = (left: JsonValue | undefined): boolean => left === undefined || left === null;
const wanted = (right: JsonValue | undefined): boolean => right === true || (typeof right === 'string' && booleanOf(right) === true);
