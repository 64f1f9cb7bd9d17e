import { membershipTest } from './membership.ts';
import type { Operator } from './operator.ts';

/** The value equals a member of the list. Null and missing values are in no list; a scalar right side is a list of one. */
export const isIn: Operator = {
  name: 'in',
  compile: membershipTest,
};
