/** Why the store could not do its work; docs/operations.md has a row for each. */
export type StoreCode =
  | 'folder-locked'
  | 'folder-unusable'
  | 'database-unreachable'
  | 'database-refused'
  | 'store-newer'
  | 'store-damaged'
  | 'disk-full'
  | 'key-reused'
  | 'forgotten'
  | 'unknown-recommendation'
  | 'bad-request'
  | 'closed';

/** The world is not as the store needs it. The message says what was found; the hint, what to do. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
  readonly code: StoreCode;
  readonly hint: string;

  constructor(code: StoreCode, message: string, options: { readonly hint: string; readonly cause?: unknown }) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}
