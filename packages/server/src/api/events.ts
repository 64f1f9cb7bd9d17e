import { z } from 'zod';
import { isEventId } from '../events/event-id.ts';
import { HttpProblem } from '../http/problem.ts';
import { defineRoute } from '../http/route.ts';
import { scoring } from '../schemas/query.ts';

export const events = defineRoute({
  method: 'get',
  path: '/api/v1/events',
  name: 'streamEvents',
  summary: 'What happens, as it happens',
  description:
    'Server-sent events: `score`, `recommendation` and `resource`, each with an id; after a break, send the last one as `Last-Event-ID`. ' +
    '`reset` means that too much was missed: read everything anew. `score` carries the score of the scope in the model. ' +
    'A client that does not read is let go.',
  access: 'reader',
  query: z.strictObject({ scope: scoring.scope, model: scoring.model }),
  reply: { description: 'An endless stream.', mediaType: 'text/event-stream' },
  isEndless: true,
  handle(call) {
    const { scope, model } = call.query;
    const lastEventId = call.request.headers.get('last-event-id') ?? undefined;
    if (lastEventId !== undefined && !isEventId(lastEventId)) {
      throw new HttpProblem('bad-request', 'Last-Event-ID is no id that this server gave. Expected one such as 17-3.');
    }
    const stream = call.services.events.connect({ scope, readable: call.principal.scopes, model }, lastEventId);
    const headers = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };
    return Promise.resolve(new Response(stream, { headers }));
  },
});
