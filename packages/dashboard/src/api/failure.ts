/** What went wrong between the screen and the server, in the words of the server's problem document where there is one. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly kind: 'unreachable' | 'not-authenticated' | 'not-permitted' | 'not-found' | 'forgotten' | 'too-many' | 'refused' | 'broken';
  /** 0 when there was no answer. */
  readonly status: number;
  readonly hint: string | undefined;
  readonly requestId: string | undefined;

  constructor(
    status: number,
    about: { readonly detail: string; readonly hint?: string | undefined; readonly requestId?: string | undefined },
  ) {
    super(about.detail);
    this.status = status;
    this.kind = kindOf(status);
    this.hint = about.hint;
    this.requestId = about.requestId;
  }
}

function kindOf(status: number): ApiFailure['kind'] {
  switch (status) {
    case 0:
      return 'unreachable';
    case 401:
      return 'not-authenticated';
    case 403:
      return 'not-permitted';
    case 404:
      return 'not-found';
    case 410:
      return 'forgotten';
    case 429:
      return 'too-many';
    default:
      return status >= 500 ? 'broken' : 'refused';
  }
}

/** @returns the failure that an answer with a status of 400 or more tells of; the body may be anything. */
export function failureOf(status: number, body: string): ApiFailure {
  const told = problemIn(body);
  return new ApiFailure(status, { detail: told.detail ?? told.title ?? `HTTP ${status}`, hint: told.hint, requestId: told.requestId });
}

function problemIn(body: string): {
  readonly title?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly requestId?: string;
} {
  try {
    const read: unknown = JSON.parse(body);
    if (typeof read !== 'object' || read === null) return {};
    const texts = ['title', 'detail', 'hint', 'requestId'].flatMap((name) => {
      const value: unknown = Reflect.get(read, name);
      return typeof value === 'string' ? [[name, value] as const] : [];
    });
    return Object.fromEntries(texts);
  } catch {
    // A proxy in between answers with a page of its own.
    return {};
  }
}
