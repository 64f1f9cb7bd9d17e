import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type Configuration, Provider } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonOf, testServer } from '../server.fixture.ts';
import { openIdVerifier } from './open-id.ts';

const audience = 'https://plumbline.example/api';

/** What the provider says of each client, besides what every token holds. */
const claimsByClient: Readonly<Record<string, Record<string, unknown>>> = {
  lead: { roles: ['reader'], plumbline_scopes: ['/subscriptions/a', 'group'] },
  engineer: { roles: 'other operator' },
  owner: { roles: ['reader', 'admin', 'operator'] },
  mapped: { realm_access: { roles: ['Security Team'] } },
  nobody: {},
  stranger: { roles: ['superuser'] },
};

let http: Server;
let providerKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
let issuer: string;
beforeAll(async () => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  providerKey = privateKey;
  http = createServer();
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const configuration: Configuration = {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'one' }] },
    clients: Object.keys(claimsByClient).map((id) => ({
      client_id: id,
      client_secret: `secret-of-${id}`,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    })),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, indicator) => ({ scope: '', audience: indicator, accessTokenFormat: 'jwt', accessTokenTTL: 60 }),
      },
    },
    extraTokenClaims: (_context, token) => claimsByClient[token.clientId ?? ''] ?? {},
  };
  const provider = new Provider(issuer, configuration);
  const answer = provider.callback();
  http.on('request', (request, response) => void answer(request, response));
});
afterAll(() => new Promise((resolve) => http.close(resolve)));

async function tokenOf(client: string, resource = audience): Promise<string> {
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client}:secret-of-${client}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource }),
  });
  const { access_token: token } = await jsonOf(answer);
  if (typeof token !== 'string') throw new Error(`The provider gave no token to ${client}.`);
  return token;
}

describe('tokens of a real provider', () => {
  test.each([
    ['lead', { role: 'reader', scopes: undefined }],
    ['engineer', { role: 'operator', scopes: undefined }],
    ['owner', { role: 'admin', scopes: undefined }],
    ['nobody', undefined],
    ['stranger', undefined],
  ])('%s', async (client, expected) => {
    const verify = await openIdVerifier({ issuer, audience });
    const principal = await verify(await tokenOf(client));
    if (expected === undefined) expect(principal).toBeUndefined();
    else expect(principal).toMatchObject({ kind: 'oidc', id: client, ...expected });
  });

  test('scopes come from a claim; where it is asked for, a token without it may read nothing', async () => {
    const verify = await openIdVerifier({ issuer, audience, scopesClaim: 'plumbline_scopes' });
    expect(await verify(await tokenOf('lead'))).toMatchObject({ scopes: ['/subscriptions/a', 'group'] });
    expect(await verify(await tokenOf('owner'))).toMatchObject({ scopes: [] });
  });

  test('a role may be named otherwise, and stand deeper', async () => {
    const verify = await openIdVerifier({
      issuer,
      audience,
      rolesClaim: 'realm_access.roles',
      roleByValue: { 'Security Team': 'operator' },
    });
    expect(await verify(await tokenOf('mapped'))).toMatchObject({ role: 'operator' });
    expect(await verify(await tokenOf('owner'))).toBeUndefined();
  });

  test('a token for somebody else is refused', async () => {
    const verify = await openIdVerifier({ issuer, audience });
    expect(await verify(await tokenOf('owner', 'https://elsewhere.example'))).toBeUndefined();
  });

  test('a token is read by the server like one of its own', async () => {
    const server = await testServer({ isEmpty: true, openId: await openIdVerifier({ issuer, audience }) });
    const token = await tokenOf('lead');
    expect(await (await server.ask('/api/v1/session', { token })).json()).toMatchObject({ kind: 'oidc', name: 'lead', role: 'reader' });
    expect((await server.ask('/api/v1/changes', { method: 'POST', token, body: '{}' })).status).toBe(403);
    expect((await server.ask('/api/v1/session', { token: `${token.slice(0, -6)}AAAAAA` })).status).toBe(401);
  });
});

describe('tokens that somebody made', () => {
  const base = { roles: ['admin'], sub: 'owner' };
  const shared = new TextEncoder().encode('a-secret-of-more-than-thirty-two-characters');
  const own = async () => (await generateKeyPair('RS256')).privateKey;
  test.each([
    ['with the key of the provider', { key: () => providerKey, alg: 'RS256', ends: '1h' }, true],
    ['that ended a minute ago', { key: () => providerKey, alg: 'RS256', ends: '-1m' }, false],
    ['that end never', { key: () => providerKey, alg: 'RS256' }, false],
    ['in the name of another provider', { key: () => providerKey, alg: 'RS256', ends: '1h', by: 'https://elsewhere.example' }, false],
    ['with a key of their own', { key: own, alg: 'RS256', ends: '1h' }, false],
    ['with a shared secret', { key: () => shared, alg: 'HS256', ends: '1h' }, false],
  ] as const)('%s', async (_name, how, isTaken) => {
    const verify = await openIdVerifier({ issuer, audience });
    const by = 'by' in how ? how.by : issuer;
    const unsigned = new SignJWT(base).setProtectedHeader({ alg: how.alg, kid: 'one' }).setIssuer(by).setAudience(audience);
    const token = await ('ends' in how ? unsigned.setExpirationTime(how.ends) : unsigned).sign(await how.key());
    expect((await verify(token)) !== undefined).toBe(isTaken);
  });

  test('without a signature', async () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { ...base, iss: issuer, aud: audience, exp: Math.floor(Date.now() / 1000) + 600 };
    expect(await (await openIdVerifier({ issuer, audience }))(`${part({ alg: 'none' })}.${part(claims)}.`)).toBeUndefined();
  });
});

describe('a provider that cannot be used is told at the start', () => {
  test.each([
    ['that does not answer', 'http://127.0.0.1:1', /does not tell where its keys are/],
    ['that is not encrypted', 'http://login.example', /is no https address/],
    ['that is no address', 'login', /is no https address/],
  ])('one %s', async (_name, given, message) => {
    await expect(openIdVerifier({ issuer: given, audience })).rejects.toMatchObject({
      code: 'issuer-unusable',
      message: expect.stringMatching(message),
    });
  });

  test('one that calls itself otherwise', async () => {
    await expect(openIdVerifier({ issuer: issuer.replace('127.0.0.1', 'localhost'), audience })).rejects.toMatchObject({
      message: expect.stringContaining('calls itself'),
    });
  });
});
