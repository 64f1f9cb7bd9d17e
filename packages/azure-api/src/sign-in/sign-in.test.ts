import { describe, expect, test } from 'vitest';
import { type Json, jsonOf, testAzure } from '../azure-api.fixture.ts';

const form = (fields: Readonly<Record<string, string>>) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});
const tokenAt = '/adfs/oauth2/token';
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/** A clock that stands until it is moved. */
function standingClock() {
  let ms = Date.parse('2026-11-24T08:00:00Z');
  return { now: () => new Date(ms).toISOString(), move: (seconds: number) => void (ms += seconds * 1_000) };
}

describe('metadata', () => {
  const azure = testAzure();
  test.each(['2015-01-01', '2022-09-01'])('%s: an object with everything that az looks for', async (version) => {
    for (const path of ['/metadata/endpoints', '//metadata/endpoints']) {
      const body = await jsonOf(await (await azure).ask(`${path}?api-version=${version}`));
      expect(body).toMatchObject({
        name: 'Plumbline',
        authentication: { loginEndpoint: 'http://localhost/adfs', audiences: ['http://localhost'] },
        suffixes: {},
      });
    }
  });
  test.each(['2019-05-01', '2020-06-01'])('%s: a list', async (version) => {
    expect(await jsonOf(await (await azure).ask(`/metadata/endpoints?api-version=${version}`))).toHaveLength(1);
  });
  test.each(['/adfs', '/common', '/706c756d-626c-4e65-8000-000000000001/v2.0'])(
    'what the authority %s says of itself',
    async (authority) => {
      const body = await jsonOf(await (await azure).ask(`${authority}/.well-known/openid-configuration`));
      const first = authority.split('/')[1] ?? '';
      for (const name of ['authorization_endpoint', 'token_endpoint', 'device_authorization_endpoint'])
        expect(body[name]).toContain(`http://localhost/${first}/`);
    },
  );
});

describe('a service principal', () => {
  test('gets a short opaque token for a token of Plumbline, and reads with it', async () => {
    const azure = await testAzure();
    const answer = await azure.ask(
      tokenAt,
      form({ grant_type: 'client_credentials', client_id: 'x', client_secret: azure.reader, scope: 'https://localhost/.default' }),
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { access_token: token, expires_in: seconds } = await jsonOf(answer);
    expect(seconds).toBe(3_600);
    expect(token).not.toContain(azure.reader);
    expect(await azure.all('/subscriptions', token)).toHaveLength(3);
  });

  test.each(['common', '706c756d-626c-4e65-8000-000000000001', 'organizations'])(
    'also at the authority /%s, in the style of Entra ID',
    async (tenant) => {
      const azure = await testAzure();
      const answer = await azure.ask(
        `/${tenant}/oauth2/v2.0/token?client-request-id=1`,
        form({ grant_type: 'client_credentials', client_secret: azure.reader }),
      );
      expect(answer.status).toBe(200);
    },
  );

  test.each([
    ['a wrong secret', 'plb_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['none', ''],
    ['a password', 'hunter2'],
    ['two words', 'plb_x y'],
  ])('%s: 401, with what to do', async (_what, secret) => {
    const azure = await testAzure();
    const answer = await azure.ask(tokenAt, form({ grant_type: 'client_credentials', client_secret: secret }));
    expect(answer.status).toBe(401);
    expect(await jsonOf(answer)).toMatchObject({
      error: 'invalid_client',
      error_description: expect.stringContaining('token of Plumbline'),
    });
  });

  test('guessing is slowed down', async () => {
    const azure = await testAzure();
    const statuses = new Set<number>();
    for (let attempt = 0; attempt < 25; attempt++)
      statuses.add((await azure.ask(tokenAt, form({ grant_type: 'client_credentials', client_secret: 'guess' }))).status);
    expect([...statuses]).toEqual([401, 429]);
  });

  test('a token ends with its hour, with its token of Plumbline, and at once when that is revoked', async () => {
    const clock = standingClock();
    const azure = await testAzure({ now: clock.now });
    const signIn = async (secret: string) =>
      jsonOf(await azure.ask(tokenAt, form({ grant_type: 'client_credentials', client_secret: secret })));
    const { access_token: token } = await signIn(azure.reader);
    const brief = await azure.token('reader', undefined, '2026-11-24T08:10:00Z');
    expect((await signIn(brief)).expires_in).toBe(600);
    clock.move(3_700);
    const late = await azure.arm('/subscriptions', { token });
    expect(late.status).toBe(401);
    // The one challenge after which clients ask for a new token by themselves.
    expect(late.headers.get('www-authenticate')).toMatch(/error="insufficient_claims", claims="[\w=]+"/);
    const { access_token: again } = await signIn(azure.reader);
    expect((await azure.arm('/subscriptions', { token: again })).status).toBe(200);
    await azure.tokens.remove(azure.reader.split('_')[1] ?? '');
    expect((await azure.arm('/subscriptions', { token: again })).status).toBe(401);
  });

  test.each([
    ['nothing', undefined],
    ['a token that is none', 'abc'],
    [
      'a token signed by nobody',
      `${btoa('{"alg":"none"}')}.${btoa('{"sub":"local","use":"access","iss":"plumbline-azure-api","exp":9999999999}')}.`,
    ],
    [
      'a token signed by somebody else',
      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJsb2NhbCIsInVzZSI6ImFjY2VzcyIsImlzcyI6InBsdW1ibGluZS1henVyZS1hcGkiLCJleHAiOjk5OTk5OTk5OTl9.AAAA',
    ],
    ['five empty parts', '....'],
    ['a megabyte', 'a'.repeat(1 << 20)],
  ])('%s: 401 in the envelope that clients read', async (_what, token) => {
    const azure = await testAzure();
    const answer = await azure.ask('/subscriptions?api-version=2022-12-01', token === undefined ? {} : { token });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
    expect(await jsonOf(answer)).toMatchObject({ error: { code: 'InvalidAuthenticationToken', message: expect.any(String) } });
  });

  test('a refresh token opens nothing', async () => {
    const azure = await testAzure();
    const { refresh_token: token } = await jsonOf(
      await azure.ask(tokenAt, form({ grant_type: 'password', username: 'me', password: azure.reader })),
    );
    expect((await azure.arm('/subscriptions', { token })).status).toBe(401);
  });
});

describe('a device code', () => {
  const start = async (azure: Awaited<ReturnType<typeof testAzure>>): Promise<Json> =>
    jsonOf(await azure.ask('/adfs/oauth2/devicecode', form({ client_id: '04b07795-8ddb-461a-bbee-02f9e1bf7b46' })));
  const poll = (azure: Awaited<ReturnType<typeof testAzure>>, code: string) =>
    azure.ask(tokenAt, form({ grant_type: deviceGrant, device_code: code, client_id: 'az' }));

  test('waits until somebody types it with a token, and is then good once', async () => {
    const azure = await testAzure();
    const started = await start(azure);
    expect(started.message).toContain(started.user_code);
    expect(await jsonOf(await poll(azure, started.device_code))).toMatchObject({ error: 'authorization_pending' });
    const page = await azure.ask('/adfs/oauth2/device');
    expect(await page.text()).toContain('A token of Plumbline');
    const wrong = await azure.ask('/adfs/oauth2/device', form({ user_code: started.user_code, token: 'plb_wrong' }));
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('The token is unknown')]);
    const done = await azure.ask(
      '/adfs/oauth2/device',
      form({ user_code: started.user_code.toLowerCase().replace('-', ' '), token: azure.reader }),
    );
    expect(done.status).toBe(200);
    const tokens = await jsonOf(await poll(azure, started.device_code));
    const claims = JSON.parse(Buffer.from(tokens.id_token.split('.')[1], 'base64url').toString());
    expect(claims).toMatchObject({ aud: 'az', tid: expect.any(String), preferred_username: expect.any(String) });
    expect(await azure.all('/subscriptions', tokens.access_token)).toHaveLength(3);
    const refreshed = await jsonOf(
      await azure.ask(tokenAt, form({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token, client_id: 'az' })),
    );
    expect((await azure.arm('/tenants', { token: refreshed.access_token })).status).toBe(200);
    expect(await jsonOf(await poll(azure, started.device_code))).toMatchObject({ error: 'expired_token' });
  });

  test('a page of another site types none', async () => {
    const azure = await testAzure({ isOpen: true });
    const started = await start(azure);
    for (const headers of [{ origin: 'https://elsewhere.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
      const given = form({ user_code: started.user_code });
      const answer = await azure.ask('/adfs/oauth2/device', { ...given, headers: { ...given.headers, ...headers } });
      expect(answer.status).toBe(403);
    }
    expect(await jsonOf(await poll(azure, started.device_code))).toMatchObject({ error: 'authorization_pending' });
  });

  test('on a server that asks for no token, a click is enough; elsewhere it is not', async () => {
    for (const [isOpen, status] of [
      [true, 200],
      [false, 400],
    ] as const) {
      const azure = await testAzure({ isOpen });
      const started = await start(azure);
      expect((await azure.ask('/adfs/oauth2/device', form({ user_code: started.user_code }))).status).toBe(status);
    }
  });

  test('what is typed is shown as text', async () => {
    const azure = await testAzure();
    const page = await azure.ask('/adfs/oauth2/device?user_code=%3Cscript%3E');
    expect(await page.text()).not.toContain('<script>');
  });
});

describe('in a browser', () => {
  const verifier = 'v'.repeat(43);
  const challenge = 'fJA9K8Lph-u3HUUNK_RJ0tKMHPQ0wMLXZ2c8qLi2oQk';
  const query = (redirect: string) =>
    new URLSearchParams({
      client_id: 'az',
      redirect_uri: redirect,
      state: 's',
      nonce: 'n',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      response_type: 'code',
    });

  test('a code goes back to the program on this machine, and is good for it alone', async () => {
    const { createHash } = await import('node:crypto');
    const azure = await testAzure();
    const own = createHash('sha256').update(verifier).digest('base64url');
    const asked = query('http://localhost:8400/');
    asked.set('code_challenge', own);
    expect((await azure.ask(`/adfs/oauth2/authorize?${asked}`)).status).toBe(200);
    const login = async () => {
      const answer = await azure.ask('/adfs/oauth2/authorize', form({ ...Object.fromEntries(asked), token: azure.reader }));
      expect(answer.status).toBe(302);
      const back = new URL(answer.headers.get('location') ?? '');
      expect([back.origin, back.searchParams.get('state')]).toEqual(['http://localhost:8400', 's']);
      return back.searchParams.get('code') ?? '';
    };
    const redeem = (code: string, other: Readonly<Record<string, string>> = {}) =>
      azure.ask(
        tokenAt,
        form({
          grant_type: 'authorization_code',
          code,
          redirect_uri: 'http://localhost:8400/',
          code_verifier: verifier,
          client_id: 'az',
          ...other,
        }),
      );
    const code = await login();
    const redeemed = await redeem(code);
    expect(redeemed.status).toBe(200);
    const { id_token: idToken } = await jsonOf(redeemed);
    expect(JSON.parse(Buffer.from(idToken.split('.')[1], 'base64url').toString()).nonce).toBe('n');
    // Newer clients take it from a form.
    const handed = await azure.ask(
      '/adfs/oauth2/authorize',
      form({ ...Object.fromEntries(asked), response_mode: 'form_post', state: '"><script>', token: azure.reader }),
    );
    const page = await handed.text();
    expect(page).toContain('action="http://localhost:8400/"');
    expect(page).not.toContain('"><script>"');
    expect((await redeem(/name="code" value="([\w-]+)"/.exec(page)?.[1] ?? '')).status).toBe(200);
    expect((await redeem(code)).status).toBe(401);
    expect((await redeem(await login(), { code_verifier: 'w'.repeat(43) })).status).toBe(401);
    expect((await redeem(await login(), { redirect_uri: 'http://localhost:9/' })).status).toBe(401);
  });

  test.each([
    'https://elsewhere.example/',
    'http://elsewhere.example/',
    'http://localhost@elsewhere.example/',
    'javascript:alert(1)',
    '//elsewhere',
    '',
  ])('no code goes to %j', async (redirect) => {
    const azure = await testAzure({ isOpen: true });
    expect((await azure.ask(`/adfs/oauth2/authorize?${query(redirect)}`)).status).toBe(400);
    expect((await azure.ask('/adfs/oauth2/authorize', form(Object.fromEntries(query(redirect))))).status).toBe(400);
  });
});

describe('a managed identity', () => {
  const at = '/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://localhost';

  test.each([
    ['X-IDENTITY-HEADER', 'GET'],
    ['secret', 'GET'],
    ['secret', 'POST'],
  ])('with its token in %s, %s', async (header, method) => {
    const azure = await testAzure();
    const given = { headers: { [header]: azure.reader }, ...(method === 'POST' ? form({ resource: 'x' }) : {}) };
    const answer = await azure.ask(at, { ...given, method, headers: { ...given.headers, [header]: azure.reader } });
    const body = await jsonOf(answer);
    expect(JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url').toString()).tid).toMatch(/^[0-9a-f-]{36}$/);
    expect(Number(body.expires_on)).toBeGreaterThan(0);
    expect(await azure.all('/subscriptions', body.access_token)).toHaveLength(3);
  });

  test('without one only where no token is asked for, and then not to a browser', async () => {
    const [open, closed] = [await testAzure({ isOpen: true }), await testAzure()];
    expect((await open.ask(at, { headers: { Metadata: 'true' } })).status).toBe(200);
    expect((await open.ask(at)).status).toBe(401);
    expect((await closed.ask(at, { headers: { Metadata: 'true' } })).status).toBe(401);
    const { access_token: local } = await jsonOf(await open.ask(at, { headers: { Metadata: 'true' } }));
    expect((await closed.arm('/subscriptions', { token: local })).status).toBe(401);
  });
});
