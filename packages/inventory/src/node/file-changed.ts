/** A file that is not any more what it was when it was indexed. Its `code` gets from worker to worker, its class does not. */
export class FileChanged extends Error {
  readonly code = 'file-changed';

  constructor(file: string, what: 'became shorter' | 'became another one' | 'was changed') {
    super(`${file} ${what} while it was read.`);
  }
}

export function isFileChanged(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'file-changed';
}
