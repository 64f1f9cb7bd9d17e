import type { JsonObject, JsonValue, Resource } from '@plumbline/policy';

const topLevel = ['id', 'name', 'type', 'location', 'tags', 'kind', 'sku', 'identity', 'zones', 'managedBy', 'plan', 'extendedLocation'];

/**
 * Keeps of a resource what relations look at: the envelope, and of `properties` the first-level members that `paths` name.
 * Whole members rather than leaves: a copy of the tree would cost more than it saves.
 *
 * @param paths from the root, such as `properties.securityRules[*].properties.access`; `*` keeps all.
 */
export function prune(resource: Resource, paths: ReadonlySet<string> | '*'): Resource {
  if (paths === '*') return resource;
  const wanted = wantedMembersOf(paths);
  if (wanted === '*') return resource;
  const kept: Record<string, JsonValue> = {};
  for (const key of topLevel) {
    const value = resource[key];
    if (value !== undefined) kept[key] = value;
  }
  const properties = resource['properties'];
  if (properties === undefined || properties === null || typeof properties !== 'object' || Array.isArray(properties)) {
    if (properties !== undefined) kept['properties'] = properties;
    return kept;
  }
  const given = properties as JsonObject;
  const keptProperties: Record<string, JsonValue> = {};
  for (const key of Object.keys(given)) {
    const value = given[key];
    if (value === undefined || !isWanted(wanted, key)) continue;
    // A member called __proto__ must stay a member.
    if (key === '__proto__') Object.defineProperty(keptProperties, key, { value, enumerable: true });
    else keptProperties[key] = value;
  }
  // Whether there was any configuration is asked too.
  if (Object.keys(keptProperties).length === 0) {
    const [first] = Object.entries(given);
    if (first !== undefined) Object.defineProperty(keptProperties, first[0], { value: first[1], enumerable: true });
  }
  kept['properties'] = keptProperties;
  return kept;
}

/** Spellings repeat endlessly, so what was found for one is remembered; more than this many are made up. */
const mostSpellings = 10_000;

function isWanted({ members, bySpelling }: Wanted, key: string): boolean {
  let isOne = bySpelling.get(key);
  if (isOne === undefined) {
    isOne = members.has(key.toLowerCase());
    if (bySpelling.size < mostSpellings) bySpelling.set(key, isOne);
  }
  return isOne;
}

interface Wanted {
  /** Lower case. */
  readonly members: ReadonlySet<string>;
  readonly bySpelling: Map<string, boolean>;
}

const wantedByPaths = new WeakMap<ReadonlySet<string>, Wanted | '*'>();

function wantedMembersOf(paths: ReadonlySet<string>): Wanted | '*' {
  const known = wantedByPaths.get(paths);
  if (known !== undefined) return known;
  const members = new Set<string>();
  let all = false;
  for (const path of paths) {
    const [root, member] = path.split('.', 2);
    const top = (root ?? '').replace(/\[.*$/, '');
    if (top.toLowerCase() === 'properties') {
      if (member === undefined) all = true;
      else members.add(member.replace(/\[.*$/, '').toLowerCase());
    } else if (!topLevel.includes(top)) all = true;
  }
  const wanted = all ? '*' : { members, bySpelling: new Map<string, boolean>() };
  wantedByPaths.set(paths, wanted);
  return wanted;
}
