import { z } from 'zod';
import { defineRoute } from '../http/route.ts';
import { answerOf } from '../schemas/answer.ts';
import { supposition } from '../schemas/change.ts';
import { named } from '../schemas/components.ts';
import { scoringQuery } from '../schemas/query.ts';
import { overallScore } from '../schemas/score.ts';
import { defined } from './defined.ts';
import { replyOf, scoringOf, selectionOf } from './selection.ts';

const answer = named(
  'WhatIf',
  answerOf({
    before: overallScore.nullable(),
    after: overallScore.nullable(),
    changed: z.int().describe('Assessments that would change.'),
    unknown: z.array(z.string()).describe('Ids and names in the supposition that nothing is known by.'),
  }),
);

export const whatIf = defineRoute({
  method: 'post',
  path: '/api/v1/what-if',
  name: 'suppose',
  summary: 'The score as it would be',
  description: 'Nothing is changed. The answer is computed by the same code as the score itself.',
  access: 'reader',
  query: scoringQuery,
  body: { schema: supposition, reading: 'json', mediaTypes: ['application/json'], description: 'What is supposed.' },
  reply: { description: 'The score before and after.', schema: answer },
  async handle(call) {
    const { complete, remove, fix, exempt } = call.body;
    const supposed = defined({ complete, remove, exempt, fix: fix?.map(defined) });
    return replyOf(await call.services.store.whatIf(selectionOf(call), supposed, scoringOf(call.query)), (value) => ({ ...value }));
  },
});
