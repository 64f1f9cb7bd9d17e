import { keyTest } from './containment.ts';
import type { Operator } from './operator.ts';

/** The object has the key, without case; nothing but an object has keys. */
export const containsKey: Operator = {
  name: 'containsKey',
  compile: keyTest,
};
