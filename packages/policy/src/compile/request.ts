import type { EvaluationContext } from '../evaluation.ts';
import type { ExpressionNode } from '../expression/node.ts';
import type { Condition, Operand } from '../parse/tree.ts';

/** What a condition asks of the request that Azure judges, and that no export tells: who makes it, or what an endpoint answered. */
export type Asked = 'claims' | 'requestContext';

/** readings.rulesAboutRequests. The API version of a request is no matter: existing resources are judged by the newest. */
export function askedOf(condition: Condition): Asked | undefined {
  switch (condition.kind) {
    case 'allOf':
    case 'anyOf':
      return first(condition.of, askedOf);
    case 'not':
      return askedOf(condition.of);
    case 'test': {
      const { left, right } = condition;
      if (left.kind === 'count') {
        const { count } = left;
        const counted = askedOfOperand(count.kind === 'field' ? count.field : count.value);
        return counted ?? (count.where && askedOf(count.where)) ?? askedOfOperand(right);
      }
      return askedOfOperand(left.kind === 'field' ? left.name : left.value) ?? askedOfOperand(right);
    }
  }
}

/** Whether the context says it after all, as it does where a request is tried out. */
export function tells(context: EvaluationContext, asked: Asked): boolean {
  if (asked === 'claims') return context.claims !== undefined;
  return Object.keys(context.requestContext ?? {}).some((key) => key.toLowerCase() !== 'apiversion');
}

function askedOfOperand(operand: Operand): Asked | undefined {
  switch (operand.kind) {
    case 'literal':
      return undefined;
    case 'expression':
      return askedOfNode(operand.root);
    case 'list':
      return first(operand.items, askedOfOperand);
    case 'object':
      return first(operand.entries, ([, item]) => askedOfOperand(item));
  }
}

function askedOfNode(node: ExpressionNode): Asked | undefined {
  switch (node.kind) {
    case 'number':
    case 'text':
    case 'name':
      return undefined;
    case 'minus':
      return askedOfNode(node.of);
    case 'property':
      return isRequest(node.of) && node.name.toLowerCase() === 'apiversion' ? undefined : askedOfNode(node.of);
    case 'element':
      if (isRequest(node.of) && node.index.kind === 'text' && node.index.value.toLowerCase() === 'apiversion') return undefined;
      return askedOfNode(node.of) ?? askedOfNode(node.index);
    case 'call':
      if (node.name.toLowerCase() === 'claims') return 'claims';
      return isRequest(node) ? 'requestContext' : first(node.arguments, askedOfNode);
  }
}

function isRequest(node: ExpressionNode): boolean {
  return node.kind === 'call' && node.name.toLowerCase() === 'requestcontext';
}

function first<T>(items: readonly T[], of: (item: T) => Asked | undefined): Asked | undefined {
  for (const item of items) {
    const found = of(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
