import { keyTest } from './containment.ts';
import { absentRightSide } from './disputed.ts';
import type { Operator } from './operator.ts';

/** The object has the key, without case; nothing but an object has keys. */
export const containsKey: Operator = {
  name: 'containsKey',
  compile: keyTest,
  apply: (left, right) => (right === undefined ? absentRightSide.containsKey : keyTest(right)(left)),
};
