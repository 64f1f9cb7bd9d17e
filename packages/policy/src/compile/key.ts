import type { Condition } from '../parse/tree.ts';
import type { Scope } from './scope.ts';

/**
 * A text that is equal for two conditions only if they mean the same for every resource; undefined when that cannot be told, as
 * within counts and where anything is computed from the resource.
 */
export function keyOf(condition: Condition, scope: Scope): string | undefined {
  if (scope.options.bindings.length > 0 || scope.options.owner) return undefined;
  if (condition.kind === 'not') {
    const of = keyOf(condition.of, scope);
    return of === undefined ? undefined : `!(${of})`;
  }
  if (condition.kind === 'test') {
    const { left, operator } = condition;
    if (left.kind !== 'field') return undefined;
    const name = scope.yield(left.name);
    const right = scope.yield(condition.right);
    if (!('constant' in name) || typeof name.constant !== 'string' || !('constant' in right)) return undefined;
    return `${JSON.stringify(name.constant.toLowerCase())}${operator}${JSON.stringify(right.constant)}`;
  }
  const parts: string[] = [];
  for (const one of condition.of) {
    const part = keyOf(one, scope);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return `${condition.kind}(${parts.join(',')})`;
}
