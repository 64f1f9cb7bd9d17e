import type { AliasCatalogue, AliasEntry } from './catalogue.ts';

/**
 * The condensed form of an alias table, three texts of lines:
 * - types: `type:node`, the node a line number of the third text in base 36;
 * - loose: `type,alias,path`, for aliases that do not start with their type;
 * - nodes: the children of a node, comma separated, each a letter, a part of the alias between dots, and `:node` where it has
 *   children. The letter says how the path grows: a `.part`, b `.properties.part`, c not at all, d `part` at the root, `=` as
 *   written after `>` (from the parent's path when it starts with a dot). A capital letter: no alias ends here.
 * Equal subtrees are one node, which is what makes 13 MB of listing fit in 0.8 MB.
 */
export interface PackedAliases {
  readonly types: string;
  readonly loose: string;
  readonly nodes: string;
}

interface Child {
  readonly isAlias: boolean;
  readonly letter: string;
  readonly token: string;
  readonly written: string | undefined;
  readonly node: number | undefined;
}

/** Reads a packed table; nothing is unpacked until an alias is asked for, and then only the nodes on its way. */
export function packedCatalogue(packed: PackedAliases): AliasCatalogue {
  let tables: Tables | undefined;
  return {
    hasVersions: false,
    find: (alias) => {
      tables ??= new Tables(packed);
      return tables.find(alias.toLowerCase());
    },
  };
}

class Tables {
  private readonly nodes: readonly string[];
  private readonly nodeByType = new Map<string, number>();
  private readonly looseByAlias = new Map<string, AliasEntry[]>();
  private readonly children = new Map<number, ReadonlyMap<string, Child>>();

  constructor(packed: PackedAliases) {
    this.nodes = packed.nodes.split('\n');
    for (const line of packed.types.split('\n')) {
      const [type, node] = cut(line, ':');
      if (node !== undefined) this.nodeByType.set(type, Number.parseInt(node, 36));
    }
    for (const line of packed.loose.split('\n')) {
      const [type, alias, path] = line.split(',');
      if (type === undefined || alias === undefined || path === undefined) continue;
      const key = alias.toLowerCase();
      const entries = this.looseByAlias.get(key) ?? [];
      entries.push({ type, path, versions: undefined, modifiable: undefined });
      this.looseByAlias.set(key, entries);
    }
  }

  find(alias: string): readonly AliasEntry[] {
    const entries: AliasEntry[] = [...(this.looseByAlias.get(alias) ?? [])];
    for (let at = alias.lastIndexOf('/'); at > 0; at = alias.lastIndexOf('/', at - 1)) {
      const type = alias.slice(0, at);
      const node = this.nodeByType.get(type);
      const path = node === undefined ? undefined : this.walk(node, alias.slice(at + 1));
      if (path !== undefined) entries.push({ type, path, versions: undefined, modifiable: undefined });
    }
    return entries;
  }

  private walk(root: number, rest: string): string | undefined {
    let node: number | undefined = root;
    let path = 'properties';
    let last: Child | undefined;
    for (const token of rest.split('.')) {
      if (node === undefined) return undefined;
      last = this.childrenOf(node).get(token);
      if (!last) return undefined;
      path = grow(path, last);
      node = last.node;
    }
    return last?.isAlias ? path : undefined;
  }

  private childrenOf(node: number): ReadonlyMap<string, Child> {
    const known = this.children.get(node);
    if (known) return known;
    const children = new Map<string, Child>();
    for (const part of (this.nodes[node] ?? '').split(',')) {
      const [named, below] = cut(part, ':');
      const [marked, written] = cut(named, '>');
      const letter = marked.charAt(0);
      const token = marked.slice(1);
      const isAlias = letter === letter.toLowerCase();
      const child = {
        isAlias,
        letter: letter.toLowerCase(),
        token,
        written,
        node: below === undefined ? undefined : Number.parseInt(below, 36),
      };
      children.set(token.toLowerCase(), child);
    }
    this.children.set(node, children);
    return children;
  }
}

/** What stands before a mark and what after; nothing does where there is no mark. */
function cut(text: string, mark: string): readonly [string, string | undefined] {
  const at = text.indexOf(mark);
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function grow(path: string, child: Child): string {
  switch (child.letter) {
    case 'a':
      return `${path}.${child.token}`;
    case 'b':
      return `${path}.properties.${child.token}`;
    case 'c':
      return path;
    case 'd':
      return child.token;
    default:
      return child.written?.startsWith('.') ? `${path}${child.written}` : (child.written ?? path);
  }
}
