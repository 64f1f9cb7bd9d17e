/** Why a command could not do its work. Programs tell by the exit code, people by the message. */
export type OperationCode =
  | 'usage'
  | 'no-input'
  | 'unreadable-file'
  | 'output-failed'
  | 'unknown-recommendation'
  | 'not-collected'
  | 'query-refused'
  | 'service-failed'
  | 'interrupted';

/** The world is not as the command needs it. The message says what was found and what was expected; the hint, what to do. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
  readonly code: OperationCode;
  readonly hint: string | undefined;

  constructor(code: OperationCode, message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}
