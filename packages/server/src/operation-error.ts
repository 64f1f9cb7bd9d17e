/** Why the server could not start or go on; docs/server.md has a row for each. What the store says keeps the store's own codes. */
export type ServerCode =
  | 'port-taken'
  | 'port-not-permitted'
  | 'host-unknown'
  | 'authentication-required'
  | 'tokens-unusable'
  | 'issuer-unusable'
  | 'nothing-read'
  | 'file-changed'
  | 'listen-failed';

/** The world is not as the server needs it. The message says what was found; the hint, what to do. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
  readonly code: ServerCode;
  readonly hint: string;

  constructor(code: ServerCode, message: string, options: { readonly hint: string; readonly cause?: unknown }) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}
