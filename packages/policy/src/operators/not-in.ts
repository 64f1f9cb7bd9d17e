import { membershipTest } from './membership.ts';
import { type Operator, opposite } from './operator.ts';

/** The opposite of `in`; true on a missing value. */
export const notIn: Operator = {
  name: 'notIn',
  compile: (right) => opposite(membershipTest(right)),
};
