import type { Operator } from './operator.ts';
import { asIs, shapeTest } from './shape.ts';

/** The whole text follows the pattern, with case: `#` is a digit, `?` a letter, `.` any one character. */
export const match: Operator = {
  name: 'match',
  compile: (right) => shapeTest(right, asIs),
};
