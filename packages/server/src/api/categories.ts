import { z } from 'zod';
import { defineRoute } from '../http/route.ts';
import { answerOf } from '../schemas/answer.ts';
import { named } from '../schemas/components.ts';
import { scoringQuery } from '../schemas/query.ts';
import { categoryScore, overallScore } from '../schemas/score.ts';
import { replyOf, scoringOf, selectionOf } from './selection.ts';

const answer = named('Categories', answerOf({ score: overallScore.nullable(), items: z.array(categoryScore) }));

export const categories = defineRoute({
  method: 'get',
  path: '/api/v1/categories',
  name: 'listCategories',
  summary: 'Scores by category',
  access: 'reader',
  query: scoringQuery,
  reply: { description: 'Categories that count in the scope.', schema: answer },
  isConditional: true,
  handle: async (call) =>
    replyOf(await call.services.reports(selectionOf(call), scoringOf(call.query)), (report) => ({
      score: report.score,
      items: report.categories,
    })),
});
