import { absentRightSide } from './disputed.ts';
import { fold } from './fold.ts';
import { type Operator, opposite } from './operator.ts';
import { shapeTest } from './shape.ts';

/** The opposite of `matchInsensitively`; true on a missing value. */
export const notMatchInsensitively: Operator = {
  name: 'notMatchInsensitively',
  compile: (right) => opposite(shapeTest(right, fold)),
  apply: (left, right) => (right === undefined ? absentRightSide.notMatchInsensitively : !shapeTest(right, fold)(left)),
};
