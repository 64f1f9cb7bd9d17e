import { instantText, spanText } from '../times.ts';
import type { ColumnPattern, Declaration, Expansion, Expression, Let, Named, OperatorNode, OrderKey, Query, Source } from './node.ts';

/** Query text of a tree, with every bracket written: for the law that reading it gives the tree back. */
export function printQuery({ lets, pipeline }: Query): string {
  const parts = [printSource(pipeline.source), ...pipeline.operators.map(printOperator)];
  return [...lets.map((item) => `${printLet(item)};`), parts.filter((part) => part !== '').join(' | ')].join(' ');
}

const list = <T>(items: readonly T[], print: (item: T) => string): string => items.map(print).join(', ');
const printName = (name: string): string => (/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : `['${escaped(name)}']`);
const escaped = (text: string): string => text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n');

export function printExpression(node: Expression): string {
  switch (node.kind) {
    case 'literal':
      return printLiteral(node.type, node.value);
    case 'name':
      return printName(node.name);
    case 'star':
      return '*';
    case 'path':
      return (
        printBase(node.of) +
        node.steps.map((step) => (step.kind === 'member' ? `['${escaped(step.name)}']` : `[${printExpression(step.of)}]`)).join('')
      );
    case 'call':
      return `${node.name}(${list(node.arguments, printExpression)})`;
    case 'logical':
      return node.operands.map(bracketed).join(` ${node.operator} `);
    case 'arithmetic':
      return bracketed(node.first) + node.rest.map(({ operator, operand }) => ` ${operator} ${bracketed(operand)}`).join('');
    case 'comparison':
      return `${bracketed(node.left)} ${node.operator} ${bracketed(node.right)}`;
    case 'membership':
      return `${bracketed(node.left)} ${node.operator} (${list(node.among, (each) => (each.kind === 'nested' ? printQuery(each.query) : printExpression(each)))})`;
    case 'between':
      return `${bracketed(node.of)} ${node.isNot ? '!' : ''}between (${printExpression(node.from)} .. ${printExpression(node.to)})`;
    case 'negative':
      return `-${bracketed(node.of)}`;
    case 'nested':
      return printQuery(node.query);
  }
}

const bracketed = (node: Expression): string =>
  node.kind === 'name' || node.kind === 'call' || (node.kind === 'literal' && typeof node.value === 'string')
    ? printExpression(node)
    : `(${printExpression(node)})`;
const printBase = bracketed;

function printLiteral(type: string, value: unknown): string {
  if (type === 'string') return `'${escaped(String(value))}'`;
  if (type === 'dynamic') return `dynamic(${JSON.stringify(value)})`;
  if (value === null) return `${type === 'real' ? 'real' : type}(null)`;
  if (type === 'datetime' && typeof value === 'bigint') return `datetime(${instantText(value)})`;
  if (type === 'timespan' && typeof value === 'bigint') return `time(${spanText(value)})`;
  return type === 'long' && typeof value === 'number' && value >= 0 ? String(value) : `${type}(${String(value)})`;
}

const printNamed = ({ names, of }: Named): string =>
  names.length === 0
    ? printExpression(of)
    : names.length === 1
      ? `${printName(names[0] ?? '')} = ${printExpression(of)}`
      : `(${names.join(', ')}) = ${printExpression(of)}`;
const printDeclaration = ({ name, type }: Declaration): string => `${printName(name)}: ${type}`;
const printKey = ({ of, isAscending, isNullFirst }: OrderKey): string =>
  `${printExpression(of)} ${isAscending ? 'asc' : 'desc'} nulls ${isNullFirst ? 'first' : 'last'}`;
const printPattern = ({ pattern, order }: ColumnPattern): string =>
  `${pattern.includes('*') ? pattern : printName(pattern)}${order === undefined ? '' : ` ${order}`}`;
const printExpansion = ({ name, of, type }: Expansion): string =>
  `${name === undefined ? '' : `${printName(name)} = `}${printExpression(of)}${type === undefined ? '' : ` to typeof(${type})`}`;

function printSource(source: Source): string {
  switch (source.kind) {
    case 'table':
      return source.isImplied ? '' : printName(source.name);
    case 'call':
      return printExpression(source.call);
    case 'print':
      return `print ${list(source.columns, printNamed)}`;
    case 'range':
      return `range ${printName(source.name)} from ${printExpression(source.from)} to ${printExpression(source.to)} step ${printExpression(source.step)}`;
    case 'datatable':
      return `datatable (${list(source.columns, printDeclaration)}) [${list(source.values, printExpression)}]`;
    case 'union':
      return `union ${printUnion(source)}`;
    case 'query':
      return `(${printQuery(source.query)})`;
  }
}

const printUnion = (node: {
  readonly isInner: boolean;
  readonly withSource: string | undefined;
  readonly legs: readonly Query[];
}): string =>
  `${node.isInner ? 'kind=inner ' : ''}${node.withSource === undefined ? '' : `withsource=${node.withSource} `}${list(node.legs, (leg) => `(${printQuery(leg)})`)}`;

function printOperator(node: OperatorNode): string {
  switch (node.kind) {
    case 'where':
      return `where ${printExpression(node.predicate)}`;
    case 'project':
    case 'extend':
    case 'project-rename':
    case 'distinct':
    case 'serialize':
      return `${node.kind} ${list(node.columns, printNamed)}`.trim();
    case 'project-away':
    case 'project-keep':
    case 'project-reorder':
      return `${node.kind} ${list(node.patterns, printPattern)}`;
    case 'summarize':
      return `summarize ${list(node.aggregates, printNamed)}${node.by.length === 0 ? '' : ` by ${list(node.by, printNamed)}`}`;
    case 'count':
    case 'getschema':
      return node.kind;
    case 'as':
      return `as ${node.name}`;
    case 'sort':
      return `sort by ${list(node.keys, printKey)}`;
    case 'top':
      return `top ${printExpression(node.count)} by ${list(node.keys, printKey)}`;
    case 'take':
      return `take ${printExpression(node.count)}`;
    case 'join':
      return `join kind=${node.join} (${printQuery(node.right)}) on ${list(node.on, printExpression)}`;
    case 'union':
      return `union ${printUnion(node)}`;
    case 'mv-expand':
      return `mv-expand ${node.isArray ? 'kind=array ' : ''}${node.withIndex === undefined ? '' : `with_itemindex=${node.withIndex} `}${list(node.columns, printExpansion)}${node.limit === undefined ? '' : ` limit ${printExpression(node.limit)}`}`;
    case 'mv-apply':
      return `mv-apply ${list(node.columns, printExpansion)} on (${printQuery(node.body)})`;
    case 'parse':
    case 'parse-where':
      return `${node.kind} kind=${node.mode} ${printExpression(node.of)} with ${node.pieces.map((piece) => (piece.kind === 'text' ? `'${escaped(piece.text)}'` : piece.kind === 'any' ? '*' : printDeclaration(piece))).join(' ')}`;
  }
}

function printLet(item: Let): string {
  switch (item.kind) {
    case 'scalar':
      return `let ${printName(item.name)} = ${printExpression(item.value)}`;
    case 'table':
      return `let ${printName(item.name)} = ${printQuery(item.query)}`;
    case 'function':
      return `let ${printName(item.name)} = (${list(item.parameters, ({ name, type, preset }) => `${name}: ${type === 'table' ? '(*)' : type}${preset === undefined ? '' : ` = ${printExpression(preset)}`}`)}) { ${item.lets.map((inner) => `${printLet(inner)}; `).join('')}${item.body.kind === 'query-node' ? printQuery(item.body) : printExpression(item.body)} }`;
  }
}
