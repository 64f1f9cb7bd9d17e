import { z } from 'zod';
import { defineRoute } from '../http/route.ts';
import { answerOf } from '../schemas/answer.ts';
import { named } from '../schemas/components.ts';
import { scoringQuery } from '../schemas/query.ts';
import { controlScore, overallScore } from '../schemas/score.ts';
import { replyOf, scoringOf, selectionOf } from './selection.ts';

const item = controlScore.extend({ recommendations: z.array(z.string()).describe('Names of the recommendations in it.') });
const answer = named('Controls', answerOf({ score: overallScore.nullable(), items: z.array(item) }));

export const controls = defineRoute({
  method: 'get',
  path: '/api/v1/controls',
  name: 'listControls',
  summary: 'Scores by control',
  description: 'Controls are scored in the controls model, whichever model is asked for; `score` is that of the model.',
  access: 'reader',
  query: scoringQuery,
  reply: { description: 'All controls of the catalogue.', schema: answer },
  isConditional: true,
  async handle(call) {
    const namesByControl = new Map(call.services.catalogue.controls.map(({ key, recommendations }) => [key, recommendations]));
    return replyOf(await call.services.reports(selectionOf(call), scoringOf(call.query)), (report) => ({
      score: report.score,
      items: report.controls.map((control) => ({ ...control, recommendations: namesByControl.get(control.key) ?? [] })),
    }));
  },
});
