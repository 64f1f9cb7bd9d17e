import type { Client } from '../http/client.ts';
import { objectsIn, textIn } from '../json.ts';
import type { ChildRequest } from './sources.ts';

export interface ApiVersions {
  /** Puts the newest version of a provider where a request names none. @returns undefined when the provider does not know the type */
  fill(type: string, asked: readonly ChildRequest[]): Promise<readonly (ChildRequest & { readonly apiVersion: string })[] | undefined>;
}

/** Asks each provider once, at any subscription: what it knows is the same everywhere. */
export function apiVersions(client: Client, subscription: string): ApiVersions {
  const byNamespace = new Map<string, Promise<ReadonlyMap<string, string>>>();

  const versionsOf = async (namespace: string): Promise<ReadonlyMap<string, string>> => {
    const url = `/subscriptions/${subscription}/providers/${namespace}?api-version=2021-04-01`;
    const answer = await client.ask({ url, host: 'resourceManager', lane: subscription });
    const versions = new Map<string, string>();
    if (answer.kind === 'refused') return versions;
    for (const one of objectsIn(answer.json['resourceTypes'])) {
      const name = textIn(one, 'resourceType')?.toLowerCase();
      const listed = Array.isArray(one['apiVersions']) ? one['apiVersions'].filter((version) => typeof version === 'string') : [];
      const newest = newestOf(listed);
      if (name !== undefined && newest !== undefined) versions.set(name, newest);
    }
    return versions;
  };

  return {
    async fill(type, asked) {
      const filled: (ChildRequest & { readonly apiVersion: string })[] = [];
      for (const one of asked) {
        let { apiVersion } = one;
        if (apiVersion === undefined) {
          const [namespace = '', ...rest] = type.split('/');
          const known = byNamespace.get(namespace) ?? versionsOf(namespace);
          byNamespace.set(namespace, known);
          apiVersion = (await known).get(rest.join('/'));
        }
        if (apiVersion === undefined) return undefined;
        filled.push({ ...one, apiVersion });
      }
      return filled;
    },
  };
}

/** The newest that is no preview; where there are only previews, the newest of them. */
export function newestOf(versions: readonly string[]): string | undefined {
  const sorted = versions.toSorted((a, b) => (a < b ? 1 : -1));
  return sorted.find((version) => /^\d{4}-\d\d-\d\d$/.test(version)) ?? sorted[0];
}
