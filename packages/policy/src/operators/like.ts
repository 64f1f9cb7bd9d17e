import type { Operator } from './operator.ts';
import { wildcardTest } from './wildcards.ts';

/** The whole text follows the pattern, without case: `*` is any run of characters, `?` any one. */
export const like: Operator = {
  name: 'like',
  compile: wildcardTest,
};
