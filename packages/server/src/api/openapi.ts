import { defineRoute } from '../http/route.ts';

export const openapi = defineRoute({
  method: 'get',
  path: '/api/v1/openapi.json',
  name: 'getOpenApi',
  summary: 'This description, as OpenAPI 3.1',
  access: 'public',
  reply: { description: 'The document.', mediaType: 'application/json' },
  handle: ({ services }) =>
    Promise.resolve(
      new Response(services.description().json, { headers: { 'content-type': 'application/json', 'cache-control': 'no-cache' } }),
    ),
});
