import { z } from 'zod';
import { defineRoute } from '../http/route.ts';
import { answerOf } from '../schemas/answer.ts';
import { named } from '../schemas/components.ts';
import { scoring } from '../schemas/query.ts';
import { coverageSchema } from '../schemas/score.ts';
import { replyOf, scoringOf, selectionOf } from './selection.ts';

export const coverage = defineRoute({
  method: 'get',
  path: '/api/v1/coverage',
  name: 'getCoverage',
  summary: 'What was read, what could not be judged, and what is missing',
  access: 'reader',
  query: z.strictObject({ scope: scoring.scope, model: scoring.model }),
  reply: { description: 'The account.', schema: named('CoverageAnswer', answerOf({ coverage: coverageSchema })) },
  isConditional: true,
  // Of the report, which also tells what the inputs looked like when they were last read.
  handle: async (call) =>
    replyOf(await call.services.reports(selectionOf(call), scoringOf(call.query)), (value) => ({ coverage: value.coverage })),
});
