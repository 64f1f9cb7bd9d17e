import type { Store, When } from '@plumbline/store';
import { z } from 'zod';
import { defineRoute } from '../http/route.ts';
import { answerOf } from '../schemas/answer.ts';
import { named } from '../schemas/components.ts';
import { coverageDetail, instant, scoring } from '../schemas/query.ts';
import { transition } from '../schemas/resource.ts';
import { scoreReport } from '../schemas/score.ts';
import { withCoverage } from './coverage-detail.ts';
import { replyOf, scoringOf, selectionOf } from './selection.ts';

/** The two moments of a comparison, in a query. */
export const between = {
  from: instant.describe('A sequence number or a time.'),
  to: instant.optional().describe('A sequence number or a time; now by default.'),
};

const happened = z.object({
  sequence: z.int(),
  at: z.string(),
  kind: z.enum(['batch', 'import', 'clock', 'catalogue']),
  put: z.int(),
  deleted: z.int(),
  statusChanges: z.int(),
});

const answer = named(
  'Comparison',
  answerOf({
    from: scoreReport,
    to: scoreReport,
    moments: z.array(happened),
    transitions: z.array(transition).describe('What happened between, the latest first; at most 1,000.'),
    forgotten: z.boolean().describe('True when compaction has forgotten single changes between the two.'),
  }),
);

export const compare = defineRoute({
  method: 'get',
  path: '/api/v1/history/compare',
  name: 'compareMoments',
  summary: 'Two moments, and what happened between them',
  access: 'reader',
  query: z.strictObject({
    ...scoring,
    ...between,
    recommendation: z.string().optional().describe('Name or key: only its transitions.'),
    coverage: coverageDetail,
  }),
  reply: { description: 'Both reports and what moved.', schema: answer },
  problems: ['forgotten', 'not-found'],
  isConditional: true,
  async handle(call) {
    const { store } = call.services;
    const { from, to, recommendation, coverage } = call.query;
    const until = await untilOf(to, store);
    const options = { ...scoringOf(call.query), ...(recommendation === undefined ? {} : { recommendation }) };
    return replyOf(await store.compare(selectionOf(call), whenOf(from), until, options), (value) => ({
      ...value,
      from: withCoverage(value.from, coverage),
      to: withCoverage(value.to, coverage),
    }));
  },
});

/** Up to which moment is compared. */
export async function untilOf(to: string | undefined, store: Pick<Store, 'head'>): Promise<When> {
  return to === undefined ? { sequence: (await store.head()).sequence } : whenOf(to);
}

export function whenOf(text: string): When {
  return /^\d+$/.test(text) ? { sequence: Number(text) } : { at: new Date(text).toISOString() };
}
