export type AzureApiCode = 'host-unusable' | 'certificate-unusable';

/** The world is not as the Azure-compatible API needs it. The message says what was found; the hint, what to do. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
  readonly code: AzureApiCode;
  readonly hint: string;

  constructor(code: AzureApiCode, message: string, options: { readonly hint: string; readonly cause?: unknown }) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}
