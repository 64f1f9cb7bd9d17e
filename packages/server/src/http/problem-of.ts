import { type StoreCode, OperationError as StoreError } from '@plumbline/store';
import { HttpProblem, type ProblemKind } from './problem.ts';

/** @returns what was thrown as a problem; what nobody foresaw is `internal`, and says nothing of its inside. */
export function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof StoreError) {
    const kind = kindByCode[error.code];
    const isOurs = kind === 'internal' || kind === 'store-unavailable';
    // A database's own words may name hosts and users; they belong into the log.
    const detail = isOurs ? detailByKind[kind] : error.message;
    return new HttpProblem(kind, detail, { ...(isOurs ? {} : { hint: error.hint }), ...retryOf(kind), cause: error });
  }
  return new HttpProblem('internal', detailByKind.internal, { cause: error });
}

const detailByKind = {
  internal: 'The request could not be answered. The log of the server has the reason under this request id.',
  'store-unavailable': 'The data cannot be read or written now. Nothing of this request was kept. The log of the server has the reason.',
} as const;

const kindByCode: Readonly<Record<StoreCode, ProblemKind>> = {
  'folder-locked': 'store-unavailable',
  'folder-unusable': 'store-unavailable',
  'database-unreachable': 'store-unavailable',
  'database-refused': 'store-unavailable',
  'store-newer': 'store-unavailable',
  'store-damaged': 'internal',
  'disk-full': 'disk-full',
  'key-reused': 'key-reused',
  forgotten: 'forgotten',
  'unknown-recommendation': 'not-found',
  'bad-request': 'bad-request',
  closed: 'stopping',
};

function retryOf(kind: ProblemKind): { readonly headers?: Readonly<Record<string, string>> } {
  return kind === 'store-unavailable' || kind === 'stopping' ? { headers: { 'retry-after': '5' } } : {};
}
