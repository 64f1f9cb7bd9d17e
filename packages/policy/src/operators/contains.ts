import { containmentTest } from './containment.ts';
import type { Operator } from './operator.ts';

/** The text holds the right side as a part, without case; an array holds it as an element, an object as a key. */
export const contains: Operator = {
  name: 'contains',
  compile: containmentTest,
};
