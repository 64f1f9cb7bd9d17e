// The file of management groups that `--hierarchy` names: either a table of groups with their parents,
//   {"groups":{"root":{"displayName":"Contoso"},"prod":{"parent":"root","subscriptions":["<guid>"]}}}
// or a tree, {"name":"root","children":[{"name":"prod","subscriptions":["<guid>"]}]}, which Azure's own answer is too.
import type { JsonObject, JsonValue } from '@plumbline/policy';
import { isGuid, nameInId } from './arm-id.ts';
import { isArray, isObject, member, textIn } from './json-member.ts';
import { groupResource, laidFlat, subscriptionBelow } from './shapes/management-group.ts';

export interface ReadHierarchy {
  readonly resources: readonly JsonObject[];
  readonly faults: readonly { readonly code: 'bad-hierarchy' | 'hierarchy-cycle'; readonly path: string; readonly message: string }[];
}

interface Group {
  readonly name: string;
  readonly displayName: string;
  readonly parent: string | undefined;
  readonly subscriptions: readonly string[];
}

/** Whether a document is a table of groups; trees are told from other documents only where `--hierarchy` names the file. */
export function isGroupTable(value: JsonObject): boolean {
  return isObject(value['groups']) && !('id' in value);
}

/** Reads either form. A group whose parent is not in the table hangs at the root; a group that is its own ancestor is named once. */
export function readHierarchy(value: JsonValue): ReadHierarchy {
  if (isObject(value) && isGroupTable(value)) return fromTable(value);
  const trees = isArray(value) ? value : [value];
  const faults: ReadHierarchy['faults'][number][] = [];
  const resources = trees.flatMap((tree, index) => {
    if (isObject(tree) && textIn(tree, 'name', 'id') !== undefined) return laidFlat(tree);
    const message = 'A management group with a "name", or an object with "groups", is expected here.';
    faults.push({ code: 'bad-hierarchy', path: isArray(value) ? `$[${index}]` : '$', message });
    return [];
  });
  return { resources, faults };
}

function fromTable(value: JsonObject): ReadHierarchy {
  const faults: ReadHierarchy['faults'][number][] = [];
  const groups = new Map<string, Group>();
  const table = value['groups'];
  for (const [name, given] of isObject(table) ? Object.entries(table) : []) {
    const path = `$.groups[${JSON.stringify(name)}]`;
    if (!isObject(given)) {
      faults.push({ code: 'bad-hierarchy', path, message: 'A group is an object with "displayName", "parent" and "subscriptions".' });
      continue;
    }
    const parent = textIn(given, 'parent');
    groups.set(name.toLowerCase(), {
      name,
      displayName: textIn(given, 'displayName') ?? name,
      parent: parent === undefined ? undefined : nameInId(parent),
      subscriptions: subscriptionsIn(given, path, faults),
    });
  }
  for (const group of groups.values()) {
    if (group.parent === undefined || groups.has(group.parent.toLowerCase())) continue;
    const path = `$.groups[${JSON.stringify(group.name)}].parent`;
    faults.push({ code: 'bad-hierarchy', path, message: `The parent "${group.parent}" is not among the groups.` });
  }
  faults.push(...cyclesIn(groups));
  return { resources: [...groups.values()].flatMap((group) => resourcesOf(group, groups)), faults };
}

function subscriptionsIn(given: JsonObject, path: string, faults: ReadHierarchy['faults'][number][]): readonly string[] {
  const list = member(given, 'subscriptions') ?? [];
  if (!isArray(list)) {
    faults.push({ code: 'bad-hierarchy', path: `${path}.subscriptions`, message: '"subscriptions" is a list of GUIDs.' });
    return [];
  }
  return list.flatMap((item, index) => {
    const guid = typeof item === 'string' ? nameInId(item) : '';
    if (isGuid(guid)) return [guid];
    faults.push({
      code: 'bad-hierarchy',
      path: `${path}.subscriptions[${index}]`,
      message: 'A subscription is named by its GUID or by /subscriptions/GUID.',
    });
    return [];
  });
}

function resourcesOf(group: Group, groups: ReadonlyMap<string, Group>): readonly JsonObject[] {
  const chain = chainOf(group, groups).map(linkOf);
  const [own, parent] = chain;
  if (own === undefined) return [];
  return [
    groupResource({}, own, parent),
    ...group.subscriptions.map((guid) => subscriptionBelow({ id: `/subscriptions/${guid}`, name: guid, displayName: guid }, own, chain)),
  ];
}

function linkOf({ name, displayName }: Group) {
  return { id: `/providers/Microsoft.Management/managementGroups/${name}`, name, displayName };
}

/** From a group to its root; cut where it would come back to itself. */
function chainOf(group: Group, groups: ReadonlyMap<string, Group>): readonly Group[] {
  const chain = new Set<Group>();
  for (let next: Group | undefined = group; next !== undefined && !chain.has(next); next = groups.get(next.parent?.toLowerCase() ?? ''))
    chain.add(next);
  return [...chain];
}

function cyclesIn(groups: ReadonlyMap<string, Group>): ReadHierarchy['faults'] {
  const reported = new Set<Group>();
  const faults: ReadHierarchy['faults'][number][] = [];
  for (const group of groups.values()) {
    const chain = chainOf(group, groups);
    const back = groups.get(chain.at(-1)?.parent?.toLowerCase() ?? '');
    if (back === undefined || reported.has(back)) continue;
    const cycle = chain.slice(chain.indexOf(back));
    for (const member of cycle) reported.add(member);
    const names = [...cycle, back].map(({ name }) => name).join(' -> ');
    faults.push({
      code: 'hierarchy-cycle',
      path: `$.groups[${JSON.stringify(back.name)}].parent`,
      message: `The groups go round in a circle: ${names}.`,
    });
  }
  return faults;
}
