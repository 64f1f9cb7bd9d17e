import { describe, expect, test } from 'vitest';
import { jsonOf, testServer } from '../server.fixture.ts';

const ask = { headers: { host: 'localhost:8787' } };

describe('without tokens, on this machine', () => {
  test('whoever asks may do everything', async () => {
    const server = await testServer({ isOpen: true, isEmpty: true });
    expect(await (await server.ask('/api/v1/session', ask)).json()).toMatchObject({ kind: 'local', role: 'admin', scopes: null });
  });

  test('a token that is sent all the same is checked, and holds', async () => {
    const server = await testServer({ isOpen: true, isEmpty: true });
    const token = await server.token('reader', ['x']);
    expect(await (await server.ask('/api/v1/session', { ...ask, token })).json()).toMatchObject({
      kind: 'token',
      role: 'reader',
      scopes: ['x'],
    });
    expect((await server.ask('/api/v1/session', { ...ask, token: 'wrong' })).status).toBe(401);
  });

  test.each([
    ['localhost', 200],
    ['localhost:8787', 200],
    ['127.0.0.1:8787', 200],
    ['[::1]:8787', 200],
    ['plumbline.example', 421],
    ['127.0.0.1.example:8787', 421],
    ['localhost.example', 421],
  ])('asked as %s: %i', async (host, status) => {
    const server = await testServer({ isOpen: true, isEmpty: true });
    expect((await server.ask('/api/v1/session', { headers: { host } })).status).toBe(status);
    expect((await server.ask('/ui/', { headers: { host } })).status).toBe(status);
  });

  test.each([
    ['a program', {}, 200],
    ['a page of its own', { origin: 'http://localhost:8787', 'sec-fetch-site': 'same-origin' }, 200],
    ['a form of another site', { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['a page on another port', { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
    ['an old browser', { origin: 'https://elsewhere.example' }, 403],
  ])('a change from %s', async (_name, headers, status) => {
    const server = await testServer({ isOpen: true, isEmpty: true });
    const body = '{"op":"put","resource":{"id":"/subscriptions/x"}}';
    const answer = await server.ask('/api/v1/changes', { method: 'POST', body, headers: { ...ask.headers, ...headers } });
    expect(answer.status).toBe(status);
  });
});

describe('with tokens', () => {
  test.each([
    ['nothing', undefined],
    ['another scheme', 'Basic YTpi'],
    ['an empty one', 'Bearer'],
    ['a wrong one', `Bearer plb_000000000000_${'a'.repeat(43)}`],
    ['a JWT where no provider is named', 'Bearer eyJhbGciOiJub25lIn0.e30.'],
  ])('%s is not enough', async (_name, authorization) => {
    const server = await testServer({ isEmpty: true });
    const answer = await server.ask('/api/v1/score', { headers: authorization === undefined ? {} : { authorization } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="plumbline"/);
    expect((await jsonOf(answer)).hint).toContain('plumbline token create');
  });

  test('too many failures are slowed down; whoever holds a token is not', async () => {
    const server = await testServer({ isEmpty: true });
    const token = await server.token('reader');
    const statuses = [];
    for (let count = 0; count < 25; count += 1) statuses.push((await server.ask('/api/v1/session', { token: 'wrong' })).status);
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 401), ...Array.from({ length: 5 }, () => 429)]);
    expect(Number((await server.ask('/api/v1/session', { token: 'wrong' })).headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await server.ask('/api/v1/session', { token })).status).toBe(200);
  });

  test('no token stands in the log, whether right or wrong', async () => {
    const server = await testServer({ isEmpty: true });
    const right = await server.token('reader');
    const wrong = 'plb_000000000000_notasecretofanybodyatall';
    await server.ask('/api/v1/session', { token: right });
    await server.ask('/api/v1/session', { token: wrong });
    expect(server.logged.length).toBeGreaterThan(1);
    for (const secret of [right, wrong]) expect(server.logged.some((line) => line.includes(secret.slice(17)))).toBe(false);
  });
});
