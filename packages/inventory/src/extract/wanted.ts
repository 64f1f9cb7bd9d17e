// Which values of a resource are wanted, as a tree of member names: what rules read of a type decides which bytes of it are looked at.
import { everyElement, segmentsOf } from '@plumbline/policy';

/** Bits that tell who wants a value, and so which of the keys of a resource it belongs to. */
export const wantedBy = {
  /** Those who look at it from elsewhere: of the ids in it only what they have in common with others counts. */
  others: 1,
  /** The same, but ids count letter by letter. */
  othersText: 2,
  /** The resource's own rules that look at others too. */
  waiting: 4,
  /** The resource's own rules that look at nothing else. */
  alone: 8,
} as const;

/** Paths from the root, such as `properties.rules[*].properties.access`, by who wants what is there. */
export type WantedPaths = { readonly [K in keyof typeof wantedBy]?: Iterable<string> };

/** A place in a resource. */
export interface Wanted {
  /** Tells places of one tree apart; below 255. */
  readonly number: number;
  /** Who wants all that is here. */
  readonly whole: number;
  /** Who wants something further down. */
  readonly below: number;
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
  whole: number;
  readonly members: Map<string, { readonly name: string; readonly draft: Draft }>;
  items: Draft | undefined;
}

const mostNumbers = 255;

/** @returns undefined where a path cannot be looked for in bytes, or there are too many */
export function wantedOf(paths: WantedPaths): Wanted | undefined {
  const root = newDraft();
  for (const who of ['others', 'othersText', 'waiting', 'alone'] as const) {
    for (const path of paths[who] ?? []) {
      const draft = draftAt(root, path);
      if (draft === undefined) return undefined;
      draft.whole |= who === 'othersText' ? wantedBy.others | wantedBy.othersText : wantedBy[who];
    }
  }
  const count = { numbers: 0 };
  const wanted = finished(root, 0, count);
  return count.numbers >= mostNumbers ? undefined : wanted;
}

function draftAt(root: Draft, path: string): Draft | undefined {
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
  return draft;
}

const encoder = new TextEncoder();

/** @param had who has all of what stands here already */
function finished({ whole: asked, members: drafts, items: draft }: Draft, had: number, count: { numbers: number }): Wanted {
  const number = count.numbers;
  count.numbers += 1;
  const whole = withoutRepeats(asked, had);
  const known = had | whole;
  const members: WantedMember[][] = [];
  let below = 0;
  for (const [folded, { name, draft: member }] of drafts) {
    const wanted = finished(member, known, count);
    if ((wanted.whole | wanted.below) === 0) continue;
    below |= wanted.whole | wanted.below;
    const bytes = encoder.encode(name);
    members[bytes.length] ??= [];
    members[bytes.length]?.push({ name: bytes, folded: encoder.encode(folded), wanted });
  }
  const each = draft === undefined ? undefined : finished(draft, known, count);
  const items = each === undefined || (each.whole | each.below) === 0 ? undefined : each;
  if (items !== undefined) below |= items.whole | items.below;
  return { number, whole, below, members: members.length === 0 ? undefined : Array.from(members), items };
}

/** Each key is only looked up for what has the keys before it, so what stands in those need not be in it again. */
function withoutRepeats(asked: number, had: number): number {
  let whole = asked & ~had;
  if (((whole | had) & wantedBy.othersText) !== 0) whole &= wantedBy.others | wantedBy.othersText;
  if (((whole | had) & wantedBy.waiting) !== 0) whole &= ~wantedBy.alone;
  return whole;
}

function newDraft(): Draft {
  return { whole: 0, members: new Map(), items: undefined };
}
