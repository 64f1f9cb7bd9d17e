import { HttpProblem } from '../http/problem.ts';
import type { FailureLimit } from './failure-limit.ts';
import type { OpenIdVerifier } from './open-id.ts';
import { localPrincipal, type Principal } from './principal.ts';
import { holderOf, isOwnToken, type TokenBook } from './token.ts';

export interface AuthenticatorOptions {
  /** Requests without a token come from whoever sits at the machine: only where the server listens on loopback alone. */
  readonly isOpen: boolean;
  readonly tokens: TokenBook;
  readonly openId?: OpenIdVerifier;
  readonly failures: FailureLimit;
  /** ISO 8601 UTC. */
  readonly now: () => string;
}

/** @throws {HttpProblem} not-authenticated, or too-many-failures. */
export type Authenticator = (authorization: string | null, address: string) => Promise<Principal>;

export function authenticator({ isOpen, tokens, openId, failures, now }: AuthenticatorOptions): Authenticator {
  return async (authorization, address) => {
    if (authorization === null) {
      if (isOpen) return localPrincipal;
      throw challenge('This server answers only with a token.', 'realm="plumbline"');
    }
    const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
    const principal = token === undefined ? undefined : isOwnToken(token) ? await holderOf(token, tokens, now()) : await openId?.(token);
    if (principal !== undefined) return principal;
    // Only failures are slowed down: behind one proxy all clients share an address, and a secret of 256 bits is not found by trying.
    const waitSeconds = failures.waitOf(address);
    failures.failed(address);
    if (waitSeconds > 0) {
      throw new HttpProblem('too-many-failures', `Too many attempts with a wrong token. Try again in ${waitSeconds} seconds.`, {
        headers: { 'retry-after': String(waitSeconds) },
      });
    }
    throw challenge('The token is unknown, wrong, revoked or past its date.', 'realm="plumbline", error="invalid_token"');
  };
}

function challenge(detail: string, parameters: string): HttpProblem {
  return new HttpProblem('not-authenticated', detail, {
    hint: 'Send the header Authorization: Bearer <token>. plumbline token create makes one.',
    headers: { 'www-authenticate': `Bearer ${parameters}` },
  });
}
