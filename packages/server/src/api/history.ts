import { z } from 'zod';
import { defineRoute } from '../http/route.ts';
import { answerOf } from '../schemas/answer.ts';
import { named } from '../schemas/components.ts';
import { flag, scoring } from '../schemas/query.ts';
import { overallScore } from '../schemas/score.ts';
import { replyOf, scoringOf, selectionOf } from './selection.ts';

const time = z.iso.datetime({ offset: true });

const count = z.int().min(0);
const point = z.object({
  sequence: z.int(),
  at: z.string(),
  score: overallScore.nullable(),
  recommendation: z
    .object({ healthy: count, unhealthy: count, notApplicable: count, notAssessed: count })
    .optional()
    .describe('Assessments of the recommendation that was named.'),
  subscriptions: z.record(z.string(), z.number().nullable()).optional().describe('The percentage (0..1) of each subscription, by id.'),
});

export const history = defineRoute({
  method: 'get',
  path: '/api/v1/history',
  name: 'getHistory',
  summary: 'The score over time',
  description:
    'Each point is recomputed from the journal, not remembered. /api/v1/history/compare tells what happened between two of them.',
  access: 'reader',
  query: z.strictObject({
    ...scoring,
    from: time.optional().describe('ISO 8601; the beginning by default.'),
    to: time.optional().describe('ISO 8601; now by default.'),
    points: z.coerce.number().int().min(1).max(1_000).default(100).describe('At most so many points, evenly over time.'),
    recommendation: z.string().optional().describe('Name or key of a recommendation to tell beside the score.'),
    subscriptions: flag.describe('true: the percentage of each subscription too.'),
  }),
  reply: { description: 'Points in time, the earliest first.', schema: named('History', answerOf({ items: z.array(point) })) },
  problems: ['not-found'],
  isConditional: true,
  async handle(call) {
    const { from, to, points, recommendation, subscriptions } = call.query;
    const query = {
      ...scoringOf(call.query),
      points,
      ...(recommendation === undefined ? {} : { recommendation }),
      ...(subscriptions === 'true' ? { subscriptions: true } : {}),
      ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
      ...(to === undefined ? {} : { to: new Date(to).toISOString() }),
    };
    return replyOf(await call.services.store.history(selectionOf(call), query), (items) => ({ items }));
  },
});
