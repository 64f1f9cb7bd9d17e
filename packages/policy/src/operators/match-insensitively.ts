import { fold } from './fold.ts';
import type { Operator } from './operator.ts';
import { shapeTest } from './shape.ts';

/** `match` without case. */
export const matchInsensitively: Operator = {
  name: 'matchInsensitively',
  compile: (right) => shapeTest(right, fold),
};
