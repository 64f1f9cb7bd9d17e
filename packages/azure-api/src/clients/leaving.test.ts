import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RealServer, realServer } from '../real-server.fixture.ts';

let server: RealServer;
beforeAll(async () => {
  server = await realServer();
}, 60_000);
afterAll(async () => {
  await server?.stop();
}, 60_000);

/** Takes much longer than this test may. */
const slow =
  'range a from 1 to 1400 step 1 | extend k = 1 | join kind=inner (range b from 1 to 1400 step 1 | extend k = 1) on k | extend c = a * b | summarize dcount(c)';

function start(query: string) {
  const asked = request(new URL('/providers/Microsoft.ResourceGraph/resources', server.base), {
    method: 'POST',
    agent: false,
    ca: readFileSync(server.authority),
    headers: { authorization: `Bearer ${server.reader}`, 'content-type': 'application/json' },
  });
  const answered = new Promise<number>((resolve) => {
    asked.on('response', (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    asked.on('error', () => resolve(0));
  });
  asked.end(JSON.stringify({ query }));
  return { asked, answered };
}

function isAnsweredWithin(ms: number, { answered }: ReturnType<typeof start>): Promise<boolean> {
  return Promise.race([answered.then(() => true), new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms))]);
}

test('clients that leave give their places to others at once', async () => {
  const running = Array.from({ length: 4 }, () => start(slow));
  // They may arrive in any order: one that comes before all places are taken is answered at once.
  let next = start('resources | count');
  while (await isAnsweredWithin(300, next)) next = start('resources | count');
  for (const { asked } of running) asked.destroy();
  expect(await next.answered).toBe(200);
}, 20_000);
