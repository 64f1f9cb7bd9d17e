import { type Operator, opposite } from './operator.ts';
import { wildcardTest } from './wildcards.ts';

/** The opposite of `like`; true on a missing value. */
export const notLike: Operator = {
  name: 'notLike',
  compile: (right) => opposite(wildcardTest(right)),
};
