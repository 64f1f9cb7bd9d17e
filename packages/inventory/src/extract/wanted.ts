// Which values of a resource are wanted, as a tree of member names: what rules read of a type decides which bytes of it are looked at.
import { everyElement, segmentsOf } from '@plumbline/policy';

/** A place in a resource. With neither members nor items all of its value is wanted. */
export interface Wanted {
  /** Nobody but those who judge a resource by itself wants what is here. */
  readonly isAside: boolean;
  /** Tells places of one tree apart; below 255. */
  readonly number: number;
  /** Wanted members by length of their names in bytes, for one look that rules nearly all others out. */
  readonly members: readonly (readonly WantedMember[] | undefined)[] | undefined;
  /** What is wanted of each element of a list. */
  readonly items: Wanted | undefined;
}

export interface WantedMember {
  /** As rules spell it. */
  readonly name: Uint8Array;
  /** The same in lower case. */
  readonly folded: Uint8Array;
  readonly wanted: Wanted;
}

interface Draft {
  isWhole: boolean;
  isAside: boolean;
  readonly members: Map<string, { readonly name: string; readonly draft: Draft }>;
  items: Draft | undefined;
}

const mostNumbers = 255;

/**
 * @param paths from the root, such as `properties.rules[*].properties.access`
 * @param aside paths whose values are to be kept apart from the others
 * @returns undefined where a path cannot be looked for in bytes, or there are too many
 */
export function wantedOf(paths: readonly string[], aside: readonly string[] = []): Wanted | undefined {
  const root = newDraft();
  for (const [index, path] of [...paths, ...aside].entries()) {
    const isMain = index < paths.length;
    const segments = segmentsOf(path);
    if (segments.length === 0 || segments[0] === everyElement || typeof segments[0] === 'number') return undefined;
    let draft = root;
    for (const segment of segments) {
      if (typeof segment === 'string') {
        // Bytes are compared without case, which is simple for ASCII only.
        if (!/^[\x20-\x7e]+$/.test(segment) || /["\\]/.test(segment)) return undefined;
        const key = segment.toLowerCase();
        const member = draft.members.get(key) ?? { name: segment, draft: newDraft() };
        draft.members.set(key, member);
        draft = member.draft;
      } else {
        draft.items ??= newDraft();
        draft = draft.items;
      }
    }
    draft.isAside = !isMain && (!draft.isWhole || draft.isAside);
    draft.isWhole = true;
  }
  let count = 0;
  const finished = (draft: Draft): Wanted => {
    const number = count;
    count += 1;
    if (draft.isWhole) return { isAside: isAsideIn(draft), number, members: undefined, items: undefined };
    const members: WantedMember[][] = [];
    for (const [folded, { name, draft: below }] of draft.members) {
      const bytes = encoder.encode(name);
      members[bytes.length] ??= [];
      members[bytes.length]?.push({ name: bytes, folded: encoder.encode(folded), wanted: finished(below) });
    }
    return {
      isAside: isAsideIn(draft),
      number,
      members: draft.members.size === 0 ? undefined : Array.from(members),
      items: draft.items === undefined ? undefined : finished(draft.items),
    };
  };
  const wanted = finished(root);
  return count >= mostNumbers ? undefined : wanted;
}

const encoder = new TextEncoder();

/** A place is kept apart only where everything at and below it is. */
function isAsideIn({ isWhole, isAside, members, items }: Draft): boolean {
  return (!isWhole || isAside) && [...members.values()].every(({ draft }) => isAsideIn(draft)) && (items === undefined || isAsideIn(items));
}

function newDraft(): Draft {
  return { isWhole: false, isAside: false, members: new Map(), items: undefined };
}
