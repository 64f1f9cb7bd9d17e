/** Something in an input that could not be read; the rest goes on. */
export interface InputProblem {
  readonly code: InputProblemCode;
  /** The file as the user named it; `-` for standard input. */
  readonly file: string;
  /** 1-based line, for line-delimited input. */
  readonly line?: number;
  /** JSON path within the document, such as `$.data[12].id`. */
  readonly path?: string;
  readonly message: string;
  readonly hint: string;
}

export type InputProblemCode = keyof typeof inputProblemSentences;

/** Every code, with the sentence that docs/inputs.md shows. */
export const inputProblemSentences = {
  'not-json': 'The text at this place is not JSON.',
} as const;
