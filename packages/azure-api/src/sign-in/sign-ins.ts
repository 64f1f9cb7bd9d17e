import { type Authenticator, HttpProblem, isExpired, isOwnToken, localPrincipal, type Principal, type TokenBook } from '@plumbline/server';
import { type Opened, seal, signed, type Use, unseal } from './sealed.ts';

/** Whoever has signed in: a token of Plumbline by its id, or whoever sits at the machine. */
export interface Holder {
  readonly id: string;
  readonly name: string;
  /** ISO 8601 UTC; null: never. */
  readonly expiresAt: string | null;
}

const localHolder: Holder = { id: 'local', name: localPrincipal.name, expiresAt: null };

/** Seconds. Short, because a client keeps an access token until it ends; a revoked one is refused at once all the same. */
const lifeSeconds: Readonly<Record<Use, number>> = { access: 3_600, refresh: 14 * 86_400 };

export interface SignInsOptions {
  readonly tokens: TokenBook;
  readonly authenticate: Authenticator;
  readonly isOpen: boolean;
  readonly key: () => Promise<Uint8Array>;
  /** ISO 8601 UTC. */
  readonly now: () => string;
}

export interface SignIns {
  /** Whoever holds this token of Plumbline. @throws {HttpProblem} too-many-failures; undefined when it is wrong. */
  holderOf(secret: string, address: string): Promise<Holder | undefined>;
  /** Nobody is asked for a token: undefined where they are. */
  readonly local: Holder | undefined;
  /** The holder of a refresh token, as far as its token of Plumbline still holds. */
  refreshed(token: string): Promise<Holder | undefined>;
  issue(
    holder: Holder,
    use: Use,
    tenant?: string,
  ): Promise<{ readonly token: string; readonly expiresIn: number; readonly expires: number }>;
  /** Who sends this header. @throws {HttpProblem} */
  principalOf(authorization: string | null, address: string): Promise<Principal>;
}

export function signInsOf({ tokens, authenticate, isOpen, key, now }: SignInsOptions): SignIns {
  const record = async (id: string) => {
    const found = await tokens.find(id);
    return found === undefined || isExpired(found, now()) ? undefined : found;
  };
  const open = async (token: string): Promise<Opened> => unseal(token, await key(), Date.parse(now()));
  const local = isOpen ? localHolder : undefined;
  const holderById = async (id: string): Promise<Holder | undefined> => {
    if (id === localHolder.id) return local;
    const found = await record(id);
    return found === undefined ? undefined : { id, name: found.name, expiresAt: found.expiresAt };
  };
  return {
    local,
    async holderOf(secret, address) {
      // The same door as for requests, so that guessing is slowed down in the same way.
      const authorization = `Bearer ${isOwnToken(secret) && !/\s/.test(secret) ? secret : 'none'}`;
      const principal = await authenticate(authorization, address).catch((error: unknown) => {
        if (error instanceof HttpProblem && error.kind === 'not-authenticated') return undefined;
        throw error;
      });
      return principal === undefined ? undefined : holderById(principal.id);
    },
    async refreshed(token) {
      const opened = await open(token);
      return opened.kind === 'open' && opened.sealed.use === 'refresh' ? holderById(opened.sealed.holder) : undefined;
    },
    async issue(holder, use, tenant) {
      const seconds = Math.floor(Date.parse(now()) / 1_000);
      const end = holder.expiresAt === null ? Infinity : Math.floor(Date.parse(holder.expiresAt) / 1_000);
      const expires = Math.min(seconds + lifeSeconds[use], end);
      const sealed = { holder: holder.id, use, expires };
      const token = tenant === undefined ? await seal(sealed, await key()) : await signed(sealed, await key(), tenant);
      return { token, expires, expiresIn: Math.max(1, expires - seconds) };
    },
    async principalOf(authorization, address) {
      const token = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
      if (token === undefined) throw refused('Authentication failed. The Authorization header is missing or holds no bearer token.');
      const opened = isOwnToken(token) ? undefined : await open(token);
      // A token of Plumbline itself, or of the identity provider, opens this API like the other one.
      if (opened === undefined || opened.kind === 'foreign') return authenticate(authorization, address);
      if (opened.kind === 'expired') throw challenged('The access token has expired.');
      const { holder, use } = opened.sealed;
      if (use !== 'access') throw refused('This is no access token.');
      if (holder === localHolder.id && local !== undefined) return localPrincipal;
      const found = await record(holder);
      if (found === undefined) throw challenged('The token that signed in was revoked, or is past its date.');
      return { kind: 'token', id: found.id, name: found.name, role: found.role, scopes: found.scopes ?? undefined };
    },
  };
}

function refused(detail: string): HttpProblem {
  return new HttpProblem('not-authenticated', detail, {
    headers: { 'www-authenticate': 'Bearer realm="plumbline", error="invalid_token"' },
  });
}

/** The one answer that makes a signed-in client drop the token that it keeps and ask for another. */
function challenged(detail: string): HttpProblem {
  const claims = Buffer.from(JSON.stringify({ access_token: { nbf: { essential: true, value: '0' } } })).toString('base64');
  return new HttpProblem('not-authenticated', detail, {
    headers: { 'www-authenticate': `Bearer realm="", error="insufficient_claims", claims="${claims}"` },
  });
}
