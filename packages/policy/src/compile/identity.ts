import type { JsonValue } from '../json.ts';
import type { Condition, Count, Operand } from '../parse/tree.ts';
import type { Scope } from './scope.ts';

/**
 * A text that is equal for two conditions only if they mean the same for every resource, outside of counts and existence
 * conditions; undefined when that cannot be told.
 */
export function identityOf(condition: Condition, scope: Scope): string | undefined {
  return new Identity(scope.options.parameters).condition(condition);
}

/** The same for values of a rule that belong together. */
export function identityOfAll(operands: readonly (Operand | undefined)[], scope: Scope): string | undefined {
  const identity = new Identity(scope.options.parameters);
  return joined(
    'all',
    operands.map((operand) => (operand ? identity.operand(operand) : '')),
  );
}

/** Parameters are taken for their values; where one is named by an expression, nothing can be told. */
class Identity {
  private readonly parameters: ReadonlyMap<string, JsonValue | undefined>;

  constructor(parameters: ReadonlyMap<string, JsonValue | undefined>) {
    this.parameters = parameters;
  }

  condition(condition: Condition): string | undefined {
    if (condition.kind === 'not') return joined('not', [this.condition(condition.of)]);
    if (condition.kind !== 'test')
      return joined(
        condition.kind,
        condition.of.map((one) => this.condition(one)),
      );
    const { left, operator } = condition;
    const right = this.operand(condition.right);
    if (left.kind === 'count') return joined(operator, [this.count(left.count), right]);
    return joined(operator, [left.kind, this.operand(left.kind === 'field' ? left.name : left.value), right]);
  }

  private count(count: Count): string | undefined {
    const of = this.operand(count.kind === 'field' ? count.field : count.value);
    const where = count.where === undefined ? '' : this.condition(count.where);
    return joined('count', [count.kind, of, count.kind === 'value' ? JSON.stringify(count.name ?? null) : '', where]);
  }

  operand(operand: Operand): string | undefined {
    switch (operand.kind) {
      case 'literal':
        return JSON.stringify(operand.value);
      case 'expression':
        return this.expression(operand.text);
      case 'list':
        return joined(
          'list',
          operand.items.map((item) => this.operand(item)),
        );
      case 'object':
        return joined(
          'object',
          operand.entries.map(([key, item]) => joined(JSON.stringify(key), [this.operand(item)])),
        );
    }
  }

  private expression(text: string): string | undefined {
    // A parameter without a value is not one whose value is null.
    const values: (readonly JsonValue[])[] = [];
    for (const [, name] of text.matchAll(/parameters\s*\(\s*(?:'([^']*)'\s*\))?/gi)) {
      if (name === undefined) return undefined;
      const value = this.parameters.get(name.toLowerCase());
      values.push(value === undefined ? [] : [value]);
    }
    return `${JSON.stringify(text)}${JSON.stringify(values)}`;
  }
}

function joined(name: string, parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : `${name}(${parts.join(',')})`;
}
