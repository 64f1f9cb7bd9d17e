/** A line among those of a subscription that is none of its resources. Its `code` gets from worker to worker, its class does not. */
export class StrayLine extends Error {
  readonly code = 'stray-line';

  constructor(file: string) {
    super(`A line of ${file} is not of the subscription that it stands in.`);
  }
}

export function isStray(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'stray-line';
}
