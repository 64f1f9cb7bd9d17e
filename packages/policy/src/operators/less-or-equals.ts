import type { Operator } from './operator.ts';
import { orderTest } from './order.ts';

const decide = (order: number): boolean => order <= 0;

/** The value is at or below the right side: numbers, texts without case, a text that stands for a number, booleans. */
export const lessOrEquals: Operator = {
  name: 'lessOrEquals',
  compile: (right) => orderTest(right, decide),
};
