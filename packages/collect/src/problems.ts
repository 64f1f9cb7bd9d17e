/** Why a collection cannot begin or go on; docs/collecting.md has a sentence for each. */
export type CollectErrorCode =
  /** Nobody could be signed in, or the sign-in was refused. */
  | 'sign-in-failed'
  /** A host did not answer, after all attempts. */
  | 'unreachable'
  /** A host refuses for want of quota, and does not stop doing so. */
  | 'throttled'
  /** An answer that breaks the protocol: no JSON, a link or redirect to another host. */
  | 'bad-answer'
  /** There is no subscription that may be read. */
  | 'no-subscription'
  /** Something that everything else hangs on was refused. */
  | 'refused'
  /** The folder for the export holds something else, or cannot be written. */
  | 'bad-folder'
  /** There is no room for the export. */
  | 'disk-full'
  /** Another collection writes into the folder. */
  | 'folder-in-use';

/** The world is not as a collection needs it. What was collected until then is kept, and the same command goes on there. */
export class CollectError extends Error {
  override readonly name = 'CollectError';
  readonly code: CollectErrorCode;
  readonly hint: string;

  constructor(code: CollectErrorCode, message: string, options: { readonly hint: string; readonly cause?: unknown }) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}

/** @returns the sentence of an error of the system or a library, without its stack. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.message}${cause}`;
}
