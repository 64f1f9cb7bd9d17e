import { z } from 'zod';
import { defineRoute } from '../http/route.ts';
import { named } from '../schemas/components.ts';

const answer = named(
  'Session',
  z.object({
    kind: z.enum(['local', 'token', 'oidc']),
    name: z.string(),
    role: z.enum(['reader', 'operator', 'admin']),
    scopes: z.array(z.string()).nullable().describe('What may be read; null: everything.'),
    version: z.string().describe('Of the program.'),
    edition: z.string().describe('Whose points count.'),
  }),
);

export const session = defineRoute({
  method: 'get',
  path: '/api/v1/session',
  name: 'getSession',
  summary: 'Who asks, and what they may do',
  access: 'reader',
  reply: { description: 'The holder of the token.', schema: answer },
  handle({ principal: { kind, name, role, scopes }, services }) {
    const { version, catalogue } = services;
    return Promise.resolve({ body: { kind, name, role, scopes: scopes ?? null, version, edition: catalogue.edition } });
  },
});
