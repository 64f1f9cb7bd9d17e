import type { ExpressionNode } from './node.ts';

/** The expression as it would stand in JSON, brackets included. Parsing it again gives the same tree, offsets apart. */
export const printExpression = (root: ExpressionNode): string => `[${printNode(root)}]`;

function printNode(node: ExpressionNode): string {
  switch (node.kind) {
    case 'number':
      return Object.is(node.value, -0) ? '-0' : String(node.value);
    case 'text':
      return `'${node.value.replaceAll("'", "''")}'`;
    case 'name':
      return node.name;
    case 'call':
      return `${node.name}(${node.arguments.map(printNode).join(', ')})`;
    case 'property':
      return `${printNode(node.of)}.${node.name}`;
    case 'element':
      return `${printNode(node.of)}[${printNode(node.index)}]`;
    case 'minus':
      return `-${printNode(node.of)}`;
  }
}
