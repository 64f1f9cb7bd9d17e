import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import { OperationError } from '../operation-error.ts';
import { type Principal, type Role, roles } from './principal.ts';

export interface OpenIdOptions {
  /** The provider's issuer, an https URL (http only on loopback); its keys are found through discovery. */
  readonly issuer: string;
  /** Tokens made for somebody else are refused. */
  readonly audience: string;
  /** Claim that holds the roles; `roles`. A path with dots reaches inside, such as `realm_access.roles`. */
  readonly rolesClaim?: string;
  /** Values of the claim that mean a role, besides the roles' own names. */
  readonly roleByValue?: Readonly<Record<string, Role>>;
  /** Claim that holds the scopes that may be read. Where it is set, a token without it may read nothing; where not, everything. */
  readonly scopesClaim?: string;
}

/** @returns who holds this token; undefined when it is not one of this provider for this server, or names no role. */
export type OpenIdVerifier = (token: string) => Promise<Principal | undefined>;

const metadataSchema = z.object({ issuer: z.string(), jwks_uri: z.url() });

// No symmetric ones: with them whoever can check a token could make one.
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

/** @throws {OperationError} issuer-unusable, when the provider cannot be asked or answers for somebody else. */
export async function openIdVerifier(options: OpenIdOptions): Promise<OpenIdVerifier> {
  const issuer = checkedUrl(options.issuer, 'issuer');
  const { issuer: named, jwks_uri } = await metadataOf(issuer);
  if (named !== issuer) throw unusable(issuer, `calls itself ${named}`);
  const keys = createRemoteJWKSet(new URL(checkedUrl(jwks_uri, 'jwks_uri')), { timeoutDuration: 5_000 });
  return async (token) => {
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, keys, {
        issuer,
        audience: options.audience,
        algorithms,
        clockTolerance: 5,
        requiredClaims: ['exp', 'sub'],
      }));
    } catch (error) {
      // A provider that cannot be reached, or a token that is wrong: either way nobody is let in.
      if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
      throw error;
    }
    return principalOf(payload, options);
  };
}

function principalOf(payload: JWTPayload, options: OpenIdOptions): Principal | undefined {
  const values = textsIn(claimOf(payload, options.rolesClaim ?? 'roles'));
  const held = values.flatMap((value) => options.roleByValue?.[value] ?? roles.find((role) => role === value) ?? []);
  const role = roles.findLast((candidate) => held.includes(candidate));
  if (role === undefined) return undefined;
  const scopes = options.scopesClaim === undefined ? undefined : textsIn(claimOf(payload, options.scopesClaim));
  const id = payload.sub ?? '';
  const name = [payload['name'], payload['preferred_username'], payload['email']].find((text) => typeof text === 'string');
  return { kind: 'oidc', id, name: name ?? id, role, scopes };
}

function claimOf(payload: JWTPayload, path: string): unknown {
  // Claims named by URLs hold dots themselves.
  if (Object.hasOwn(payload, path)) return payload[path];
  return path.split('.').reduce<unknown>((value, key) => {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }, payload);
}

/** A list of texts, or one text with blanks between. */
function textsIn(claim: unknown): readonly string[] {
  if (typeof claim === 'string') return claim.split(/\s+/).filter((text) => text !== '');
  return Array.isArray(claim) ? claim.filter((text) => typeof text === 'string') : [];
}

async function metadataOf(issuer: string): Promise<z.output<typeof metadataSchema>> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(10_000), redirect: 'error' });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    return metadataSchema.parse(await answer.json());
  } catch (cause) {
    throw unusable(issuer, 'does not tell where its keys are', cause);
  }
}

function checkedUrl(text: string, what: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLoopback = url !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)) return text;
  throw unusable(text, `is no https address (${what})`);
}

function unusable(issuer: string, what: string, cause?: unknown): OperationError {
  const reason = cause instanceof Error ? ` (${cause.message})` : '';
  return new OperationError('issuer-unusable', `The identity provider ${issuer} ${what}${reason}.`, {
    hint: 'Check --oidc-issuer: it is the "issuer" that <issuer>/.well-known/openid-configuration shows, reachable from this machine.',
    ...(cause === undefined ? {} : { cause }),
  });
}
