import { changeCauses } from '@plumbline/score';
import { z } from 'zod';
import { defineRoute } from '../http/route.ts';
import { answerOf } from '../schemas/answer.ts';
import { named } from '../schemas/components.ts';
import { scoring } from '../schemas/query.ts';
import { between, untilOf, whenOf } from './compare.ts';
import { replyOf, scoringOf, selectionOf } from './selection.ts';

const cause = z.object({
  cause: z.enum(changeCauses),
  unit: z
    .string()
    .nullable()
    .describe('Key of the recommendation (classic) or of the control; null for what the weight of a subscription did.'),
  name: z.string().nullable().describe('Of the recommendation or the control.'),
  displayName: z.string().nullable(),
  resources: z.int(),
  amount: z.number(),
});

const answer = named(
  'Causes',
  answerOf({
    measure: z
      .enum(['points', 'percentage'])
      .describe('Points in the classic model, the share of the maximum (0..1) in the controls model.'),
    before: z.number(),
    after: z.number(),
    difference: z.number(),
    items: z.array(cause).describe('The greatest first; their amounts add up to the difference.'),
    forgotten: z.boolean().describe('True where compaction has forgotten what single resources did: then no cause is told.'),
  }),
);

export const causes = defineRoute({
  method: 'get',
  path: '/api/v1/history/causes',
  name: 'explainMovement',
  summary: 'Why the score moved between two moments',
  description: 'What was fixed, broken, new, gone, exempted and so on, each with what it did to the score.',
  access: 'reader',
  query: z.strictObject({
    ...scoring,
    ...between,
  }),
  reply: { description: 'The causes.', schema: answer },
  problems: ['forgotten'],
  isConditional: true,
  async handle(call) {
    const { store, catalogue } = call.services;
    const { from, to } = call.query;
    const until = await untilOf(to, store);
    const known = new Map<string, { readonly name: string; readonly displayName: string }>([
      ...catalogue.items.map(({ recommendation: { key, name, title } }) => [key, { name, displayName: title }] as const),
      ...catalogue.controls.map(({ key, name }) => [key, { name, displayName: name }] as const),
    ]);
    return replyOf(await store.causes(selectionOf(call), whenOf(from), until, scoringOf(call.query)), ({ causes: items, ...value }) => ({
      ...value,
      items: items.map((item) => {
        const about = item.unit === null ? undefined : known.get(item.unit);
        return { ...item, name: about?.name ?? null, displayName: about?.displayName ?? null };
      }),
    }));
  },
});
