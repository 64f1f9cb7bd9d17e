import type { TokenCredentialOptions } from '@azure/identity';
import type { Endpoints } from '../clouds.ts';
import type { Credential } from '../http/tokens.ts';

type Policies = NonNullable<TokenCredentialOptions['additionalPolicies']>;

export interface OneHost {
  /** Refuses every request to another origin: also one that is redirected there, or that the authority's own document leads to. */
  readonly policies: Policies;
  /** The library tells of a refusal as of any failure of the network; this says what it was. */
  explained(credential: Credential): Credential;
}

/** Other names of Microsoft's own authorities, which the library takes one for another. */
const publishedHosts = [
  'login.microsoftonline.com',
  'login.microsoft.com',
  'login.windows.net',
  'sts.windows.net',
  'login.microsoftonline.us',
  'login.usgovcloudapi.net',
  'login.chinacloudapi.cn',
  'login.partner.microsoftonline.cn',
];

/** The library's names for an authority from which nothing came, which only lead to a page about them. */
function isUnreachable(error: unknown): boolean {
  return error instanceof Error && /\b(?:endpoints_resolution_error|network_error)\b/.test(error.message);
}

/** Keeps a sign-in at the host that was named: a secret would go to where it is sent on to. */
export function oneHost({ authority, isPublished }: Pick<Endpoints, 'authority' | 'isPublished'>): OneHost {
  const { origin } = new URL(authority ?? 'https://login.microsoftonline.com');
  const allowed = new Set([origin, ...(isPublished ? publishedHosts.map((host) => `https://${host}`) : [])]);
  const refused: string[] = [];
  const refuse = (to: string) => {
    refused.push(to);
    throw new Error(`${origin} sends on to another host, ${to}, which gets nothing`);
  };
  const policy: Policies[number]['policy'] = {
    name: 'plumblineOneHost',
    async sendRequest(request, send) {
      const to = new URL(request.url).origin;
      if (!allowed.has(to)) refuse(to);
      const answer = await send(request);
      const location = answer.status >= 300 && answer.status < 400 ? answer.headers.get('location') : undefined;
      const next = location !== undefined && URL.canParse(location, origin) ? new URL(location, origin).origin : origin;
      if (!allowed.has(next)) refuse(next);
      return answer;
    },
  };
  return {
    policies: [{ policy, position: 'perRetry' }],
    explained: (credential) => ({
      async getToken(scopes, options) {
        refused.length = 0;
        try {
          return await credential.getToken(scopes, options);
        } catch (cause) {
          const [to] = refused;
          if (to === undefined && isUnreachable(cause)) throw new Error(`the authority ${origin} does not answer`, { cause });
          if (to === undefined) throw cause;
          throw new Error(`${origin} sends on to another host, ${to}, which gets nothing`, { cause });
        }
      },
    }),
  };
}
