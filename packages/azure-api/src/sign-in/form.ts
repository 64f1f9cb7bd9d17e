import { bodyText } from '@plumbline/server';

const formLimit = 64 << 10;

export async function formOf(request: Request): Promise<URLSearchParams> {
  return new URLSearchParams(await bodyText(request, formLimit));
}

export function json(body: unknown): Response {
  return new Response(JSON.stringify(body), {
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  });
}
