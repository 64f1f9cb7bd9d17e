/** An answer of the authority, as OAuth writes it. */
export interface OAuthAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export function oauthAnswer(body: Readonly<Record<string, unknown>>): OAuthAnswer {
  return { status: 200, body };
}

/** @param description shown by `az` as it is */
export function oauthError(status: number, error: string, description: string): OAuthAnswer {
  return { status, body: { error, error_description: description } };
}

export function oauthResponse({ status, body }: OAuthAnswer): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', pragma: 'no-cache' },
  });
}
