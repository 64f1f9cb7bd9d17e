import { absentRightSide } from './disputed.ts';
import { equalityTest, looselyEqual } from './equality.ts';
import { type Operator, opposite } from './operator.ts';

/** The opposite of `equals`; true on a missing value unless the right side is null or the empty text. */
export const notEquals: Operator = {
  name: 'notEquals',
  compile: (right) => opposite(equalityTest(right)),
  apply: (left, right) => (right === undefined ? absentRightSide.notEquals : !looselyEqual(left, right)),
};
