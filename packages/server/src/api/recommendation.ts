import { aboutOf } from '@plumbline/catalogue';
import { z } from 'zod';
import { HttpProblem } from '../http/problem.ts';
import { defineRoute } from '../http/route.ts';
import { answerOf } from '../schemas/answer.ts';
import { named } from '../schemas/components.ts';
import { scoringQuery } from '../schemas/query.ts';
import { overallScore, recommendationScore } from '../schemas/score.ts';
import { aboutSchema, foundItem } from './recommendation-about.ts';
import { replyOf, scoringOf, selectionOf } from './selection.ts';

const answer = named(
  'RecommendationAnswer',
  answerOf({
    about: aboutSchema,
    recommendation: recommendationScore,
    score: overallScore.nullable().describe('The overall score of the scope.'),
    completed: overallScore.nullable().describe('What it becomes when this recommendation is completed.'),
  }),
);

export const recommendation = defineRoute({
  method: 'get',
  path: '/api/v1/recommendations/{name}',
  name: 'getRecommendation',
  summary: 'One recommendation: what it is worth, why it matters, how to fix it',
  access: 'reader',
  params: z.object({ name: z.string().describe('Name or key.') }),
  query: scoringQuery,
  reply: { description: 'The recommendation.', schema: answer },
  problems: ['not-found'],
  isConditional: true,
  async handle(call) {
    const { catalogue, reports, store } = call.services;
    const item = foundItem(catalogue, call.params.name);
    const [selection, scoring] = [selectionOf(call), scoringOf(call.query)];
    const { name, key } = item.recommendation;
    const [found, supposed] = await Promise.all([reports(selection, scoring), store.whatIf(selection, { complete: [name] }, scoring)]);
    const row = found.value.recommendations.find((candidate) => candidate.key === key);
    if (row === undefined) throw new HttpProblem('not-found', 'The recommendation is not scored here.');
    return replyOf(found, (report) => ({
      about: aboutOf(item, catalogue),
      recommendation: row,
      score: report.score,
      completed: supposed.value.after,
    }));
  },
});
