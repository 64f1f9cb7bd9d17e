// The only place that knows @azure/identity. It is large, so it is loaded when somebody signs in.
import { rootCertificates } from 'node:tls';
import type { Endpoints } from '../clouds.ts';
import type { Credential } from '../http/tokens.ts';
import { oneHost } from './one-host.ts';

export const signInWays = ['auto', 'environment', 'workload-identity', 'managed-identity', 'azure-cli'] as const;
export type SignInWay = (typeof signInWays)[number];

export interface SignInOptions {
  readonly way: SignInWay;
  readonly endpoints: Endpoints;
  readonly tenant?: string;
  /** Certificates (PEM) of authorities to trust besides those of Node. */
  readonly ca?: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * A new credential, which remembers no token.
 * `auto` tries what is configured, in this order: environment, workload identity, Azure CLI, managed identity. The last one is asked
 * for only when nothing else answers, since outside Azure nobody is there to answer it.
 */
export async function newCredential(options: SignInOptions): Promise<Credential> {
  const identity = await import('@azure/identity');
  const { endpoints, tenant, env } = options;
  const guard = oneHost(endpoints);
  const shared = {
    additionalPolicies: guard.policies,
    ...(endpoints.authority === undefined ? {} : { authorityHost: endpoints.authority }),
    // What Microsoft does not know, it need not be asked about: nothing leaves for other hosts than those named.
    ...(endpoints.isPublished ? {} : { disableInstanceDiscovery: true }),
    ...(options.ca === undefined ? {} : { tlsOptions: { ca: [...rootCertificates, ...options.ca].join('\n') } }),
    ...(tenant === undefined ? {} : { tenantId: tenant }),
  };
  const clientId = env['AZURE_CLIENT_ID'];
  const ways: Readonly<Record<Exclude<SignInWay, 'auto'>, () => Credential>> = {
    environment: () => {
      const secret = env['AZURE_CLIENT_SECRET'];
      const tenantId = tenant ?? env['AZURE_TENANT_ID'];
      // Ours, for the one of the library does not take the flag for authorities of one's own.
      if (secret !== undefined && clientId !== undefined && tenantId !== undefined)
        return guard.explained(new identity.ClientSecretCredential(tenantId, clientId, secret, shared));
      return guard.explained(new identity.EnvironmentCredential(shared));
    },
    'workload-identity': () => guard.explained(new identity.WorkloadIdentityCredential(shared)),
    'azure-cli': () => new identity.AzureCliCredential(tenant === undefined ? {} : { tenantId: tenant }),
    'managed-identity': () =>
      clientId === undefined ? new identity.ManagedIdentityCredential() : new identity.ManagedIdentityCredential({ clientId }),
  };
  if (options.way !== 'auto') return ways[options.way]();
  const isWorkload = env['AZURE_FEDERATED_TOKEN_FILE'] !== undefined;
  return firstOf([
    ways.environment(),
    ...(isWorkload ? [ways['workload-identity']()] : []),
    ways['azure-cli'](),
    ways['managed-identity'](),
  ]);
}

/** Nobody behind the address of managed identities answers outside Azure: no longer than this is waited. */
const managedIdentityMs = 10_000;

/** The first credential that is there is kept; one that is there and refused ends it, as a mistake in it should be seen. */
function firstOf(credentials: readonly Credential[]): Credential {
  let chosen: Credential | undefined;
  return {
    async getToken(scopes, options) {
      if (chosen !== undefined) return chosen.getToken(scopes, options);
      const reasons: string[] = [];
      for (const [at, credential] of credentials.entries()) {
        const isLast = at === credentials.length - 1;
        const limit = AbortSignal.timeout(managedIdentityMs);
        const given = options?.abortSignal;
        const abortSignal = !isLast ? given : given === undefined ? limit : AbortSignal.any([given, limit]);
        try {
          const token = await credential.getToken(scopes, { ...options, ...(abortSignal === undefined ? {} : { abortSignal }) });
          chosen = credential;
          return token;
        } catch (error) {
          if (given?.aborted === true || (!isLast && !isUnavailable(error))) throw error;
          reasons.push(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
        }
      }
      throw new Error(`nobody is signed in. ${reasons.join(' ')}`);
    },
  };
}

function isUnavailable(error: unknown): boolean {
  return error instanceof Error && error.name === 'CredentialUnavailableError';
}
