import { UnsecuredJWT } from 'jose';
import type { DeviceCodes } from './device-codes.ts';
import type { LoginCodes } from './login-codes.ts';
import { type OAuthAnswer, oauthAnswer, oauthError } from './oauth-answer.ts';
import type { Holder, SignIns } from './sign-ins.ts';

export interface TokenEndpointOptions {
  readonly signIns: SignIns;
  readonly devices: DeviceCodes;
  readonly codes: LoginCodes;
  /** The tenant that is signed in to. */
  readonly tenant: string;
  readonly issuer: string;
  readonly address: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const wrongSecret =
  'The secret is no token of Plumbline that is valid: it is unknown, wrong, revoked or past its date. plumbline token create makes one.';

/** One grant after the other: what each client sends, and the least that it wants back, is in the tests. */
export async function tokenAnswer(form: URLSearchParams, options: TokenEndpointOptions): Promise<OAuthAnswer> {
  const { signIns, devices, codes, address } = options;
  const given = (name: string) => form.get(name) ?? '';
  switch (given('grant_type')) {
    case 'client_credentials': {
      if (given('client_secret') === '') {
        return oauthError(
          401,
          'invalid_client',
          'A client secret is expected: a token of Plumbline. Certificates and assertions are not taken.',
        );
      }
      const holder = await signIns.holderOf(given('client_secret'), address);
      return holder === undefined ? oauthError(401, 'invalid_client', wrongSecret) : accessOnly(holder, options);
    }
    case 'password': {
      const holder = await signIns.holderOf(given('password'), address);
      return holder === undefined ? oauthError(401, 'invalid_grant', wrongSecret) : userTokens(holder, given('client_id'), options);
    }
    case 'refresh_token': {
      const holder = await signIns.refreshed(given('refresh_token'));
      if (holder === undefined)
        return oauthError(
          401,
          'invalid_grant',
          'The sign-in has ended: its token of Plumbline was revoked, or it is too long ago. Sign in again.',
        );
      return userTokens(holder, given('client_id'), options);
    }
    case 'authorization_code': {
      const login = codes.redeem({ code: given('code'), redirectUri: given('redirect_uri'), verifier: given('code_verifier') });
      if (login === undefined)
        return oauthError(401, 'invalid_grant', 'The code is unknown, used already, or past its time. Sign in again.');
      return userTokens(login.holder, given('client_id'), { ...options, nonce: login.nonce });
    }
    case 'device_code':
    case 'urn:ietf:params:oauth:grant-type:device_code': {
      const poll = devices.poll(given('device_code') || given('code'));
      if (poll.kind === 'pending') return oauthError(400, 'authorization_pending', 'Nobody has typed the code yet.');
      if (poll.kind === 'expired')
        return oauthError(400, 'expired_token', 'The code is unknown, used already, or past its time. Sign in again.');
      return userTokens(poll.holder, given('client_id'), options);
    }
    default:
      return oauthError(
        400,
        'unsupported_grant_type',
        'Expected client_credentials, password, device_code, authorization_code or refresh_token.',
      );
  }
}

async function accessOnly(holder: Holder, { signIns }: TokenEndpointOptions): Promise<OAuthAnswer> {
  const { token, expiresIn } = await signIns.issue(holder, 'access');
  return oauthAnswer({ token_type: 'Bearer', access_token: token, expires_in: expiresIn, ext_expires_in: expiresIn });
}

async function userTokens(
  holder: Holder,
  clientId: string,
  options: TokenEndpointOptions & { readonly nonce?: string },
): Promise<OAuthAnswer> {
  const { signIns, tenant, issuer, now, nonce = '' } = options;
  const access = await signIns.issue(holder, 'access');
  const refresh = await signIns.issue(holder, 'refresh');
  // For the client's own display; nothing here ever reads it again.
  const idToken = new UnsecuredJWT({
    tid: tenant,
    oid: holder.id,
    name: holder.name,
    preferred_username: `${holder.id}@plumbline`,
    upn: `${holder.id}@plumbline`,
    ...(nonce === '' ? {} : { nonce }),
  })
    .setAudience(clientId)
    .setIssuer(issuer)
    .setSubject(holder.id)
    .setIssuedAt(Math.floor(now / 1_000))
    .setExpirationTime(access.expires)
    .encode();
  return oauthAnswer({
    token_type: 'Bearer',
    access_token: access.token,
    expires_in: access.expiresIn,
    ext_expires_in: access.expiresIn,
    refresh_token: refresh.token,
    id_token: idToken,
  });
}
