// Every error that the API answers with, as RFC 9457 problem details. The only place where failures become words over HTTP.

/** Every kind of problem: its status and title. docs/api.md and /api/docs list them. */
export const problemKinds = {
  'bad-request': { status: 400, title: 'The request is not as the API expects it' },
  'not-authenticated': { status: 401, title: 'No valid token was sent' },
  'not-permitted': { status: 403, title: 'The token does not allow this' },
  'cross-site': { status: 403, title: 'Another site may not do this in a browser' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'This path does not take that method' },
  'key-reused': { status: 409, title: 'This Idempotency-Key was used for other changes' },
  forgotten: { status: 410, title: 'That moment has been compacted away' },
  'too-large': { status: 413, title: 'The body is larger than the limit' },
  'not-readable': { status: 422, title: 'The body cannot be read' },
  'too-many-failures': { status: 429, title: 'Too many failed attempts' },
  'wrong-host': { status: 421, title: 'This server does not answer for that host name' },
  internal: { status: 500, title: 'Something went wrong in Plumbline' },
  'store-unavailable': { status: 503, title: 'The data cannot be reached at the moment' },
  'too-slow': { status: 503, title: 'The answer took longer than the limit' },
  stopping: { status: 503, title: 'The server is stopping' },
  'disk-full': { status: 507, title: 'The disk is full' },
} as const;

export type ProblemKind = keyof typeof problemKinds;

export interface ProblemOptions {
  /** What to do about it. */
  readonly hint?: string;
  /** Places in the request, such as `query.limit`, each with what is wrong there. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** Thrown by whatever handles a request; becomes the answer. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly kind: ProblemKind;
  readonly options: ProblemOptions;

  constructor(kind: ProblemKind, detail: string, options: ProblemOptions = {}) {
    super(detail, options.cause === undefined ? {} : { cause: options.cause });
    this.kind = kind;
    this.options = options;
  }
}

/** @returns the problem as `application/problem+json`. */
export function problemResponse(problem: HttpProblem, requestId: string): Response {
  const { status, title } = problemKinds[problem.kind];
  const { hint, errors, headers } = problem.options;
  const body = {
    type: `/api/docs#${problem.kind}`,
    title,
    status,
    detail: problem.message,
    code: problem.kind,
    ...(hint === undefined ? {} : { hint }),
    ...(errors === undefined ? {} : { errors }),
    requestId,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  });
}
