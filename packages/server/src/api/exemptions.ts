import { z } from 'zod';
import { defineRoute } from '../http/route.ts';
import { pageOf as pageSchemaOf } from '../schemas/answer.ts';
import { named } from '../schemas/components.ts';
import { paging, scoring } from '../schemas/query.ts';
import { pageOf } from './page.ts';
import { replyOf, selectionOf } from './selection.ts';

const exemption = named(
  'Exemption',
  z.object({
    id: z.string(),
    displayName: z.string(),
    category: z.enum(['Waiver', 'Mitigated']),
    scope: z.string(),
    recommendations: z.array(z.string()).describe('Names, keys or reference ids; empty: everything.'),
    reason: z.string(),
    owner: z.string().nullable(),
    expiresOn: z.string().nullable(),
    expired: z.boolean(),
    assessments: z.int().describe('Assessments that it decides now.'),
    byRecommendation: z.record(z.string(), z.int()).describe('Those of each recommendation, by its key.'),
  }),
);

export const exemptions = defineRoute({
  method: 'get',
  path: '/api/v1/exemptions',
  name: 'listExemptions',
  summary: 'Exemptions, with what they decide',
  access: 'reader',
  query: z.strictObject({ scope: scoring.scope, model: scoring.model, ...paging }),
  reply: { description: 'A page of exemptions, by id.', schema: named('ExemptionPage', pageSchemaOf(exemption)) },
  isConditional: true,
  async handle(call) {
    const answer = await call.services.store.exemptions(selectionOf(call));
    const keyOf = ({ id }: { readonly id: string }) => id.toLowerCase();
    return replyOf(answer, (rows) =>
      pageOf(
        rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
        keyOf,
        call.query,
      ),
    );
  },
});
