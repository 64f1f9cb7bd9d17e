/** Every code of a problem in an expression, with the sentence that the documentation shows. */
export const expressionProblemSentences = {
  'expression-syntax': 'A template expression does not follow the grammar.',
  'expression-too-long': 'A template expression is longer than 81,920 characters.',
  'expression-too-deep': 'A template expression nests deeper than 64 levels.',
  'too-many-arguments': 'A template function is given more than 128 arguments.',
  'unknown-function': 'A template expression calls a function that does not exist.',
  'function-not-allowed': 'A template expression calls a function that exists in deployment templates but not in policy rules.',
  'wrong-argument-count': 'A template function is given too few or too many arguments.',
  'undefined-parameter': 'A template expression reads a parameter that the definition does not declare.',
} as const;

export type ExpressionProblemCode = keyof typeof expressionProblemSentences;

/** Something wrong in an expression; the caller adds the JSON path of the text. */
export interface ExpressionProblem {
  readonly code: ExpressionProblemCode;
  /** What was found and what was expected. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
  /** UTF-16 units from the start of the whole text, its opening bracket included. */
  readonly offset: number;
}
