import { containmentTest } from '../operators/containment.ts';
import { functionsIgnoreCase } from '../operators/disputed.ts';
import { exactlyEqual, looselyEqual } from '../operators/equality.ts';
import { inOrder } from '../operators/order.ts';
import type { LenientFunction } from './function.ts';

/** Nothing equals nothing: an absent property is not even equal to null here. */
export const equalsFunction: LenientFunction = {
  kind: 'lenient',
  name: 'equals',
  arguments: [2, 2],
  apply: ([left, right]) => {
    if (left === undefined || right === undefined) return false;
    return functionsIgnoreCase ? looselyEqual(left, right) : exactlyEqual(left, right);
  },
};

const ordering = (name: string, decide: (order: number) => boolean): LenientFunction => ({
  kind: 'lenient',
  name,
  arguments: [2, 2],
  apply: ([left, right]) => inOrder(left, right, decide),
});

export const lessFunction = ordering('less', (order) => order < 0);
export const lessOrEqualsFunction = ordering('lessOrEquals', (order) => order <= 0);
export const greaterFunction = ordering('greater', (order) => order > 0);
export const greaterOrEqualsFunction = ordering('greaterOrEquals', (order) => order >= 0);

/** A part of a text, an element of an array, or a key of an object, without case as `functionsIgnoreCase` has it. */
export const containsFunction: LenientFunction = {
  kind: 'lenient',
  name: 'contains',
  arguments: [2, 2],
  apply: ([container, wanted]) => {
    return wanted !== undefined && containmentTest(wanted)(container);
  },
};
