import { coerced } from '../bind/coerce.ts';
import { condition } from '../bind/logical.ts';
import type { Bound } from '../context.ts';
import { invalid } from '../problem.ts';
import type { Expression } from '../syntax/node.ts';
import { isNumberType, type Row } from '../value.ts';
import type { AggregateCall } from './aggregate.ts';

export function argumentNode(call: AggregateCall, index: number): Expression {
  const node = call.node.arguments[index];
  if (node === undefined) throw new Error(`${call.node.name} has no argument ${index}`);
  return node;
}

export const argument = (call: AggregateCall, index: number): Bound => call.bind(argumentNode(call, index));

/** The condition of countif, sumif and so on; always true where there is none. */
export function onlyIf(call: AggregateCall, index: number | undefined): (row: Row) => boolean {
  if (index === undefined) return () => true;
  const node = argumentNode(call, index);
  const { evaluate } = condition(call.bind(node), node.at, `${call.node.name}()`);
  return (row) => evaluate(row) === true;
}

/** A number, or what a dynamic value holds of it. */
export function numberArgument(call: AggregateCall, index: number, orTime: boolean): Bound {
  const node = argumentNode(call, index);
  const bound = call.bind(node);
  if (isNumberType(bound.type) || (orTime && (bound.type === 'timespan' || bound.type === 'datetime'))) return bound;
  const found = bound.type === 'dynamic' ? coerced(bound, 'real') : undefined;
  if (found !== undefined) return found;
  if (bound.type === 'bool') {
    return {
      type: 'long',
      isConstant: bound.isConstant,
      evaluate(row) {
        const value = bound.evaluate(row);
        return value === null ? null : Number(value);
      },
    };
  }
  throw invalid(`${call.node.name}() wants numbers, found ${bound.type}.`, node.at, 'Write todouble(...) around it.');
}

/** A whole number that is written in the query, such as the most members of a list. */
export function constantNumber(call: AggregateCall, index: number): number | undefined {
  const node = call.node.arguments[index];
  if (node === undefined) return undefined;
  const bound = call.bind(node);
  const value = bound.isConstant ? bound.evaluate([]) : undefined;
  if (typeof value === 'number') return value;
  throw invalid(`${call.node.name}() wants a constant number as argument ${index + 1}.`, node.at, 'Write the number itself.');
}
