/** Every code of a problem in a policy document, with the sentence that docs/policy-language.md shows. */
export const problemSentences = {
  'not-json': 'The text is not JSON.',
} as const;

export type ProblemCode = keyof typeof problemSentences;
