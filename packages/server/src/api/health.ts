import { z } from 'zod';
import { HttpProblem } from '../http/problem.ts';
import { defineRoute } from '../http/route.ts';
import { named } from '../schemas/components.ts';

const answer = named('Health', z.object({ status: z.literal('ok') }));

export const healthz = defineRoute({
  method: 'get',
  path: '/healthz',
  name: 'getHealth',
  summary: 'Whether the process answers at all',
  access: 'public',
  reply: { description: 'It does.', schema: answer },
  handle: () => Promise.resolve({ body: { status: 'ok' } }),
});

export const readyz = defineRoute({
  method: 'get',
  path: '/readyz',
  name: 'getReadiness',
  summary: 'Whether requests should be sent here: the data can be read, and the server is not stopping',
  access: 'public',
  reply: { description: 'They should.', schema: answer },
  problems: ['stopping', 'store-unavailable'],
  async handle({ services }) {
    if (!services.isReady()) throw new HttpProblem('stopping', 'The server is starting or stopping.', { headers: { 'retry-after': '5' } });
    await services.store.head();
    return { body: { status: 'ok' } };
  },
});
