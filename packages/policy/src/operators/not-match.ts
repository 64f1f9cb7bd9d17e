import { type Operator, opposite } from './operator.ts';
import { asIs, shapeTest } from './shape.ts';

/** The opposite of `match`; true on a missing value. */
export const notMatch: Operator = {
  name: 'notMatch',
  compile: (right) => opposite(shapeTest(right, asIs)),
};
