import type { Bound } from '../context.ts';
import type { ScalarType, Value } from '../value.ts';

export const constant = (type: ScalarType, value: Value): Bound => ({ type, isConstant: true, evaluate: () => value });
