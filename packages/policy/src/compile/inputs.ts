import { compileExpression } from '../expression/compile.ts';
import type { ContextName } from '../functions/function.ts';
import type { Condition, Count, Operand } from '../parse/tree.ts';
import type { Reader } from './frame.ts';
import type { Scope } from './scope.ts';

/**
 * Everything that the answer of a condition hangs on, as values to be read; undefined where that is more than some single values,
 * as for lists, or cannot be told.
 */
export function inputsOf(condition: Condition, scope: Scope): readonly Reader[] | undefined {
  const inputs = new Inputs(scope);
  return inputs.condition(condition) ? [...inputs.readerBySlot.values()] : undefined;
}

/** Whether a value of a rule is the same for every resource, though it may not be there. */
export function isFixed(operand: Operand, scope: Scope): boolean {
  const inputs = new Inputs(scope);
  return inputs.operand(operand) && inputs.readerBySlot.size === 0;
}

/** Each method says whether all inputs of its part are single values. */
class Inputs {
  readonly readerBySlot = new Map<string, Reader>();
  private readonly scope: Scope;

  constructor(scope: Scope) {
    this.scope = scope;
  }

  condition(condition: Condition): boolean {
    if (condition.kind === 'not') return this.condition(condition.of);
    if (condition.kind !== 'test') return condition.of.every((one) => this.condition(one));
    if (!this.operand(condition.right)) return false;
    const { left } = condition;
    switch (left.kind) {
      case 'value':
        return this.operand(left.value);
      case 'count':
        return this.count(left.count);
      case 'field': {
        const name = this.scope.yield(left.name);
        return 'constant' in name && typeof name.constant === 'string' && this.field(name.constant);
      }
    }
  }

  private count(count: Count): boolean {
    if (count.kind === 'field' || !this.operand(count.value)) return false;
    return count.where === undefined || this.condition(count.where);
  }

  operand(operand: Operand): boolean {
    switch (operand.kind) {
      case 'literal':
        return true;
      case 'list':
        return operand.items.every((item) => this.operand(item));
      case 'object':
        return operand.entries.every(([, item]) => this.operand(item));
      case 'expression': {
        const { reads } = compileExpression(operand.root, { parameters: this.scope.options.parameters });
        for (const name of reads.context) this.readerBySlot.set(`${name}()`, contextReaders[name]);
        return !reads.computed && reads.fields.every((name) => this.field(name));
      }
    }
  }

  private field(name: string): boolean {
    const { start, rest, slot } = this.scope.select(name, true);
    if (slot === undefined || rest.length > 0) return false;
    this.readerBySlot.set(slot, start);
    return true;
  }
}

const contextReaders: Readonly<Record<ContextName, Reader>> = {
  utcNow: ({ context }) => context.now,
  requestContext: ({ context }) => context.requestContext,
  resourceGroup: ({ context }) => context.resourceGroup,
  subscription: ({ context }) => context.subscription,
  policy: ({ context }) => context.policy,
  claims: ({ context }) => context.claims,
};
