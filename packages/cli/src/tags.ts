import type { Entry } from '@plumbline/inventory';

/** Remembers some tags of everything that is read. */
export interface TagsCollector {
  readonly observe: (entry: Entry) => void;
  /** By lower-case name; undefined where the resource has none of them. @param key lower-case id of the resource */
  readonly tagsOf: (key: string) => Readonly<Record<string, string>> | undefined;
}

/** @param names of the tags to remember, in any case, as Azure compares them */
export function tagsCollector(names: readonly string[]): TagsCollector {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const tagsByKey = new Map<string, Readonly<Record<string, string>>>();
  return {
    observe(entry) {
      if (wanted.size === 0) return;
      const tags = entry.resource['tags'];
      if (typeof tags !== 'object' || tags === null || Array.isArray(tags)) return;
      const found = Object.entries(tags).flatMap(([name, value]) =>
        wanted.has(name.toLowerCase()) && typeof value === 'string' ? [[name.toLowerCase(), value] as const] : [],
      );
      if (found.length > 0) tagsByKey.set(entry.key, Object.fromEntries(found));
    },
    tagsOf: (key) => tagsByKey.get(key),
  };
}
