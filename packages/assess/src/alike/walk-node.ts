import type { RelatedQuery } from '@plumbline/policy';
import { Branching } from '../branching.ts';
import type { VerdictVector } from '../verdict-vectors.ts';

/** How an id that was asked for follows from an id met before: the same, what it lies in, or what lies at a fixed place below. */
export interface Derivation {
  /** Which of the ids met. */
  readonly from: number;
  /** Segments that are cut off at the end. */
  readonly cut: number;
  readonly suffix: string;
}

/** A question that judging puts to the estate. */
export type Ask =
  | { readonly kind: 'id'; readonly of: Derivation }
  | { readonly kind: 'under'; readonly of: Derivation; readonly type: string }
  | { readonly kind: 'subscription'; readonly type: string }
  | { readonly kind: 'tenant'; readonly type: string }
  | { readonly kind: 'collected'; readonly type: string; readonly isAbove: boolean }
  /** `group`: the resource group looked in, where it is not the resource's own. */
  | { readonly kind: 'related'; readonly query: RelatedQuery; readonly group?: string }
  /** What follows cannot be told from the answers alone: such resources are judged one by one. */
  | { readonly kind: 'never' };

/**
 * A step on the way through questions and answers. Answers are told by steps of numbers: what is met, of which class it is, and which
 * of its ids were met before.
 */
export class WalkNode extends Branching<WalkNode> {
  /** What is asked next; undefined within an answer. */
  ask: Ask | undefined = undefined;
  /** Where the way ends. */
  vector: VerdictVector | undefined = undefined;
  /** The verdicts hang on the moment of the run. */
  looksAtClock = false;

  /** Goes on by a step that leads nowhere yet. */
  branch(step: number): WalkNode {
    const node = new WalkNode();
    this.add(step, node);
    return node;
  }
}
