import { containmentTest } from './containment.ts';
import { type Operator, opposite } from './operator.ts';

/** The opposite of `contains`; true on a missing value. */
export const notContains: Operator = {
  name: 'notContains',
  compile: (right) => opposite(containmentTest(right)),
};
