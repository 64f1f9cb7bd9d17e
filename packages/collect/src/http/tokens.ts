import type { Clock } from '../clock.ts';
import { CollectError, reasonOf } from '../problems.ts';

/** What we need of a credential of @azure/identity. */
export interface Credential {
  getToken(
    scopes: string,
    options?: { readonly claims?: string; readonly enableCae?: boolean; readonly abortSignal?: AbortSignal },
  ): Promise<{ readonly token: string; readonly expiresOnTimestamp: number; readonly refreshAfterTimestamp?: number } | null>;
}

export interface Tokens {
  /**
   * @param challenge why the last token was not accepted: the claims that a host asks for, or nothing but that it was refused
   * @throws {CollectError} `sign-in-failed`
   */
  token(audience: string, challenge?: { readonly refused: string; readonly claims?: string }): Promise<string>;
}

/** A token is renewed so long before its end: it has to live through a slow request. */
const renewMs = 120_000;

interface Kept {
  readonly token: string;
  readonly renewAt: number;
  readonly expiresAt: number;
}

/**
 * Tokens by audience, one request for each at a time.
 * @param newCredential makes one that remembers no token: only so can one that was revoked be replaced, where no claims are asked for
 */
export function tokensOf(newCredential: () => Promise<Credential>, clock: Pick<Clock, 'now'>, signal?: AbortSignal): Tokens {
  let credential: Promise<Credential> | undefined;
  const kept = new Map<string, Kept>();
  const underWay = new Map<string, Promise<Kept>>();

  const ask = async (audience: string, claims: string | undefined): Promise<Kept> => {
    credential ??= newCredential();
    try {
      const answer = await (await credential).getToken(audience, {
        enableCae: true,
        ...(claims === undefined ? {} : { claims }),
        ...(signal === undefined ? {} : { abortSignal: signal }),
      });
      if (answer === null) throw new Error('no token was given');
      const { token, expiresOnTimestamp, refreshAfterTimestamp } = answer;
      // Short tokens are used for half of their life at least, or they would be asked for with every request.
      const life = expiresOnTimestamp - clock.now();
      const renewAt = Math.min(expiresOnTimestamp - Math.min(renewMs, life / 2), refreshAfterTimestamp ?? Number.POSITIVE_INFINITY);
      return { token, renewAt, expiresAt: expiresOnTimestamp };
    } catch (cause) {
      signal?.throwIfAborted();
      throw new CollectError('sign-in-failed', `Signing in for ${audience} failed: ${reasonOf(cause)}`, {
        hint: 'Sign in with az login, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET; docs/collecting.md tells the ways.',
        cause,
      });
    }
  };

  return {
    async token(audience, challenge) {
      const known = kept.get(audience);
      const isRefused = challenge !== undefined && known?.token === challenge.refused;
      if (known !== undefined && !isRefused && known.renewAt > clock.now()) return known.token;
      let asked = underWay.get(audience);
      if (asked === undefined) {
        if (isRefused && challenge.claims === undefined) credential = undefined;
        asked = ask(audience, isRefused ? challenge.claims : undefined);
        underWay.set(audience, asked);
      }
      try {
        const fresh = await asked;
        kept.set(audience, fresh);
        return fresh.token;
      } catch (error) {
        // Before its end the old one still serves.
        if (known !== undefined && !isRefused && known.expiresAt > clock.now()) return known.token;
        throw error;
      } finally {
        underWay.delete(audience);
      }
    },
  };
}

/** @returns the claims that a `WWW-Authenticate` header asks for, as JSON; undefined when it asks for none. */
export function claimsIn(header: string | null): string | undefined {
  const encoded = /\bclaims="([^"]+)"/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  try {
    return typeof JSON.parse(text) === 'object' ? text : undefined;
  } catch {
    return undefined;
  }
}
