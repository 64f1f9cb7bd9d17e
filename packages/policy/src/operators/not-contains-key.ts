import { keyTest } from './containment.ts';
import { type Operator, opposite } from './operator.ts';

/** The opposite of `containsKey`; true on a missing value and on everything that is no object. */
export const notContainsKey: Operator = {
  name: 'notContainsKey',
  compile: (right) => opposite(keyTest(right)),
};
