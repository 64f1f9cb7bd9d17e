import { instantMsOf } from '@plumbline/inventory';
import { z } from 'zod';
import { HttpProblem } from '../http/problem.ts';
import { defineRoute } from '../http/route.ts';
import { exemptionRequest } from '../schemas/change.ts';
import { batchAnswer, batchReply } from './changes.ts';
import { defined } from './defined.ts';
import { refusalOf } from './permitted.ts';
import { foundItem } from './recommendation-about.ts';

export const createExemption = defineRoute({
  method: 'post',
  path: '/api/v1/exemptions',
  name: 'createExemption',
  summary: 'Exempt a scope from recommendations, with a reason',
  description: 'The same request twice is one exemption. It is kept as a policy exemption, like one that Azure sent.',
  access: 'operator',
  body: { schema: exemptionRequest, reading: 'json', mediaTypes: ['application/json'], description: 'What is exempted, and why.' },
  reply: { status: 201, description: 'The exemption is in force; `exemptions` has its id.', schema: batchAnswer },
  problems: ['not-found', 'disk-full'],
  async handle(call) {
    const { store, now, catalogue } = call.services;
    const exemption = defined(call.body);
    for (const name of exemption.recommendations) foundItem(catalogue, name);
    if (exemption.expiresOn !== undefined && !(instantMsOf(exemption.expiresOn) > Date.parse(now()))) {
      throw new HttpProblem('bad-request', `body.expiresOn: ${exemption.expiresOn} has passed already. Expected a time in the future.`);
    }
    const change = { op: 'exempt', exemption } as const;
    const refusal = refusalOf(change, call.principal, store);
    if (refusal !== undefined) throw new HttpProblem('not-permitted', refusal.reason, { hint: refusal.hint });
    const result = await store.apply({ changes: [change], at: now() });
    const [refused] = result.refused;
    if (refused !== undefined) throw new HttpProblem('bad-request', refused.reason, { hint: refused.hint });
    return { status: 201, body: await batchReply(result, call) };
  },
});

export const revokeExemption = defineRoute({
  method: 'delete',
  path: '/api/v1/exemptions/{id}',
  name: 'revokeExemption',
  summary: 'Revoke an exemption',
  access: 'operator',
  params: z.object({ id: z.string().min(1).max(2_000).describe('Its ARM id, URL-encoded: its slashes as %2F.') }),
  reply: { description: 'It holds no longer.', schema: batchAnswer },
  problems: ['not-found', 'disk-full'],
  async handle(call) {
    const { store, now } = call.services;
    const { id } = call.params;
    const change = { op: 'revoke', id } as const;
    const isKnown = async () => {
      const { value } = await store.exemptions(call.principal.scopes === undefined ? {} : { readable: call.principal.scopes });
      return value.some((row) => row.id.toLowerCase() === id.toLowerCase());
    };
    const refusal = refusalOf(change, call.principal, store);
    // Whoever sees an exemption from above, but may not end it, is told so; of all others, nothing.
    if (!(await isKnown())) throw new HttpProblem('not-found', 'There is no exemption of this id that this token may read.');
    if (refusal !== undefined) throw new HttpProblem('not-permitted', refusal.reason, { hint: refusal.hint });
    const result = await store.apply({ changes: [change], at: now() });
    const [refused] = result.refused;
    if (refused !== undefined) throw new HttpProblem('bad-request', refused.reason, { hint: refused.hint });
    return { body: await batchReply(result, call) };
  },
});
