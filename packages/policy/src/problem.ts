import type { ProblemCode } from './problems.ts';

/** Something wrong in a definition, initiative, assignment or exemption; collected, never thrown. */
export interface Problem {
  readonly code: ProblemCode;
  /** What was found and what was expected. */
  readonly message: string;
  /** JSON path from the root of the document, such as `$.properties.policyRule.if.allOf[2]`. */
  readonly path: string;
  /** What to do about it. */
  readonly hint: string;
}
