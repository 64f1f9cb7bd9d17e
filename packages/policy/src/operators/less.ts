import type { Operator } from './operator.ts';
import { orderTest } from './order.ts';

const decide = (order: number): boolean => order < 0;

/** The value is below the right side: numbers, texts without case, a text that stands for a number, booleans. */
export const less: Operator = {
  name: 'less',
  compile: (right) => orderTest(right, decide),
};
