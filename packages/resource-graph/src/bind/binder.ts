import type { Bound, Scope } from '../context.ts';
import type { Expression } from '../syntax/node.ts';

/** Handed to every part of the binder, so that parts need not import the whole. */
export interface Binder {
  bind(node: Expression, scope: Scope): Bound;
}
