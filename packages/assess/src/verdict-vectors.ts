import { Branching } from './branching.ts';
import type { ItemVerdict } from './verdict.ts';

/** Verdicts by index of the plan, in rising order. */
export type IndexedVerdicts = readonly (readonly [number, ItemVerdict])[];

/**
 * All verdicts on one resource, without their reasons. Most resources of a type share a few of them, so each is made once and a
 * resource remembers only which is its own.
 */
export interface VerdictVector {
  readonly verdicts: IndexedVerdicts;
  /** Tells statuses apart: vectors that differ in causes only have the same. */
  readonly signature: string;
  /** The verdicts as JSON. */
  readonly text: string;
  /** Whether anything was assessed. */
  readonly isJudged: boolean;
}

export interface VerdictVectors {
  readonly empty: VerdictVector;
  /** @returns the vector that has one verdict more; `index` lies behind all in it. */
  with(vector: VerdictVector, index: number, verdict: ItemVerdict): VerdictVector;
  of(verdicts: IndexedVerdicts): VerdictVector;
}

const letterByStatus: Readonly<Record<ItemVerdict['status'], string>> = {
  Healthy: 'h',
  Unhealthy: 'u',
  NotApplicable: 'n',
  NotAssessed: 'x',
};

/** Steps in the tree are `index * kindsApart + kind`: exact, since there are far fewer than 2 ** 33 recommendations, and small numbers. */
const kindsApart = 2 ** 20;
/** Kinds of verdicts that are told apart by their status alone. */
const statuses = ['Healthy', 'Unhealthy', 'NotApplicable', 'NotAssessed'] as const;
const plainKinds: Readonly<Record<ItemVerdict['status'], number>> = { Healthy: 0, Unhealthy: 1, NotApplicable: 2, NotAssessed: 3 };

class Node extends Branching<Node> implements VerdictVector {
  readonly isJudged: boolean;
  private readonly before: Node | undefined;
  private readonly last: IndexedVerdicts[number] | undefined;
  private known: IndexedVerdicts | undefined;
  private knownSignature: string | undefined;
  private knownText: string | undefined;

  constructor(before?: Node, last?: IndexedVerdicts[number]) {
    super();
    this.before = before;
    this.last = last;
    this.isJudged = before?.isJudged === true || (last !== undefined && last[1].status !== 'NotAssessed');
  }

  // Of the nodes on the way to a vector nobody asks for theirs, and there may be thousands.
  get verdicts(): IndexedVerdicts {
    if (this.known === undefined) {
      const verdicts: IndexedVerdicts[number][] = this.last === undefined ? [] : [this.last];
      for (let at = this.before; at?.last !== undefined; at = at.before) verdicts.push(at.last);
      this.known = verdicts.reverse();
    }
    return this.known;
  }

  get text(): string {
    this.knownText ??= JSON.stringify(this.verdicts);
    return this.knownText;
  }

  get signature(): string {
    this.knownSignature ??= this.verdicts.map(([index, { status }]) => letterByStatus[status] + String(index)).join('');
    return this.knownSignature;
  }
}

/** Interns vectors as paths of a tree, so that finding one costs a small look-up for each verdict and makes nothing. */
export function verdictVectors(): VerdictVectors {
  const kindByVerdict = new WeakMap<ItemVerdict, number>();
  const kindByText = new Map<string, number>();
  const verdictByKind: ItemVerdict[] = statuses.map((status) => ({ status }));
  const empty = new Node();

  const kindOf = (verdict: ItemVerdict): number => {
    const { status, cause, needs, imported } = verdict;
    if (cause === undefined && needs === undefined && imported !== true) return plainKinds[status];
    const known = kindByVerdict.get(verdict);
    if (known !== undefined) return known;
    const text = `${status} ${cause ?? ''} ${needs ?? ''} ${imported === true ? 'i' : ''}`;
    let kind = kindByText.get(text);
    if (kind === undefined) {
      kind = verdictByKind.length;
      kindByText.set(text, kind);
      const { because: _reason, ...plain } = verdict;
      verdictByKind.push(plain);
    }
    kindByVerdict.set(verdict, kind);
    return kind;
  };

  const extended = (vector: VerdictVector, index: number, verdict: ItemVerdict): Node => {
    const node = vector as Node;
    const kind = kindOf(verdict);
    const step = index * kindsApart + kind;
    let next = node.next(step);
    if (next === undefined) {
      const plain = verdictByKind[kind] ?? verdict;
      next = new Node(node, [index, plain]);
      node.add(step, next);
    }
    return next;
  };

  return {
    empty,
    with: extended,
    of(verdicts) {
      let vector: VerdictVector = empty;
      for (const [index, verdict] of verdicts) vector = extended(vector, index, verdict);
      return vector;
    },
  };
}
