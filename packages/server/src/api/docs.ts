import { createHash } from 'node:crypto';
import { defineRoute } from '../http/route.ts';
import { pageStyle } from '../openapi/page-style.ts';

const styleHash = createHash('sha256').update(pageStyle).digest('base64');

export const docs = defineRoute({
  method: 'get',
  path: '/api/docs',
  name: 'getDocs',
  summary: 'This description, as a page for people',
  access: 'public',
  reply: { description: 'The page.', mediaType: 'text/html' },
  handle: ({ services }) =>
    Promise.resolve(
      new Response(services.description().html, {
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'no-cache',
          'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
        },
      }),
    ),
});
