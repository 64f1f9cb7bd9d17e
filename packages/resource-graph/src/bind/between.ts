import type { Bound, Scope } from '../context.ts';
import type { Between } from '../syntax/node.ts';
import { addition } from './arithmetic.ts';
import type { Binder } from './binder.ts';
import { compared } from './comparison.ts';

/** Both ends belong to it. `between (t .. 1d)` ends 1d after t. */
export function between(node: Between, scope: Scope, { bind }: Binder): Bound {
  const of = bind(node.of, scope);
  const from = bind(node.from, scope);
  const end = bind(node.to, scope);
  const isSpan = end.type === 'timespan' && from.type === 'datetime';
  const to = isSpan ? addition(from, end, '+', node.to.at) : end;
  const above = compared('>=', of, from, node.at);
  const below = compared('<=', of, to, node.at);
  const { isNot } = node;
  return {
    type: 'bool',
    isConstant: of.isConstant && from.isConstant && to.isConstant,
    evaluate(row) {
      const isAbove = above.evaluate(row);
      const isBelow = below.evaluate(row);
      if (isAbove === null || isBelow === null) return null;
      return (isAbove === true && isBelow === true) !== isNot;
    },
  };
}
