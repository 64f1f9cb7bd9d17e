import { z } from 'zod';
import { defineRoute } from '../http/route.ts';
import { answerOf } from '../schemas/answer.ts';
import { named } from '../schemas/components.ts';
import { scoring } from '../schemas/query.ts';
import { replyOf, selectionOf } from './selection.ts';

const hit = z.object({
  kind: z.enum(['resource', 'recommendation', 'subscription', 'managementGroup']),
  id: z.string().describe('ARM id, or the name of a recommendation.'),
  title: z.string(),
  detail: z.string(),
});

export const search = defineRoute({
  method: 'get',
  path: '/api/v1/search',
  name: 'search',
  summary: 'Resources, recommendations, subscriptions and management groups by a part of their names',
  access: 'reader',
  query: z.strictObject({
    scope: scoring.scope,
    model: scoring.model,
    q: z.string().trim().min(1).max(400).describe('What is looked for, any case.'),
    limit: z.coerce.number().int().min(1).max(100).default(20),
  }),
  reply: { description: 'The best hits first.', schema: named('SearchHits', answerOf({ items: z.array(hit) })) },
  isConditional: true,
  handle: async (call) =>
    replyOf(await call.services.store.search(selectionOf(call), call.query.q, call.query.limit), (items) => ({ items })),
});
