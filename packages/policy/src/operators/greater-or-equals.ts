import type { Operator } from './operator.ts';
import { orderTest } from './order.ts';

const decide = (order: number): boolean => order >= 0;

/** The value is at or above the right side: numbers, texts without case, a text that stands for a number, booleans. */
export const greaterOrEquals: Operator = {
  name: 'greaterOrEquals',
  compile: (right) => orderTest(right, decide),
};
