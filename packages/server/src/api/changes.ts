import { createHash } from 'node:crypto';
import { type BatchResult, type RefusedChange, turnIfDue } from '@plumbline/store';
import { z } from 'zod';
import type { Principal } from '../auth/principal.ts';
import { HttpProblem } from '../http/problem.ts';
import { defineRoute } from '../http/route.ts';
import { changeSchema } from '../schemas/change.ts';
import { named } from '../schemas/components.ts';
import { overallScore } from '../schemas/score.ts';
import type { Services } from '../services.ts';
import { readChanges } from './change-lines.ts';
import { refusalOf } from './permitted.ts';
import { scoresAround } from './scores-around.ts';

const refusal = z.object({ line: z.int(), reason: z.string(), hint: z.string() });

export const batchAnswer = named(
  'BatchResult',
  z.object({
    sequence: z.int(),
    at: z.string(),
    accepted: z.int(),
    refused: z.array(refusal).describe('Lines of the body, from 1, that were not taken; the rest was.'),
    replayed: z.boolean().describe('True when this key was sent before: nothing was changed again.'),
    scoreBefore: overallScore.nullable(),
    scoreAfter: overallScore.nullable(),
    exemptions: z.array(z.string()).describe('Ids of the exemptions that were made.'),
    put: z.int(),
    deleted: z.int(),
    judged: z.int().describe('Resources that were judged again because of it.'),
    partial: z.boolean().describe('True when the scores are those of a part, because the token may not read everything.'),
  }),
);

export const changes = defineRoute({
  method: 'post',
  path: '/api/v1/changes',
  name: 'sendChanges',
  summary: 'Take in changes of the estate',
  description:
    'One JSON object a line, or an array of them: `put` and `delete` a resource, `assess` one from outside, or tell that a scope is `complete`. ' +
    'All accepted lines become one moment, durable when the answer comes. With the header `Idempotency-Key`, the same batch twice changes nothing the second time.',
  access: 'operator',
  body: {
    schema: changeSchema,
    reading: 'text',
    mediaTypes: ['application/x-ndjson', 'application/json'],
    description: 'Changes, one a line.',
  },
  reply: { description: 'What was accepted and refused, and the score before and after.', schema: batchAnswer },
  problems: ['key-reused', 'disk-full'],
  // The answer says that it is on disk, however long that takes: an earlier one would leave open whether it will be.
  hasNoTimeLimit: true,
  async handle(call) {
    const { services, principal } = call;
    const key = keyFor(call.request.headers.get('idempotency-key'), principal);
    const read = await readChanges(typeof call.body === 'string' ? call.body : '');
    const permitted: (typeof read.changes)[number][] = [];
    const refused: RefusedChange[] = [...read.refused];
    for (const { line, change } of read.changes) {
      if (principal.scopes !== undefined && line % 64 === 0) await turnIfDue();
      const refusedFor = refusalOf(change, principal, services.store);
      if (refusedFor === undefined) permitted.push({ line, change });
      else refused.push({ line, ...refusedFor });
    }
    const result = await taken(services, { key, changes: permitted.map(({ change }) => change) });
    // The store counts by position in what it got; people count lines of what they sent.
    refused.push(...result.refused.map((one) => ({ ...one, line: permitted[one.line - 1]?.line ?? one.line })));
    refused.sort((a, b) => a.line - b.line);
    services.metrics.taken({ accepted: result.accepted, refused: refused.length, seconds: result.seconds });
    return { body: await batchReply({ ...result, refused }, call) };
  },
});

/** @returns the answer for whoever sent the batch: with scores of no more than they may read. */
export async function batchReply(
  result: BatchResult,
  { principal, services }: { readonly principal: Principal; readonly services: Services },
): Promise<z.output<typeof batchAnswer>> {
  const { sequence, at, accepted, replayed, put, deleted, judged } = result;
  const scores = await scoresAround(result, { principal, store: services.store });
  const lists = { refused: [...result.refused], exemptions: [...result.exemptions] };
  return { sequence, at, accepted, ...lists, replayed, ...scores, put, deleted, judged, partial: principal.scopes !== undefined };
}

async function taken(
  { store, now }: Services,
  { key, changes: list }: { readonly key: string | undefined; readonly changes: Parameters<Services['store']['apply']>[0]['changes'] },
) {
  const begin = performance.now();
  const result = await store.apply({ ...(key === undefined ? {} : { key }), changes: list, at: now() });
  return { ...result, seconds: (performance.now() - begin) / 1000 };
}

/** Keys of tokens with scopes stand apart: the answer to somebody else's batch must not be had by guessing its key. */
function keyFor(key: string | null, { scopes }: Principal): string | undefined {
  if (key === null) return undefined;
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new HttpProblem('bad-request', 'Idempotency-Key is not as expected: 1 to 200 visible ASCII characters.');
  }
  if (scopes === undefined) return key;
  return `${createHash('sha256').update(JSON.stringify(scopes.toSorted())).digest('hex').slice(0, 16)}:${key}`;
}
