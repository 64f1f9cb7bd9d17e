import { OperationError } from '../operation-error.ts';

/** Says it in words that hold for `after` and for the links of Azure's lists alike. */
export function unknownCursor(): OperationError {
  return new OperationError('bad-request', 'The place to go on from is not one that was given out.', {
    hint: 'Take it from the page before as it is, or leave it away to begin.',
  });
}
