import type { Bound, Scope } from '../context.ts';
import { invalid } from '../problem.ts';
import type { Expression } from '../syntax/node.ts';
import { absentOf, type Value } from '../value.ts';
import { arithmetic, negative } from './arithmetic.ts';
import { between } from './between.ts';
import type { Binder } from './binder.ts';
import { call } from './call.ts';
import { comparison } from './comparison.ts';
import { constant } from './constant.ts';
import { logical } from './logical.ts';
import { membership } from './membership.ts';
import { name } from './name.ts';
import { path } from './path.ts';

/** Resolves names, checks types and makes a closure over a row. Throws a refusal that names what does not fit. */
export function bind(node: Expression, scope: Scope): Bound {
  scope.context.grow('node', node.at);
  const bound = resolve(node, scope);
  return bound.isConstant && node.kind !== 'literal' && node.kind !== 'name' ? folded(bound) : bound;
}

const binder: Binder = { bind };

function resolve(node: Expression, scope: Scope): Bound {
  switch (node.kind) {
    case 'literal':
      return constant(node.type, node.value);
    case 'name':
      return name(node, scope);
    case 'path':
      return path(node, scope, binder);
    case 'call':
      return call(node, scope, binder);
    case 'logical':
      return logical(node, scope, binder);
    case 'arithmetic':
      return arithmetic(node, scope, binder);
    case 'comparison':
      return comparison(node, scope, binder);
    case 'membership':
      return membership(node, scope, binder);
    case 'between':
      return between(node, scope, binder);
    case 'negative':
      return negative(node, scope, binder);
    case 'star':
      throw invalid("'*' cannot stand here.", node.at, 'It stands for all columns in arg_max(x, *), take_any(*) and pack_all().');
    case 'nested':
      throw invalid('A query cannot stand here.', node.at, 'Write toscalar(...) for its first value, or use it after in.');
  }
}

/** Worked out at the first row that asks, so that a constant of a query that reads nothing costs nothing. */
function folded({ type, evaluate }: Bound): Bound {
  let value: Value | undefined;
  return {
    type,
    isConstant: true,
    evaluate(row) {
      value ??= evaluate(row) ?? absentOf(type);
      return value;
    },
  };
}
