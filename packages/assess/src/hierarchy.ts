import type { Entry } from '@plumbline/inventory';
import type { JsonObject } from '@plumbline/policy';
import { objectOf, textOf } from './json-reading.ts';

/** Where subscriptions hang: names and the chain of management groups above each. */
export interface Hierarchy {
  displayNameOf(subscription: string): string;
  /** Names of management groups, lower case, from the subscription's parent to the root; empty when unknown. */
  managementGroupsOf(subscription: string): readonly string[];
  /** The display name of a management group, or its name. */
  groupNameOf(group: string): string;
  isGroup(group: string): boolean;
  /** Chains of groups that lead back to themselves: each is cut where it closes. */
  readonly cycles: readonly string[];
}

/** What was read of places, by what was read: later entries replace earlier ones. */
export interface HierarchyFacts {
  readonly nameBySubscription: ReadonlyMap<string, string>;
  readonly chainBySubscription: ReadonlyMap<string, readonly string[]>;
  readonly parentBySubscription: ReadonlyMap<string, string>;
  readonly parentByGroup: ReadonlyMap<string, string>;
  readonly nameByGroup: ReadonlyMap<string, string>;
  /** Names that subscriptions give the groups above them. */
  readonly chainNameByGroup: ReadonlyMap<string, string>;
}

/** The same as plain data. */
export type WrittenHierarchy = { readonly [K in keyof HierarchyFacts]: readonly (readonly [string, MapValue<HierarchyFacts[K]>])[] };
type MapValue<M> = M extends ReadonlyMap<string, infer V> ? V : never;

export function writtenHierarchy(facts: HierarchyFacts): WrittenHierarchy {
  return {
    nameBySubscription: [...facts.nameBySubscription],
    chainBySubscription: [...facts.chainBySubscription],
    parentBySubscription: [...facts.parentBySubscription],
    parentByGroup: [...facts.parentByGroup],
    nameByGroup: [...facts.nameByGroup],
    chainNameByGroup: [...facts.chainNameByGroup],
  };
}

/** There may be a million subscriptions of which nothing is known. */
const noGroups: readonly string[] = [];

const noFacts: HierarchyFacts = {
  nameBySubscription: new Map(),
  chainBySubscription: new Map(),
  parentBySubscription: new Map(),
  parentByGroup: new Map(),
  nameByGroup: new Map(),
  chainNameByGroup: new Map(),
};

export interface HierarchyBuilder {
  /** Takes subscriptions and management groups; ignores everything else. */
  add(entry: Entry): void;
  build(): Hierarchy;
  /** What was added, without what was given. */
  readonly facts: HierarchyFacts;
}

/** @param above what is known already; shared, so that the parts of a large estate need no copy each. */
export function hierarchyBuilder(above: HierarchyFacts = noFacts): HierarchyBuilder {
  const nameBySubscription = new Map<string, string>();
  const chainBySubscription = new Map<string, readonly string[]>();
  const parentBySubscription = new Map<string, string>();
  const parentByGroup = new Map<string, string>();
  const nameByGroup = new Map<string, string>();
  const chainNameByGroup = new Map<string, string>();

  const addSubscription = (entry: Entry) => {
    const properties = objectOf(entry.resource['properties']);
    const id = entry.subscription ?? entry.key.split('/').at(-1) ?? '';
    const name = textOf(properties['displayName']) ?? textOf(entry.resource['displayName']) ?? textOf(entry.resource['name']);
    if (name !== undefined) nameBySubscription.set(id, name);
    const chain = properties['managementGroupAncestorsChain'] ?? entry.resource['managementGroupAncestorsChain'];
    if (!Array.isArray(chain)) return;
    const groups: string[] = [];
    for (const link of chain) {
      const group = textOf(objectOf(link)['name']);
      if (group === undefined) continue;
      groups.push(group.toLowerCase());
      const displayName = textOf(objectOf(link)['displayName']);
      addChainName(chainNameByGroup, group.toLowerCase(), displayName ?? group);
    }
    if (groups.length > 0) chainBySubscription.set(id, groups);
  };

  const addGroup = (entry: Entry) => {
    const group = entry.key.split('/').at(-1) ?? '';
    const properties = objectOf(entry.resource['properties']);
    nameByGroup.set(
      group,
      textOf(properties['displayName']) ?? textOf(entry.resource['displayName']) ?? textOf(entry.resource['name']) ?? group,
    );
    const parent = parentIn(properties);
    if (parent !== undefined && parent !== group) parentByGroup.set(group, parent);
  };

  return {
    facts: { nameBySubscription, chainBySubscription, parentBySubscription, parentByGroup, nameByGroup, chainNameByGroup },
    add(entry) {
      switch (entry.type) {
        case 'microsoft.resources/subscriptions':
          return addSubscription(entry);
        case 'microsoft.management/managementgroups':
          return addGroup(entry);
        case 'microsoft.management/managementgroups/subscriptions': {
          const subscription = entry.key.split('/').at(-1) ?? '';
          const parent = parentIn(objectOf(entry.resource['properties'])) ?? entry.key.split('/').at(-3);
          if (parent !== undefined) parentBySubscription.set(subscription, parent);
          return;
        }
        default:
          return;
      }
    },
    build() {
      const cycles = new Set<string>();
      const parentOfGroup = (group: string) => parentByGroup.get(group) ?? above.parentByGroup.get(group);
      const chainFrom = (first: string): readonly string[] => {
        const chain: string[] = [];
        for (let group: string | undefined = first; group !== undefined; group = parentOfGroup(group)) {
          if (chain.includes(group)) {
            cycles.add([...chain.slice(chain.indexOf(group)), group].join(' -> '));
            break;
          }
          chain.push(group);
        }
        return chain;
      };
      for (const group of parentByGroup.size > 0 ? parentByGroup.keys() : above.parentByGroup.keys()) chainFrom(group);
      let groups: ReadonlySet<string> | undefined;
      return {
        displayNameOf: (subscription) => nameBySubscription.get(subscription) ?? above.nameBySubscription.get(subscription) ?? subscription,
        managementGroupsOf(subscription) {
          const parent = parentBySubscription.get(subscription) ?? above.parentBySubscription.get(subscription);
          return (
            chainBySubscription.get(subscription) ??
            above.chainBySubscription.get(subscription) ??
            (parent === undefined ? noGroups : chainFrom(parent))
          );
        },
        groupNameOf: (group) =>
          nameByGroup.get(group) ??
          above.nameByGroup.get(group) ??
          chainNameByGroup.get(group) ??
          above.chainNameByGroup.get(group) ??
          group,
        isGroup: (group) => {
          groups ??= new Set([above, { nameByGroup, chainNameByGroup, parentByGroup, parentBySubscription }].flatMap(groupsIn));
          return groups.has(group);
        },
        cycles: [...cycles].sort(),
      };
    },
  };
}

/** Subscriptions may call a group differently; the choice must not hang on their order. A name that is the id again says least. */
function addChainName(names: Map<string, string>, group: string, name: string): void {
  const known = names.get(group);
  const isBetter =
    known === undefined ||
    (isIdAgain(known, group) && !isIdAgain(name, group)) ||
    (isIdAgain(known, group) === isIdAgain(name, group) && name < known);
  if (isBetter) names.set(group, name);
}

function isIdAgain(name: string, group: string): boolean {
  return name.toLowerCase() === group;
}

/** Adds what parts of an estate found up. */
export function joinedHierarchyFacts(parts: Iterable<WrittenHierarchy>): HierarchyFacts {
  const joined = {
    nameBySubscription: new Map<string, string>(),
    chainBySubscription: new Map<string, readonly string[]>(),
    parentBySubscription: new Map<string, string>(),
    parentByGroup: new Map<string, string>(),
    nameByGroup: new Map<string, string>(),
    chainNameByGroup: new Map<string, string>(),
  };
  for (const part of parts) {
    for (const [subscription, name] of part.nameBySubscription) joined.nameBySubscription.set(subscription, name);
    for (const [subscription, chain] of part.chainBySubscription) joined.chainBySubscription.set(subscription, chain);
    for (const [subscription, parent] of part.parentBySubscription) joined.parentBySubscription.set(subscription, parent);
    for (const [group, parent] of part.parentByGroup) joined.parentByGroup.set(group, parent);
    for (const [group, name] of part.nameByGroup) joined.nameByGroup.set(group, name);
    for (const [group, name] of part.chainNameByGroup) addChainName(joined.chainNameByGroup, group, name);
  }
  return joined;
}

function groupsIn(facts: Omit<HierarchyFacts, 'nameBySubscription' | 'chainBySubscription'>): readonly string[] {
  return [
    ...facts.nameByGroup.keys(),
    ...facts.chainNameByGroup.keys(),
    ...facts.parentByGroup.values(),
    ...facts.parentBySubscription.values(),
  ];
}

function parentIn(properties: JsonObject): string | undefined {
  const parent = objectOf(objectOf(properties['details'])['parent'] ?? properties['parent']);
  const name = textOf(parent['name']) ?? textOf(parent['id'])?.split('/').at(-1);
  return name?.toLowerCase();
}
