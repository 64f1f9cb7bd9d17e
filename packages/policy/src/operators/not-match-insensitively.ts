import { fold } from './fold.ts';
import { type Operator, opposite } from './operator.ts';
import { shapeTest } from './shape.ts';

/** The opposite of `matchInsensitively`; true on a missing value. */
export const notMatchInsensitively: Operator = {
  name: 'notMatchInsensitively',
  compile: (right) => opposite(shapeTest(right, fold)),
};
