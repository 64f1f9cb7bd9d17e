import { z } from 'zod';
import { defineRoute } from '../http/route.ts';
import { answerOf } from '../schemas/answer.ts';
import { named } from '../schemas/components.ts';
import { scoring } from '../schemas/query.ts';
import { overallScore } from '../schemas/score.ts';
import { replyOf, scoringOf, selectionOf } from './selection.ts';

const time = z.iso.datetime({ offset: true });

const point = z.object({ sequence: z.int(), at: z.string(), score: overallScore.nullable() });

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
  }),
  reply: { description: 'Points in time, the earliest first.', schema: named('History', answerOf({ items: z.array(point) })) },
  isConditional: true,
  async handle(call) {
    const { from, to, points } = call.query;
    const query = {
      ...scoringOf(call.query),
      points,
      ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
      ...(to === undefined ? {} : { to: new Date(to).toISOString() }),
    };
    return replyOf(await call.services.store.history(selectionOf(call), query), (items) => ({ items }));
  },
});
