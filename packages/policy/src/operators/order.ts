import type { JsonValue } from '../json.ts';
import { orderOfUnlikeKinds } from './disputed.ts';
import type { Test } from './equality.ts';
import { compareTexts } from './fold.ts';
import { numberOf } from './number.ts';

/** Decides from a comparison's sign, such as `(order) => order < 0`. */
type Decide = (order: number) => boolean;

/** Below zero, zero or above; NaN when the two have no order. */
export function orderOf(left: JsonValue | undefined, right: JsonValue | undefined): number {
  if (typeof left === 'string') {
    if (typeof right === 'string') return compareTexts(left, right);
    return typeof right === 'number' ? (numberOf(left) ?? Number.NaN) - right : Number.NaN;
  }
  if (typeof left === 'number') {
    if (typeof right === 'number') return left - right;
    return typeof right === 'string' ? left - (numberOf(right) ?? Number.NaN) : Number.NaN;
  }
  return typeof left === 'boolean' && typeof right === 'boolean' ? Number(left) - Number(right) : Number.NaN;
}

/** Whether the order of two values is the wanted one. */
export function inOrder(left: JsonValue | undefined, right: JsonValue | undefined, decide: Decide): boolean {
  const order = orderOf(left, right);
  return Number.isNaN(order) ? orderOfUnlikeKinds : decide(order);
}

/** The test against a constant. */
export const orderTest =
  (right: JsonValue, decide: Decide): Test =>
  (left) =>
    inOrder(left, right, decide);
