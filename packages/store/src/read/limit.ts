import { OperationError } from '../operation-error.ts';

/** @throws {OperationError} bad-request */
export function limitIn(limit = 100): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= 1000) return limit;
  throw new OperationError('bad-request', `The limit ${limit} is not possible.`, { hint: 'Ask for 1 to 1000 rows.' });
}
