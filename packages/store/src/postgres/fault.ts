import { RepeatError } from '../database.ts';
import { OperationError } from '../operation-error.ts';

/** PostgreSQL's errors, and those of the way to it, in words; our own mistakes pass through as they are. */
export function postgresFault(error: unknown, where: string): unknown {
  if (!(error instanceof Error) || error instanceof OperationError) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const inner = error instanceof AggregateError ? (error.errors.find((one) => one instanceof Error) as Error | undefined) : undefined;
  const message = error.message === '' ? (inner?.message ?? code) : error.message;
  if (unreachable.has(code) || /^08|^57P0/.test(code) || /terminated|timeout|not queryable|Connection ended/i.test(message)) {
    return new OperationError('database-unreachable', `The database at ${where} does not answer: ${message}.`, {
      hint: 'Check that PostgreSQL runs there and that the network lets this machine through; then try again. What was acknowledged is safe; send a batch without an answer again under the same key.',
      cause: error,
    });
  }
  if (/^28|^3D|^42501/.test(code)) {
    return new OperationError('database-refused', `The database at ${where} refuses: ${message}.`, {
      hint: 'Check user, password and database name in the URL, and that the user may create a schema in that database.',
      cause: error,
    });
  }
  if (code === '53100' || code === '53200') {
    return new OperationError('disk-full', `The database at ${where} has no room left: ${message}.`, {
      hint: 'Free some space for PostgreSQL, then try again; what was acknowledged before is safe.',
      cause: error,
    });
  }
  return error;
}

const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'EPIPE', 'EAI_AGAIN', 'ENOENT']);

/** Two transactions stood in each other's way: the one that was stopped is run again. */
export function isRepeatable(error: unknown): boolean {
  if (error instanceof RepeatError) return true;
  return error instanceof Error && 'code' in error && (error.code === '40P01' || error.code === '40001');
}
