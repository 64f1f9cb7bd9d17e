import { z } from 'zod';
import { HttpProblem } from '../http/problem.ts';
import { defineRoute } from '../http/route.ts';
import { answerOf } from '../schemas/answer.ts';
import { named } from '../schemas/components.ts';
import { scoring } from '../schemas/query.ts';
import { resourceDetail } from '../schemas/resource.ts';
import { replyOf, selectionOf } from './selection.ts';

export const resource = defineRoute({
  method: 'get',
  path: '/api/v1/resources/{id}',
  name: 'getResource',
  summary: 'One resource: its configuration, everything judged on it with the reasons, its relations, its history',
  access: 'reader',
  params: z.object({ id: z.string().min(1).max(2_000).describe('ARM id, URL-encoded: its slashes as %2F.') }),
  query: z.strictObject({ scope: scoring.scope, model: scoring.model }),
  reply: { description: 'The resource.', schema: named('ResourceAnswer', answerOf({ resource: resourceDetail })) },
  problems: ['not-found'],
  isConditional: true,
  async handle(call) {
    const answer = await call.services.store.resource(call.params.id, selectionOf(call));
    const { value } = answer;
    // The same words for what is not there and what may not be seen.
    if (value === undefined) {
      throw new HttpProblem('not-found', 'There is no resource of this id that this token may read.', {
        hint: 'The id goes into the path URL-encoded, with its slashes as %2F.',
      });
    }
    return replyOf(answer, () => ({ resource: value }));
  },
});
