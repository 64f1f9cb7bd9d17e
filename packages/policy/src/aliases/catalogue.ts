/** What one alias stands for on one resource type. */
export interface AliasEntry {
  /** The resource type, lower case. */
  readonly type: string;
  /** The default path from the resource's root, such as `properties.rules[*].properties.access`. */
  readonly path: string;
  /** Other paths by API version, where the provider lists some. */
  readonly versions: ReadonlyMap<string, string> | undefined;
  /** Whether `modify` may change it; undefined when the catalogue does not tell. */
  readonly modifiable: boolean | undefined;
}

/** Looks aliases up without case. An alias can belong to several types, with another path in each. */
export interface AliasCatalogue {
  /** Every type that the alias belongs to, the usual one first; empty when the catalogue does not know it. */
  find(alias: string): readonly AliasEntry[];
  /** False: no alias has another path in any API version, so that rules need not be compiled for each version anew. */
  readonly hasVersions?: boolean;
}

/** Looks in each catalogue in turn; the first that knows an alias answers. */
export function joinCatalogues(...catalogues: readonly AliasCatalogue[]): AliasCatalogue {
  return {
    hasVersions: catalogues.some(({ hasVersions }) => hasVersions !== false),
    find: (alias) => {
      for (const catalogue of catalogues) {
        const found = catalogue.find(alias);
        if (found.length > 0) return found;
      }
      return [];
    },
  };
}

export const noAliases: AliasCatalogue = { hasVersions: false, find: () => [] };
