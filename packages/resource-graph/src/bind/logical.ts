import type { Bound, Scope } from '../context.ts';
import { invalid } from '../problem.ts';
import type { Logical } from '../syntax/node.ts';
import type { Binder } from './binder.ts';

/** A condition: bool, or dynamic whose value is a bool. */
export function condition(bound: Bound, at: number, where: string): Bound {
  if (bound.type === 'bool') return bound;
  if (bound.type !== 'dynamic') {
    throw invalid(`${where} wants a condition of type bool, found ${bound.type}.`, at, 'Compare it with something, or write tobool(...).');
  }
  const { evaluate, isConstant } = bound;
  return {
    type: 'bool',
    isConstant,
    evaluate(row) {
      const value = evaluate(row);
      return typeof value === 'boolean' ? value : null;
    },
  };
}

/** Null is neither true nor false: it stays unless the other side decides. */
export function logical(node: Logical, scope: Scope, { bind }: Binder): Bound {
  const operands = node.operands.map((operand) => condition(bind(operand, scope), operand.at, `'${node.operator}'`));
  const evaluations = operands.map((operand) => operand.evaluate);
  const isConstant = operands.every((operand) => operand.isConstant);
  const decides = node.operator === 'or';
  const [first, second] = evaluations;
  if (first !== undefined && second !== undefined && evaluations.length === 2) {
    return {
      type: 'bool',
      isConstant,
      evaluate(row) {
        const left = first(row);
        if (left === decides) return decides;
        const right = second(row);
        return right === decides ? decides : left === null || right === null ? null : !decides;
      },
    };
  }
  return {
    type: 'bool',
    isConstant,
    evaluate(row) {
      let isNull = false;
      for (const evaluate of evaluations) {
        const value = evaluate(row);
        if (value === decides) return decides;
        if (value === null) isNull = true;
      }
      return isNull ? null : !decides;
    },
  };
}
