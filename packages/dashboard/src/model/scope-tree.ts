import type { GroupNode, OverallScore, SubscriptionScore } from './answers.ts';

/** A management group or a subscription, as it stands in the tree of scopes. */
export interface ScopeNode {
  /** As it is written in the URL: the group's name, or the subscription's GUID. */
  readonly id: string;
  readonly kind: 'group' | 'subscription';
  readonly title: string;
  readonly score: OverallScore | null;
  readonly resources: number;
  readonly children: readonly ScopeNode[];
}

/** The tree of everything that the reader may see; subscriptions without a known group stand at the root, after the groups. */
export function scopeTreeOf(groups: readonly GroupNode[], subscriptions: readonly SubscriptionScore[]): readonly ScopeNode[] {
  const groupByName = new Map(groups.map((group) => [group.name, group]));
  const leafById = new Map(subscriptions.map((subscription) => [subscription.id, leafOf(subscription)]));
  const placed = new Set<string>();
  const nodeOf = (group: GroupNode): ScopeNode => {
    // A file of groups can be wrong, and a cycle would never end.
    placed.add(group.name);
    const below = group.groups.flatMap((name) => {
      const child = groupByName.get(name);
      return child === undefined || placed.has(name) ? [] : [nodeOf(child)];
    });
    const leaves = group.subscriptions.flatMap((id) => {
      placed.add(id);
      return leafById.get(id) ?? [];
    });
    const { name, displayName, score, resources } = group;
    return {
      id: name,
      kind: 'group',
      title: displayName === '' ? name : displayName,
      score,
      resources,
      children: [...byTitle(below), ...byTitle(leaves)],
    };
  };
  const isRoot = ({ parent }: GroupNode) => parent === null || !groupByName.has(parent);
  const roots = groups.filter(isRoot).map(nodeOf);
  return [...byTitle(roots), ...byTitle([...leafById.values()].filter(({ id }) => !placed.has(id)))];
}

function leafOf({ id, displayName, score, resources }: SubscriptionScore): ScopeNode {
  return { id, kind: 'subscription', title: displayName === '' ? id : displayName, score, resources, children: [] };
}

function byTitle(nodes: readonly ScopeNode[]): readonly ScopeNode[] {
  return [...nodes].sort((a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : 0));
}

/** The tree with what matches a text, and what lies above and below it; everything for an empty text. */
export function searchedTree(nodes: readonly ScopeNode[], text: string): readonly ScopeNode[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return nodes;
  return nodes.flatMap((node) => {
    if (node.title.toLowerCase().includes(wanted) || node.id.toLowerCase().includes(wanted)) return [node];
    const children = searchedTree(node.children, wanted);
    return children.length === 0 ? [] : [{ ...node, children }];
  });
}

/** One line of the tree as it is drawn and walked by keys. */
export interface ScopeLine {
  readonly node: ScopeNode;
  /** From 1. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly isOpen: boolean;
  /** `inside`: a group above it is selected, and so is it. */
  readonly selection: 'selected' | 'inside' | 'none';
}

/** The lines of a tree from top to bottom; what lies below a closed group is not among them. */
export function scopeLinesOf(
  nodes: readonly ScopeNode[],
  selected: readonly string[],
  isOpen: (id: string) => boolean,
): readonly ScopeLine[] {
  const chosen = new Set(selected.map((id) => id.toLowerCase()));
  const lines = (siblings: readonly ScopeNode[], level: number, isInside: boolean): readonly ScopeLine[] =>
    siblings.flatMap((node, index) => {
      const isChosen = chosen.has(node.id.toLowerCase());
      const opened = node.children.length > 0 && isOpen(node.id);
      const line: ScopeLine = {
        node,
        level,
        position: index + 1,
        siblings: siblings.length,
        isOpen: opened,
        selection: isInside ? 'inside' : isChosen ? 'selected' : 'none',
      };
      return [line, ...(opened ? lines(node.children, level + 1, isInside || isChosen) : [])];
    });
  return lines(nodes, 1, false);
}

/** The selection after a line was chosen: taken out when it was in; when it goes in, what lies below it is in it already. */
export function toggledScope(nodes: readonly ScopeNode[], selected: readonly string[], id: string): readonly string[] {
  if (selected.includes(id)) return selected.filter((one) => one !== id);
  const node = nodeWith(nodes, id);
  const below = new Set(node === undefined ? [] : idsBelow(node));
  return [...selected.filter((one) => !below.has(one)), id];
}

function idsBelow(node: ScopeNode): readonly string[] {
  return node.children.flatMap((child) => [child.id, ...idsBelow(child)]);
}

function nodeWith(nodes: readonly ScopeNode[], id: string): ScopeNode | undefined {
  for (const node of nodes) {
    const found = node.id === id ? node : nodeWith(node.children, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What people call a selection: the names of its parts; undefined for everything. */
export function scopeTitles(nodes: readonly ScopeNode[], selected: readonly string[]): readonly string[] {
  return selected.map((id) => nodeWith(nodes, id)?.title ?? id);
}
