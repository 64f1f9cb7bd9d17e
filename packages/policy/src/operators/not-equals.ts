import { equalityTest } from './equality.ts';
import { type Operator, opposite } from './operator.ts';

/** The opposite of `equals`; true on a missing value unless the right side is null or the empty text. */
export const notEquals: Operator = {
  name: 'notEquals',
  compile: (right) => opposite(equalityTest(right)),
};
