import { absentRightSide } from './disputed.ts';
import { type Operator, opposite } from './operator.ts';
import { wildcardTest } from './wildcards.ts';

/** The opposite of `like`; true on a missing value. */
export const notLike: Operator = {
  name: 'notLike',
  compile: (right) => opposite(wildcardTest(right)),
  apply: (left, right) => (right === undefined ? absentRightSide.notLike : !wildcardTest(right)(left)),
};
