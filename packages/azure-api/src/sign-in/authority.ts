import { isLoopback } from '@plumbline/server';
import { ArmError } from '../arm/error.ts';
import { queryOf } from '../arm/query.ts';
import type { AuthorityOptions, AuthorityRequest } from './authority-request.ts';
import { formOf, json } from './form.ts';
import { identityAnswer } from './identity.ts';
import { discoveryOf, metadataOf } from './metadata.ts';
import { oauthError, oauthResponse } from './oauth-answer.ts';
import { donePage, handOverPage, signInPage } from './pages.ts';
import type { Holder } from './sign-ins.ts';
import { tokenAnswer } from './token-endpoint.ts';

/** Everything that is answered before somebody has signed in. @returns undefined where the path is none of it. */
export async function authorityAnswer(asked: AuthorityRequest, options: AuthorityOptions): Promise<Response | undefined> {
  const { request, url, segments, base } = asked;
  const [first = '', ...rest] = segments.map((segment) => segment.toLowerCase());
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (first === 'metadata') {
    if (rest.join('/') === 'endpoints' && isRead) return json(metadataOf(base, queryOf(url)));
    if (rest.join('/') === 'identity/oauth2/token') return identityAnswer(asked, options);
    return undefined;
  }
  if (first !== 'adfs' && !/^(?:oauth2|v2\.0|\.well-known)$/.test(rest[0] ?? '')) return undefined;
  if (first === 'subscriptions' || first === 'providers' || first === 'tenants' || first === 'msgraph') return undefined;
  // The tenant may stand before or after /adfs, and is not looked at: there is one.
  const authority = first === 'adfs' ? '/adfs' : `/${first}`;
  const last = rest.at(-1) ?? '';
  if (last === 'openid-configuration' && isRead) return json(discoveryOf(base, authority));
  if (last === 'token' && request.method === 'POST') {
    const form = await formOf(request);
    const tenant = await options.tenant();
    return oauthResponse(
      await tokenAnswer(form, { ...options, tenant, issuer: `${base}${authority}`, address: asked.address, now: options.now() }),
    );
  }
  if (last === 'devicecode' && request.method === 'POST') return startDevice(asked, options);
  if (last === 'device') return isRead ? devicePage(asked, options) : approveDevice(asked, options);
  if (last === 'authorize') return isRead ? authorizePage(asked, options) : authorized(asked, options);
  throw new ArmError(404, 'NotFound', 'The authority has no such address. Its document is at /adfs/.well-known/openid-configuration.');
}

async function startDevice({ base, request }: AuthorityRequest, { devices }: AuthorityOptions): Promise<Response> {
  await formOf(request);
  const started = devices.start();
  if (started === undefined)
    return oauthResponse(oauthError(429, 'slow_down', 'Too many sign-ins wait for their code. Try again in some minutes.'));
  const at = `${base}/adfs/oauth2/device`;
  return json({
    device_code: started.deviceCode,
    user_code: started.userCode,
    verification_uri: at,
    verification_uri_complete: `${at}?user_code=${started.userCode}`,
    expires_in: started.expiresIn,
    interval: 2,
    message: `To sign in, open ${at} in a browser and type the code ${started.userCode}.`,
  });
}

const deviceTitle = 'Sign in a program';

function devicePage({ url }: AuthorityRequest, { signIns }: AuthorityOptions): Response {
  return signInPage({
    title: deviceTitle,
    action: '/adfs/oauth2/device',
    hidden: {},
    code: (url.searchParams.get('user_code') ?? '').slice(0, 20),
    asksToken: signIns.local === undefined,
  });
}

async function approveDevice(asked: AuthorityRequest, options: AuthorityOptions): Promise<Response> {
  const { signIns, devices } = options;
  refuseForeignForm(asked);
  const form = await formOf(asked.request);
  const code = (form.get('user_code') ?? '').slice(0, 20);
  const again = (problem: string) =>
    signInPage({
      title: deviceTitle,
      action: '/adfs/oauth2/device',
      hidden: {},
      code,
      asksToken: signIns.local === undefined,
      problem,
      status: 400,
    });
  const holder = await formHolder(form, asked, options);
  if (holder === undefined) return again('The token is unknown, wrong, revoked or past its date.');
  if (!devices.approve(code, holder))
    return again('No program waits with this code: it was typed wrong, used already, or its time is over.');
  return donePage('Signed in', 'The program goes on by itself. You can close this page.');
}

/** Only programs on the machine of the browser may take a code: their address says so. */
function redirectOf(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isPlain = url.username === '' && url.password === '' && url.hash === '';
  return url.protocol === 'http:' && isLoopback(url.hostname) && isPlain ? url : undefined;
}

const carried = ['client_id', 'redirect_uri', 'state', 'code_challenge', 'code_challenge_method', 'response_mode', 'nonce'];
const loginTitle = 'Sign in';

function authorizePage({ url }: AuthorityRequest, { signIns }: AuthorityOptions): Response {
  const given = (name: string) => (url.searchParams.get(name) ?? '').slice(0, 2_000);
  if (redirectOf(given('redirect_uri')) === undefined || given('code_challenge') === '' || given('code_challenge_method') !== 'S256') {
    return donePage(
      loginTitle,
      'The program that opened this page did not say where on this machine it waits, or it sent no code challenge.',
      400,
    );
  }
  return signInPage({
    title: loginTitle,
    action: url.pathname,
    hidden: Object.fromEntries(carried.map((name) => [name, given(name)])),
    asksToken: signIns.local === undefined,
  });
}

async function authorized(asked: AuthorityRequest, options: AuthorityOptions): Promise<Response> {
  refuseForeignForm(asked);
  const form = await formOf(asked.request);
  const given = (name: string) => (form.get(name) ?? '').slice(0, 2_000);
  const redirect = redirectOf(given('redirect_uri'));
  if (redirect === undefined || given('code_challenge') === '') return donePage(loginTitle, 'The form is not as it was given out.', 400);
  const holder = await formHolder(form, asked, options);
  if (holder === undefined) {
    return signInPage({
      title: loginTitle,
      action: asked.url.pathname,
      hidden: Object.fromEntries(carried.map((name) => [name, given(name)])),
      asksToken: options.signIns.local === undefined,
      problem: 'The token is unknown, wrong, revoked or past its date.',
      status: 400,
    });
  }
  const code = options.codes.issue({
    holder,
    redirectUri: given('redirect_uri'),
    challenge: given('code_challenge'),
    nonce: given('nonce'),
  });
  // Newer clients want the code in a form, so that it stays out of the history of the browser.
  if (given('response_mode') === 'form_post') return handOverPage(redirect.toString(), { code, state: given('state') });
  redirect.searchParams.set('code', code);
  redirect.searchParams.set('state', given('state'));
  return new Response(null, { status: 302, headers: { location: redirect.toString(), 'cache-control': 'no-store' } });
}

async function formHolder(
  form: URLSearchParams,
  { address }: AuthorityRequest,
  { signIns }: AuthorityOptions,
): Promise<Holder | undefined> {
  const token = (form.get('token') ?? '').trim();
  return token === '' && signIns.local !== undefined ? signIns.local : signIns.holderOf(token, address);
}

/** A page of another site must not sign anybody in, whoever may be at the browser. */
function refuseForeignForm({ request, base }: AuthorityRequest): void {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  if ((origin !== null && origin !== base) || site === 'cross-site' || site === 'same-site') {
    throw new ArmError(403, 'AuthorizationFailed', 'A page of another site sent this form.');
  }
}
