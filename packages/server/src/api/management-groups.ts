import { z } from 'zod';
import { defineRoute } from '../http/route.ts';
import { answerOf } from '../schemas/answer.ts';
import { named } from '../schemas/components.ts';
import { scoringQuery } from '../schemas/query.ts';
import { overallScore } from '../schemas/score.ts';
import { replyOf, scoringOf, selectionOf } from './selection.ts';

const node = named(
  'ManagementGroup',
  z.object({
    name: z.string(),
    displayName: z.string(),
    parent: z.string().nullable(),
    score: overallScore.nullable(),
    resources: z.int(),
    groups: z.array(z.string()).describe('Names of the groups directly below.'),
    subscriptions: z.array(z.string()).describe('Ids of the subscriptions directly below.'),
  }),
);

export const managementGroups = defineRoute({
  method: 'get',
  path: '/api/v1/management-groups',
  name: 'listManagementGroups',
  summary: 'The tree of management groups, with scores',
  description: 'Parents first; only groups with a subscription below that may be read.',
  access: 'reader',
  query: scoringQuery,
  reply: { description: 'The groups.', schema: named('ManagementGroups', answerOf({ items: z.array(node) })) },
  isConditional: true,
  handle: async (call) =>
    replyOf(await call.services.store.managementGroups(selectionOf(call), scoringOf(call.query)), (items) => ({ items })),
});
