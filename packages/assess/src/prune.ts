import type { JsonValue, Resource } from '@plumbline/policy';

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
  const keptProperties: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(properties)) {
    // A member called __proto__ must stay a member.
    if (wanted.has(key.toLowerCase())) Object.defineProperty(keptProperties, key, { value, enumerable: true });
  }
  kept['properties'] = keptProperties;
  return kept;
}

const wantedByPaths = new WeakMap<ReadonlySet<string>, ReadonlySet<string> | '*'>();

function wantedMembersOf(paths: ReadonlySet<string>): ReadonlySet<string> | '*' {
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
  const wanted = all ? '*' : members;
  wantedByPaths.set(paths, wanted);
  return wanted;
}
