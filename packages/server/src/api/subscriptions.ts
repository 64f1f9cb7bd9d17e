import { z } from 'zod';
import { defineRoute } from '../http/route.ts';
import { pageOf as pageSchemaOf } from '../schemas/answer.ts';
import { named } from '../schemas/components.ts';
import { paging, scoring } from '../schemas/query.ts';
import { subscriptionScore } from '../schemas/score.ts';
import { pageOf } from './page.ts';
import { replyOf, scoringOf, selectionOf } from './selection.ts';

export const subscriptions = defineRoute({
  method: 'get',
  path: '/api/v1/subscriptions',
  name: 'listSubscriptions',
  summary: 'Subscriptions, each scored alone',
  description:
    'By id. Their scores do not add up to the overall score: a recommendation counts once, with the resources of all selected subscriptions together.',
  access: 'reader',
  query: z.strictObject({ ...scoring, ...paging }),
  reply: { description: 'A page of subscriptions.', schema: named('SubscriptionPage', pageSchemaOf(subscriptionScore)) },
  isConditional: true,
  async handle(call) {
    const answer = await call.services.store.subscriptions(selectionOf(call), scoringOf(call.query));
    return replyOf(answer, (rows) =>
      pageOf(
        rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        ({ id }) => id,
        call.query,
      ),
    );
  },
});
