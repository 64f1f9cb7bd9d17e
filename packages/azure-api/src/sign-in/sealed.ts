// What a sign-in hands out. A token of Plumbline is never handed on: what is sealed names it, so that revoking it ends all of them at once.
import { EncryptJWT, errors, type JWTPayload, jwtDecrypt, jwtVerify, SignJWT } from 'jose';

export type Use = 'access' | 'refresh';

export interface Sealed {
  /** The id of the token of Plumbline that signed in; `local` where none is asked for. */
  readonly holder: string;
  readonly use: Use;
  /** Seconds since 1970. */
  readonly expires: number;
}

export type Opened = { readonly kind: 'open'; readonly sealed: Sealed } | { readonly kind: 'expired' } | { readonly kind: 'foreign' };

const issuer = 'plumbline-azure-api';

/** Opaque: nobody but this server can read it. */
export function seal(sealed: Sealed, key: Uint8Array): Promise<string> {
  return new EncryptJWT({ use: sealed.use, kind: 'opaque' })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setIssuer(issuer)
    .setSubject(sealed.holder)
    .setExpirationTime(sealed.expires)
    .encrypt(key);
}

/** The same as a JWT: managed identity sign-ins want to read the tenant in it. */
export function signed(sealed: Sealed, key: Uint8Array, tenant: string): Promise<string> {
  return new SignJWT({ use: sealed.use, tid: tenant })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(issuer)
    .setSubject(sealed.holder)
    .setIssuedAt()
    .setExpirationTime(sealed.expires)
    .sign(key);
}

/** @param now milliseconds since 1970 */
export async function unseal(token: string, key: Uint8Array, now: number): Promise<Opened> {
  const options = { issuer, currentDate: new Date(now) };
  try {
    const parts = token.split('.').length;
    if (parts === 5) return openedOf((await jwtDecrypt(token, key, { ...options, contentEncryptionAlgorithms: ['A256GCM'] })).payload);
    if (parts === 3) return openedOf((await jwtVerify(token, key, { ...options, algorithms: ['HS256'] })).payload);
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { kind: 'expired' };
    if (!(error instanceof errors.JOSEError)) throw error;
  }
  return { kind: 'foreign' };
}

function openedOf({ sub, exp, ...payload }: JWTPayload): Opened {
  const use = payload['use'];
  if (typeof sub !== 'string' || typeof exp !== 'number' || (use !== 'access' && use !== 'refresh')) return { kind: 'foreign' };
  return { kind: 'open', sealed: { holder: sub, use, expires: exp } };
}
