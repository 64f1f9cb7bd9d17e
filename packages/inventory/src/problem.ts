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
  'not-found': 'There is no file or folder of this name.',
  'no-match': 'The pattern matches no file.',
  'empty-folder': 'The folder holds no file to read.',
  'not-readable': 'The system does not let this file or folder be read.',
  'empty-file': 'The file holds nothing.',
  'wrong-format': 'The file is not JSON at all, such as CSV, HTML, YAML, a spreadsheet or an archive.',
  'wrong-encoding': 'The text is in an encoding that cannot be read, such as UTF-32.',
  'gzip-truncated': 'The compressed file ends before its end; what was read until there counts.',
  'gzip-damaged': 'The compressed file is damaged; what was read until there counts.',
  'not-json': 'The text at this place is not JSON.',
  truncated: 'The file ends in the middle of a JSON value; what was read until there counts.',
  'too-large': 'One value is larger than what is read at once.',
  'too-deep': 'One value is nested deeper than 1,000 levels.',
  'not-an-object': 'Something that is not a JSON object stands where a resource is expected.',
  'no-id': 'The object has no id and is nothing else that is known.',
  'id-not-arm': 'The id is not the id of an Azure resource.',
  'bad-exemption': 'The exemption does not say what it is, a Waiver or Mitigated, or until when it holds: it exempts nothing.',
  'error-answer': 'An error answer of Azure was saved in place of data.',
  'bad-manifest': "The export's manifest is not as expected.",
  'bad-hierarchy': 'The file of management groups is not as expected.',
  'hierarchy-cycle': 'A management group is its own ancestor.',
  'more-problems': 'The file has more problems than are listed.',
} as const;
