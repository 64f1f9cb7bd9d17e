import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Route } from '../http/route.ts';
import { jsonOf, type TestServer, testServer } from '../server.fixture.ts';
import { routes } from './routes.ts';

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await testServer();
  token = await server.token('admin');
});

/** Text that breaks programs: quotes, wildcards and escapes of databases, markup, controls, half characters, what looks like ids. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    "' OR 1=1 --",
    '%',
    '_',
    '\\',
    '\u0000',
    '<script>',
    '../../etc/passwd',
    '/',
    '//',
    '/subscriptions/',
    '/subscriptions//x',
    '__proto__',
    'constructor',
    '1e999',
    '-0',
    'NaN',
    '\u202e',
    '\ud800',
    'x'.repeat(3_000),
  ),
  fc.constantFrom(
    '/providers/Microsoft.Management/managementGroups/',
    '/subscriptions/x/resourceGroups/',
    '11111111-1111-4111-8111-111111111111',
    'harbour',
  ),
);

/** Mostly parameters that the route has, with values that it takes, so that what is nasty gets as far as it can. */
const good: Readonly<Record<string, readonly string[]>> = {
  model: ['classic', 'controls'],
  aggregate: ['pooled'],
  rounding: ['api'],
  limit: ['1', '1000'],
  points: ['2'],
  status: ['Healthy'],
  explain: ['true'],
  from: ['1', '2026-11-24T00:00:00Z'],
  to: ['2', '2030-01-01T00:00:00+14:00'],
};
function queryOf(route: Route): fc.Arbitrary<readonly (readonly [string, string])[]> {
  const names = route.query instanceof z.ZodObject ? Object.keys(route.query.shape) : [];
  const own = names.map((name) => {
    const value =
      good[name] === undefined
        ? nasty
        : fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...good[name]) }, { weight: 1, arbitrary: nasty });
    return fc.option(
      value.map((text) => [name, text] as const),
      { nil: undefined },
    );
  });
  const stranger = fc.option(fc.tuple(fc.constantFrom('__proto__', '', 'scop'), nasty), { nil: undefined, freq: 20 });
  return fc.tuple(...own, stranger).map((pairs) => pairs.flatMap((pair) => (pair === undefined ? [] : [pair])));
}
/** Half characters cannot be sent at all. */
const sendable = (text: string) => Buffer.from(text).toString();
const encoded = (text: string) => encodeURIComponent(sendable(text));
const body = fc.oneof(
  nasty,
  fc.json(),
  fc
    .record(
      {
        op: fc.constantFrom('put', 'delete', 'assess', 'complete', 'exempt', 'revoke'),
        id: nasty,
        scope: nasty,
        resource: fc.dictionary(nasty, fc.jsonValue()),
        types: fc.array(nasty),
      },
      { requiredKeys: ['op'] },
    )
    .map((value) => JSON.stringify(value)),
  fc
    .record({ id: nasty, type: nasty, properties: fc.jsonValue() })
    .map((resource) => JSON.stringify({ op: 'put', resource: { ...resource, id: `/subscriptions/${resource.id}` } })),
  fc.record({ complete: fc.array(nasty), remove: fc.array(nasty.map((text) => `/${text}`)) }).map((value) => JSON.stringify(value)),
);

describe('no request, however broken or hostile, is a failure of ours', () => {
  const finite = routes.filter(({ isEndless }) => isEndless !== true);
  test.each(finite.map((route) => ({ name: route.name, route })))('$name', async ({ route }) => {
    await fc.assert(
      fc.asyncProperty(nasty, queryOf(route), body, async (parameter, asked, sent) => {
        const search = asked.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');
        const path = route.path.replace(/\{\w+\}/, encoded(parameter) || 'x');
        const init = route.method === 'get' ? {} : { body: sendable(sent) };
        const answer = await server.ask(`${path}?${search}`, { token, method: route.method.toUpperCase(), ...init });
        const problem = answer.status >= 400 ? await jsonOf(answer) : undefined;
        expect({ isOurs: answer.status >= 500, problem: answer.status >= 500 ? problem : undefined }).toEqual({
          isOurs: false,
          problem: undefined,
        });
        if (problem !== undefined) expect(problem.detail).toMatch(/\S/);
      }),
      { numRuns: 40 },
    );
  });

  test('after all that, every count of the store equals a recount', async () => {
    expect(await server.store.recount()).toEqual([]);
  });
});
