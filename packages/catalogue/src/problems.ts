/** Every code of a problem in a catalogue file, with the sentence that docs/catalogue-file.md shows. */
export const catalogueProblemSentences = {
  'not-a-document': 'The text is neither JSON nor YAML, or not an object.',
  'unknown-key': 'A key that a catalogue file does not know; it is left out.',
  'missing-key': 'A key without which the entry means nothing; the entry is left out.',
  'wrong-value': 'A value of another kind or outside what is allowed; it is left out.',
  'unknown-recommendation': 'A name that is neither a shipped recommendation nor one of the file.',
  'unknown-control': 'A control that is neither in the table of controls nor in the file.',
  'used-twice': 'A name or a key that something else has already.',
  'rule-not-compiled': 'A rule that is not valid in the Azure Policy language; the recommendation is left out.',
} as const;

export type CatalogueProblemCode = keyof typeof catalogueProblemSentences;

/** Something wrong in a catalogue file. What is right in the file still counts. */
export interface CatalogueProblem {
  readonly code: CatalogueProblemCode;
  /** The file as the user named it. */
  readonly file: string;
  /** 1-based line of the value, or of the nearest thing around it. */
  readonly line?: number;
  /** JSON path, such as `$.recommendations[0].severity`. */
  readonly path: string;
  /** What was found. */
  readonly message: string;
  readonly expected: string;
  /** What to do about it. */
  readonly hint: string;
}
