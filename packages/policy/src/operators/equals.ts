import { equalityTest } from './equality.ts';
import type { Operator } from './operator.ts';

/** The value equals the right side: texts without case, texts that stand for numbers and booleans as such. */
export const equals: Operator = {
  name: 'equals',
  compile: equalityTest,
};
