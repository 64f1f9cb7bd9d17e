import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { development, jsonOf, production, type TestServer, testServer } from '../server.fixture.ts';

const account = (subscription: string, name: string, isSecure = false) => ({
  op: 'put',
  resource: {
    id: `/subscriptions/${subscription}/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/${name}`,
    type: 'Microsoft.Storage/storageAccounts',
    name,
    properties: { supportsHttpsTrafficOnly: isSecure },
  },
});
const lines = (...values: readonly unknown[]) =>
  values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n');

async function sent(
  server: TestServer,
  body: NonNullable<RequestInit['body']>,
  options: { readonly token?: string; readonly headers?: Record<string, string> } = {},
) {
  const token = options.token ?? (await server.token('operator'));
  const answer = await server.ask('/api/v1/changes', { method: 'POST', body, token, headers: options.headers ?? {} });
  return { status: answer.status, ...(await jsonOf(answer)) };
}

describe('what a batch may look like', () => {
  const one = account(production, 'made');
  test.each([
    ['lines', lines(one, account(production, 'made2')), 2],
    ['lines with empty ones between, and a last line break', `\n${lines(one, '', one)}\n`, 2],
    ['lines that end as on Windows', `${JSON.stringify(one)}\r\n${JSON.stringify(one)}\r\n`, 2],
    ['an array', JSON.stringify([one]), 1],
    ['an array over several lines', JSON.stringify([one, one], null, 2), 2],
    ['an object that holds them', JSON.stringify({ changes: [one, one] }), 2],
    ['a byte order mark', `\u{feff}${JSON.stringify(one)}`, 1],
  ])('%s', async (_name, body, accepted) => {
    const server = await testServer({ isEmpty: true });
    expect(await sent(server, body)).toMatchObject({ status: 200, accepted, refused: [] });
  });

  test('compressed with gzip', async () => {
    const server = await testServer({ isEmpty: true });
    const answer = await sent(server, gzipSync(lines(one)), { headers: { 'content-encoding': 'gzip' } });
    expect(answer).toMatchObject({ status: 200, accepted: 1 });
  });
});

describe('a line that is wrong costs one line, and says why', () => {
  test.each([
    ['no JSON', '{"op":', /not JSON/],
    ['a number', '7', /The change/],
    ['no operation', '{}', /op/],
    ['an unknown operation', '{"op":"upsert"}', /op/],
    ['a resource without an id', '{"op":"put","resource":{}}', /resource: expected an id/],
    ['a resource that is a list', '{"op":"put","resource":[]}', /resource: expected an object/],
    ['a resource without an ARM id', '{"op":"put","resource":{"id":"made"}}', /ARM id/],
    ['one nested too deep', `{"op":"put","resource":{"id":"/subscriptions/x","a":${'['.repeat(300)}${']'.repeat(300)}}}`, /200 levels/],
    ['a deletion of nothing', '{"op":"delete"}', /id/],
    ['more than was asked for', '{"op":"delete","id":"/subscriptions/x","force":true}', /force/],
    [
      'an exemption without a reason',
      '{"op":"exempt","exemption":{"scope":"/subscriptions/x","recommendations":[],"category":"Waiver"}}',
      /reason/,
    ],
  ])('%s', async (_name, wrong, reason) => {
    const server = await testServer({ isEmpty: true });
    const answer = await sent(server, lines(account(production, 'a'), '', wrong, account(production, 'b')));
    expect(answer).toMatchObject({ status: 200, accepted: 2 });
    expect(answer.refused).toEqual([{ line: 3, reason: expect.stringMatching(reason), hint: expect.stringMatching(/./) }]);
  });

  test('lines that the store refuses are counted as the sender counts them', async () => {
    const server = await testServer({ isEmpty: true });
    const answer = await sent(server, lines('broken', account(production, 'a'), '', { op: 'put', resource: { id: '/nowhere' } }));
    expect(answer.refused.map(({ line }: { line: number }) => line)).toEqual([1, 4]);
  });
});

test('the same batch under the same key changes nothing the second time; another under it is refused', async () => {
  const server = await testServer({ isEmpty: true });
  const options = { token: await server.token('operator'), headers: { 'idempotency-key': 'build-17' } };
  const first = await sent(server, lines(account(production, 'a')), options);
  const second = await sent(server, lines(account(production, 'a')), options);
  expect(second).toEqual({ ...first, replayed: true });
  expect(await sent(server, lines(account(production, 'b')), options)).toMatchObject({ status: 409, code: 'key-reused' });
});

test('the answer tells the score before and after', async () => {
  const server = await testServer();
  const { scoreBefore, scoreAfter } = await sent(server, lines(account(production, 'insecure')));
  expect(scoreAfter.current).toBeLessThan(scoreBefore.current);
});

describe('a token with scopes', () => {
  const group = '/providers/Microsoft.Management/managementGroups/harbour-production';
  const inProduction = `/subscriptions/${production}/resourceGroups/a/providers/B.C/d/e`;
  const assessmentOf = (id: string) => ({
    op: 'put',
    resource: {
      id: `${inProduction}/providers/Microsoft.Security/assessments/1c5de8e1-f68d-6a17-e0d2-ec259c42768c`,
      type: 'Microsoft.Security/assessments',
      properties: { resourceDetails: { Id: id }, status: { code: 'Healthy' } },
    },
  });
  test.each([
    ['a resource elsewhere', account(development, 'x'), true],
    ['a resource of its own', account(production, 'x'), false],
    [
      'a resource above subscriptions',
      { op: 'put', resource: { id: '/providers/Microsoft.Graph/users/x', type: 'Microsoft.Graph/users' } },
      true,
    ],
    ['a deletion elsewhere', { op: 'delete', id: account(development, 'x').resource.id }, true],
    ['a completion elsewhere', { op: 'complete', scope: `/subscriptions/${development}`, types: ['a/b'] }, true],
    ['a completion of everything', { op: 'complete', scope: '/', types: ['a/b'] }, true],
    [
      'an assessment of what lies elsewhere',
      {
        op: 'assess',
        assessment: { resource: account(development, 'x').resource.id, recommendation: 'storage-secure-transfer', status: 'Healthy' },
      },
      true,
    ],
    ['an assessment of nothing', { op: 'assess', assessment: { recommendation: 'storage-secure-transfer', status: 'Healthy' } }, true],
    ['an assessment that lies here and speaks of what lies elsewhere', assessmentOf(account(development, 'x').resource.id), true],
    ['an assessment that lies here and speaks of what lies here', assessmentOf(inProduction), false],
    [
      'an exemption elsewhere',
      { op: 'exempt', exemption: { scope: `/subscriptions/${development}`, recommendations: [], category: 'Waiver', reason: 'x' } },
      true,
    ],
    ['an exemption from above', { op: 'exempt', exemption: { scope: group, recommendations: [], category: 'Waiver', reason: 'x' } }, true],
    [
      'where its subscription stands',
      { op: 'put', resource: { id: `/subscriptions/${production}`, type: 'Microsoft.Resources/subscriptions', properties: {} } },
      true,
    ],
    [
      'where another subscription stands, under a false type',
      { op: 'put', resource: { id: inProduction, type: 'Microsoft.Management/managementGroups/subscriptions', properties: {} } },
      true,
    ],
    ['that its subscription is gone', { op: 'delete', id: `/subscriptions/${production}` }, true],
    [
      'that there are no subscriptions',
      { op: 'complete', scope: `/subscriptions/${production}`, types: ['Microsoft.Resources/Subscriptions'] },
      true,
    ],
  ])('%s', async (_name, change, isRefused) => {
    const server = await testServer();
    const before = await server.store.head();
    const answer = await sent(server, lines(change), { token: await server.token('operator', [production]) });
    expect(answer.refused.length).toBe(isRefused ? 1 : 0);
    if (isRefused) expect(await server.store.head()).toEqual(before);
  });

  test('a token for a management group may not take another subscription into it', async () => {
    const server = await testServer();
    const token = await server.token('operator', ['harbour-production']);
    const taking = {
      op: 'put',
      resource: {
        id: `${group}/subscriptions/${development}`,
        type: 'Microsoft.Management/managementGroups/subscriptions',
        properties: { parent: { id: group } },
      },
    };
    expect(await sent(server, lines(taking), { token })).toMatchObject({ accepted: 0, refused: [{ line: 1 }] });
  });

  test('gets the score of what it may read, and not the answer to the batch of another', async () => {
    const server = await testServer();
    const body = lines(account(production, 'a'));
    const headers = { 'idempotency-key': 'same' };
    const own = await sent(server, body, { headers });
    const part = await sent(server, body, { headers, token: await server.token('operator', [production]) });
    expect({ replayed: part.replayed, partial: part.partial }).toEqual({ replayed: false, partial: true });
    expect(part.scoreAfter).not.toEqual(own.scoreAfter);
    const { value } = await server.store.report({ readable: [production] }, { model: 'classic' });
    expect(part.scoreAfter).toEqual(value.score);
  });
});
