import { z } from 'zod';
import { defineRoute } from '../http/route.ts';
import { coverageDetail, scoring } from '../schemas/query.ts';
import { scoreReport } from '../schemas/score.ts';
import { withCoverage } from './coverage-detail.ts';
import { scoringOf, selectionOf } from './selection.ts';

export const score = defineRoute({
  method: 'get',
  path: '/api/v1/score',
  name: 'getScore',
  summary: 'The score, with everything that makes it',
  description: 'The very JSON that `plumbline scan --format json` prints of the same estate.',
  access: 'reader',
  query: z.strictObject({ ...scoring, coverage: coverageDetail }),
  reply: { description: 'The score report.', schema: scoreReport },
  isConditional: true,
  async handle(call) {
    const { value, sequence, at, partial } = await call.services.reports(selectionOf(call), scoringOf(call.query));
    const report = withCoverage(value, call.query.coverage);
    return { body: partial ? { ...report, partial } : report, moment: { sequence, at } };
  },
});
