import { HttpProblem, problemOf } from '@plumbline/server';

/** An answer that says no, in the words that Azure's clients read. */
export class ArmError extends Error {
  override readonly name = 'ArmError';
  readonly status: number;
  readonly code: string;
  readonly details: readonly ArmErrorDetail[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    options: { readonly details?: readonly ArmErrorDetail[]; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = options.details ?? [];
    this.headers = options.headers ?? {};
  }
}

export interface ArmErrorDetail {
  readonly code: string;
  readonly message: string;
}

const codeByKind: Readonly<Record<string, readonly [number, string]>> = {
  'bad-request': [400, 'BadRequest'],
  'not-authenticated': [401, 'InvalidAuthenticationToken'],
  'not-permitted': [403, 'AuthorizationFailed'],
  'cross-site': [403, 'AuthorizationFailed'],
  'not-found': [404, 'NotFound'],
  'too-large': [413, 'RequestEntityTooLarge'],
  'not-readable': [400, 'InvalidRequestContent'],
  'too-many-failures': [429, 'TooManyRequests'],
  'wrong-host': [421, 'MisdirectedRequest'],
  internal: [500, 'InternalServerError'],
  'too-slow': [504, 'GatewayTimeout'],
  'disk-full': [507, 'InsufficientStorage'],
};

/** @returns whatever was thrown, as an answer; what nobody foresaw says nothing of its inside. */
export function armErrorOf(error: unknown): ArmError {
  if (error instanceof ArmError) return error;
  const problem: HttpProblem = problemOf(error);
  const [status, code] = codeByKind[problem.kind] ?? [503, 'ServerUnavailable'];
  const { hint, headers } = problem.options;
  return new ArmError(
    status,
    code,
    hint === undefined ? problem.message : `${problem.message} ${hint}`,
    headers === undefined ? {} : { headers },
  );
}

export function errorResponse({ status, code, message, details, headers }: ArmError): Response {
  const error = { code, message, ...(details.length === 0 ? {} : { details }) };
  return new Response(JSON.stringify({ error }), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  });
}

export function notFound(code: string, message: string): ArmError {
  return new ArmError(404, code, message);
}
