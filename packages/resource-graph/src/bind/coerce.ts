import type { Bound } from '../context.ts';
import { readDynamic } from '../convert.ts';
import { isNumberType, isWholeType, type ScalarType } from '../value.ts';

/** A value where a type is wanted: the same type, a number as another one, or what a dynamic value holds. Undefined when it does not fit. */
export function coerced(bound: Bound, type: ScalarType): Bound | undefined {
  if (bound.type === type) return bound;
  const { evaluate, isConstant } = bound;
  if (isNumberType(bound.type) && isNumberType(type)) {
    if (!isWholeType(type) || isWholeType(bound.type)) return { type, isConstant, evaluate };
    return undefined;
  }
  if (bound.type === 'guid' && type === 'string') return { type, isConstant, evaluate: (row) => evaluate(row) ?? '' };
  if (bound.type !== 'dynamic') return undefined;
  const read = readDynamic(type);
  return { type, isConstant, evaluate: (row) => read(evaluate(row)) };
}
