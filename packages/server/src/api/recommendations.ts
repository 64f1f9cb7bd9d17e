import { shortAboutOf } from '@plumbline/catalogue';
import { z } from 'zod';
import { defineRoute } from '../http/route.ts';
import { answerOf } from '../schemas/answer.ts';
import { named } from '../schemas/components.ts';
import { scoringQuery } from '../schemas/query.ts';
import { overallScore, recommendationScore } from '../schemas/score.ts';
import { aboutShape } from './recommendation-about.ts';
import { replyOf, scoringOf, selectionOf } from './selection.ts';

const answer = named(
  'Recommendations',
  answerOf({ score: overallScore.nullable(), items: z.array(recommendationScore.extend(aboutShape)) }),
);

export const recommendations = defineRoute({
  method: 'get',
  path: '/api/v1/recommendations',
  name: 'listRecommendations',
  summary: 'Recommendations by impact',
  description: 'All of the catalogue, the greatest impact first; those without a resource in the scope are not active.',
  access: 'reader',
  query: scoringQuery,
  reply: { description: 'Recommendations with their scores.', schema: answer },
  isConditional: true,
  async handle(call) {
    const { catalogue, reports } = call.services;
    const itemByKey = new Map(catalogue.items.map((item) => [item.recommendation.key, item]));
    return replyOf(await reports(selectionOf(call), scoringOf(call.query)), (report) => ({
      score: report.score,
      items: report.recommendations.flatMap((row) => {
        const item = itemByKey.get(row.key);
        return item === undefined ? [] : { ...row, ...shortAboutOf(item, catalogue) };
      }),
    }));
  },
});
