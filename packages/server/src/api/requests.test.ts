import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { jsonOf, production, type TestServer, testServer } from '../server.fixture.ts';

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await testServer({ limits: { bodyLimit: 100_000, timeLimitMs: 5_000 } });
  token = await server.token('admin');
});

const post = (body: string, headers: Record<string, string> = {}) => ({ method: 'POST', body, headers });

describe('a request that is wrong is told what, where, and what was expected', () => {
  const cases: readonly (readonly [string, string, RequestInit | undefined, number, RegExp])[] = [
    ['an unknown model', '/api/v1/score?model=both', undefined, 400, /query\.model.*classic.*controls/],
    ['an unknown model, with a condition', '/api/v1/score?model=both', { headers: { 'if-none-match': '*' } }, 400, /query\.model/],
    ['an unknown parameter', '/api/v1/score?scop=x', undefined, 400, /scop/],
    ['one of two models', '/api/v1/score?model=classic&model=controls', undefined, 400, /query\.model: stands 2 times/],
    ['a page that is too long', '/api/v1/resources?limit=1001', undefined, 400, /query\.limit/],
    ['a page of nothing', '/api/v1/resources?limit=0', undefined, 400, /query\.limit/],
    ['a page of words', '/api/v1/resources?limit=ten', undefined, 400, /query\.limit/],
    ['a cursor of nobody', '/api/v1/subscriptions?after=%25%25', undefined, 400, /query\.after/],
    ['an unknown status', '/api/v1/recommendations/storage-secure-transfer/resources?status=Sick', undefined, 400, /query\.status\.0/],
    ['a search for nothing', '/api/v1/search?q=%20', undefined, 400, /query\.q/],
    ['a search without words', '/api/v1/search', undefined, 400, /query\.q/],
    ['a time that is none', '/api/v1/history/compare?from=yesterday', undefined, 400, /sequence number, or a time/],
    ['a day that does not exist', '/api/v1/history?from=2026-02-30T00:00:00Z', undefined, 400, /query\.from/],
    ['an unknown recommendation', '/api/v1/recommendations/none', undefined, 404, /no recommendation/],
    ['an unknown resource', '/api/v1/resources/%2Fsubscriptions%2Fx', undefined, 404, /no resource/],
    ['an unknown address', '/api/v1/scores', undefined, 404, /nothing at this address/],
    ['an address that is Azure’s', '/subscriptions', undefined, 404, /nothing at this address/],
    ['a method that is not taken', '/api/v1/score', { method: 'PUT' }, 405, /Expected GET or HEAD/],
    ['a method that one of two routes takes', '/api/v1/exemptions', { method: 'DELETE' }, 405, /Expected GET or HEAD or POST/],
    ['no body', '/api/v1/what-if', { method: 'POST' }, 422, /not JSON/],
    ['half a body', '/api/v1/what-if', post('{"complete":['), 422, /not JSON/],
    ['a body of another kind', '/api/v1/what-if', post('[]'), 400, /body/],
    ['an unknown member', '/api/v1/what-if', post('{"completed":[]}'), 400, /completed/],
    [
      'an exemption without a reason',
      '/api/v1/exemptions',
      post(JSON.stringify({ scope: `/subscriptions/${production}`, recommendations: [], category: 'Waiver', reason: ' ' })),
      400,
      /body\.reason/,
    ],
    [
      'an exemption from yesterday',
      '/api/v1/exemptions',
      post(
        JSON.stringify({
          scope: `/subscriptions/${production}`,
          recommendations: [],
          category: 'Waiver',
          reason: 'x',
          expiresOn: '2020-01-01T00:00:00Z',
        }),
      ),
      400,
      /has passed already/,
    ],
    [
      'an exemption from nothing',
      '/api/v1/exemptions',
      post(JSON.stringify({ scope: `/subscriptions/${production}`, recommendations: ['none'], category: 'Waiver', reason: 'x' })),
      404,
      /no recommendation/,
    ],
    ['an exemption that is not there', '/api/v1/exemptions/%2Fx', { method: 'DELETE' }, 404, /no exemption/],
    ['a batch that is too large', '/api/v1/changes', post('x'.repeat(100_001)), 413, /100,000 bytes/],
    [
      'a batch that grows too large',
      '/api/v1/changes',
      { method: 'POST', body: gzipSync('x'.repeat(100_001)), headers: { 'content-encoding': 'gzip' } },
      413,
      /100,000 bytes/,
    ],
    ['a batch that is not compressed', '/api/v1/changes', post('{}', { 'content-encoding': 'gzip' }), 422, /cannot be decompressed/],
    ['a batch in an unknown encoding', '/api/v1/changes', post('{}', { 'content-encoding': 'zstd' }), 422, /zstd/],
    ['a batch that is not UTF-8', '/api/v1/changes', { method: 'POST', body: new Uint8Array([0xff, 0xfe, 0x7b]) }, 422, /UTF-8/],
    ['an empty batch', '/api/v1/changes', post('\n'), 422, /empty/],
    ['half an array', '/api/v1/changes', post('[{"op":'), 422, /JSON array/],
    ['a key that is none', '/api/v1/changes', post('{}', { 'idempotency-key': 'a b' }), 400, /Idempotency-Key/],
    ['an event id of nobody', '/api/v1/events', { headers: { 'last-event-id': 'x' } }, 400, /Last-Event-ID/],
  ];
  test.each(cases)('%s', async (_name, path, init, status, detail) => {
    const answer = await server.ask(path, { ...init, token });
    const problem = await jsonOf(answer);
    expect({ status: answer.status, type: answer.headers.get('content-type') }).toEqual({ status, type: 'application/problem+json' });
    expect(problem.detail).toMatch(detail);
    expect(problem).toMatchObject({ status, requestId: answer.headers.get('x-request-id') });
  });
});

describe('every answer', () => {
  test.each(['/', '/ui/', '/api/docs', '/api/v1/score', '/api/v1/none', '/healthz', '/metrics'])(
    '%s carries the security headers and its id, and no CORS',
    async (path) => {
      const { headers } = await server.ask(path, { token, headers: { origin: 'https://elsewhere.example' } });
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-request-id')).toMatch(/^[\w.-]+$/);
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    },
  );

  test.each([
    ['a harmless id is kept', 'build-17.a', 'build-17.a'],
    ['one with a line break is not', 'a b', undefined],
    ['a very long one is not', 'x'.repeat(101), undefined],
  ])('%s', async (_name, given, kept) => {
    const answer = await server.ask('/healthz', { headers: { 'x-request-id': given } });
    if (kept === undefined) expect(answer.headers.get('x-request-id')).not.toBe(given);
    else expect(answer.headers.get('x-request-id')).toBe(kept);
  });

  test('the root leads to the dashboard', async () => {
    const answer = await server.ask('/');
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/ui/']);
  });

  test('HEAD answers like GET, without a body', async () => {
    const answer = await server.ask('/api/v1/score', { token, method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });
});

describe('entity tags', () => {
  test('an answer that still holds is not sent again, until something changes', async () => {
    const first = await server.ask('/api/v1/score', { token });
    const tag = first.headers.get('etag') ?? '';
    expect(tag).toMatch(/^W\/"/);
    const again = { token, headers: { 'if-none-match': `"other", ${tag}` } };
    expect((await server.ask('/api/v1/score', again)).status).toBe(304);
    expect((await server.ask('/api/v1/score?model=controls', again)).status).toBe(200);
    await server.store.apply({
      changes: [{ op: 'put', resource: { id: `/subscriptions/${production}/resourceGroups/a/providers/B.C/d/e` } }],
      at: '2026-11-25T00:00:00Z',
    });
    const changed = await server.ask('/api/v1/score', again);
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(tag);
  });

  test('the tag of one reader is not that of another', async () => {
    const tags = await Promise.all(
      [undefined, [production]].map(async (scopes) =>
        (await server.ask('/api/v1/score', { token: await server.token('reader', scopes) })).headers.get('etag'),
      ),
    );
    expect(new Set(tags).size).toBe(2);
  });
});

describe('compression', () => {
  test.each([
    ['gzip', 'gzip', gunzipSync],
    ['gzip, br;q=0', 'gzip', gunzipSync],
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['deflate', null, (bytes: Buffer) => bytes],
    ['gzip;q=0', null, (bytes: Buffer) => bytes],
  ] as const)('a client that takes %s', async (taken, encoding, decompress) => {
    const plain = await (await server.ask('/api/v1/score', { token })).text();
    const answer = await server.ask('/api/v1/score', { token, headers: { 'accept-encoding': taken } });
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect(answer.headers.get('vary')).toMatch(/Accept-Encoding/);
    expect(decompress(Buffer.from(await answer.arrayBuffer())).toString()).toBe(plain);
  });

  test('a small answer stays as it is', async () => {
    expect((await server.ask('/healthz', { headers: { 'accept-encoding': 'gzip' } })).headers.get('content-encoding')).toBeNull();
  });
});

test('an answer that takes too long is given up', async () => {
  const slow = await testServer({ isEmpty: true, limits: { timeLimitMs: 20 } });
  Object.assign(slow.store, { exemptions: () => new Promise(() => undefined) });
  const answer = await slow.ask('/api/v1/exemptions', { token: await slow.token('reader') });
  expect([answer.status, (await jsonOf(answer)).code]).toEqual([503, 'too-slow']);
});

test('a failure of ours says nothing of its inside, and the log has all under the same id', async () => {
  const broken = await testServer({ isEmpty: true });
  Object.assign(broken.store, { exemptions: () => Promise.reject(new Error('at /srv/secret.db')) });
  const answer = await broken.ask('/api/v1/exemptions', { token: await broken.token('reader') });
  const text = await answer.text();
  expect([answer.status, text.includes('secret')]).toEqual([500, false]);
  const requestId = answer.headers.get('x-request-id') ?? '';
  expect(broken.logged.filter((line) => line.includes(requestId) && line.includes('/srv/secret.db'))).toHaveLength(1);
});
