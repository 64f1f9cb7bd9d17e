import { invalid } from '../problem.ts';
import { isQueryAhead } from './ahead.ts';
import { parseExpression, parseType } from './expression.ts';
import type { Declaration, Expression, Let, OperatorNode, Parameter, Pipeline, Query, Source } from './node.ts';
import { operatorParsers } from './operators.ts';
import { listOf, type Parser, parseNamed, startParser, textOf } from './parser.ts';
import { parseUnion } from './union.ts';

/** The most operators of one pipeline. */
const maximumOperators = 500;

/** Reads a query whole. Throws a refusal at the first place that cannot be read. */
export function parseQuery(text: string): Query {
  const parser = startParser(text, { expression: parseExpression, query: parseNestedQuery });
  const query = statements(parser, []);
  while (parser.takes(';'));
  if (parser.peek().kind !== 'end') throw parser.unexpected("'|', an operator or the end of the query");
  return query;
}

function statements(parser: Parser, before: readonly Let[]): Query {
  const at = parser.peek().start;
  const lets = [...before];
  while (parser.takes(';'));
  while (parser.sees('let')) {
    lets.push(letStatement(parser));
    if (parser.peek().kind === 'end') throw parser.unexpected("';' and a query after let");
    parser.demand(';', 'after let');
    while (parser.takes(';'));
  }
  return { kind: 'query-node', lets, pipeline: pipeline(parser, lets.length === before.length), at };
}

const parseNestedQuery = (parser: Parser): Query => parser.nested(() => statements(parser, []));

function letStatement(parser: Parser): Let {
  const at = parser.next().start;
  const name = parser.name('the name that let gives');
  parser.demand('=', 'after the name');
  if (parser.sees('view') && textOf(parser.peek(1)) === '(') parser.next();
  if (isFunctionAhead(parser)) return functionLet(parser, name, at);
  if (isQueryAhead(parser)) return { kind: 'table', name, query: parser.query(), at };
  return { kind: 'scalar', name, value: parser.expression(), at };
}

/** `(` ... `) {` */
function isFunctionAhead(parser: Parser): boolean {
  if (!parser.sees('(')) return false;
  let open = 0;
  for (let ahead = 0; ; ahead += 1) {
    const token = parser.peek(ahead);
    if (token.kind === 'end') return false;
    const sign = textOf(token);
    if (sign === '(') open += 1;
    if (sign !== ')') continue;
    open -= 1;
    if (open === 0) return textOf(parser.peek(ahead + 1)) === '{';
  }
}

function functionLet(parser: Parser, name: string, at: number): Let {
  parser.next();
  const parameters: readonly Parameter[] = parser.sees(')') ? [] : listOf(parser, () => parameter(parser));
  parser.demand(')', 'after the parameters');
  parser.demand('{', 'before the body of a function');
  const lets: Let[] = [];
  while (parser.sees('let')) {
    lets.push(parser.nested(() => letStatement(parser)));
    parser.demand(';', 'after let');
  }
  const body: Expression | Query = isQueryAhead(parser) ? parser.query() : parser.expression();
  while (parser.takes(';'));
  parser.demand('}', 'after the body of a function');
  return { kind: 'function', name, parameters, lets, body, at };
}

function parameter(parser: Parser): Parameter {
  const at = parser.peek().start;
  const name = parser.name('the name of a parameter');
  parser.demand(':', 'and a type after the name of a parameter');
  if (parser.takes('(')) {
    if (!parser.takes('*')) listOf(parser, () => declaration(parser));
    parser.demand(')', 'after the columns of a table');
    return { name, type: 'table', preset: undefined, at };
  }
  const type = parseType(parser);
  return { name, type, preset: parser.takes('=') ? parser.expression() : undefined, at };
}

function declaration(parser: Parser): Declaration {
  const at = parser.peek().start;
  const name = parser.name('the name of a column');
  parser.demand(':', 'and a type after the name of a column');
  return { name, type: parseType(parser), at };
}

function pipeline(parser: Parser, mayStartBare: boolean): Pipeline {
  const at = parser.peek().start;
  const operators: OperatorNode[] = [];
  let source: Source;
  if (parser.sees('|') || (mayStartBare && isOperatorAhead(parser))) {
    // Resource Graph reads a query without a table as one over resources.
    source = { kind: 'table', name: 'resources', isImplied: true, at };
    parser.takes('|');
    operators.push(operator(parser));
  } else source = sourceOf(parser);
  while (parser.takes('|')) {
    if (operators.length === maximumOperators)
      throw invalid(`A query may have ${maximumOperators} operators.`, parser.peek().start, 'Ask in several queries.');
    operators.push(operator(parser));
  }
  return { source, operators, at };
}

/** A query that begins with an operator: a known word, and what follows is not what follows a table. */
function isOperatorAhead(parser: Parser): boolean {
  const word = operatorWord(parser);
  if (word === undefined || word.name === 'union' || operatorParsers[word.name] === undefined) return false;
  const after = parser.peek(word.tokens);
  return word.name === 'count' || (after.kind !== 'end' && textOf(after) !== '|' && textOf(after) !== ';' && textOf(after) !== ')');
}

/** `project-away` comes as three tokens. */
function operatorWord(parser: Parser): { readonly name: string; readonly tokens: number } | undefined {
  const token = parser.peek();
  if (token.kind !== 'name') return undefined;
  let { text: name, end } = token;
  let tokens = 1;
  for (;;) {
    const dash = parser.peek(tokens);
    const word = parser.peek(tokens + 1);
    if (textOf(dash) !== '-' || dash.start !== end || word.kind !== 'name' || word.start !== dash.end) return { name, tokens };
    name += `-${word.text}`;
    end = word.end;
    tokens += 2;
  }
}

function operator(parser: Parser): OperatorNode {
  const word = operatorWord(parser);
  const { start: at } = parser.peek();
  if (word === undefined) throw parser.unexpected('an operator');
  const parse = Object.hasOwn(operatorParsers, word.name) ? operatorParsers[word.name] : undefined;
  if (parse === undefined) {
    throw invalid(`The operator '${word.name}' is not supported.`, at, `Supported are ${Object.keys(operatorParsers).sort().join(', ')}.`);
  }
  for (let count = word.tokens; count > 0; count -= 1) parser.next();
  return parser.nested(() => parse(parser, at, word.name));
}

/** Kusto begins queries with these too. */
const unsupportedSources: ReadonlySet<string> = new Set([
  'search',
  'find',
  'externaldata',
  'evaluate',
  'set',
  'declare',
  'alias',
  'restrict',
]);

function sourceOf(parser: Parser): Source {
  const token = parser.peek();
  const at = token.start;
  const next = parser.peek(1);
  if (textOf(token) === '(') {
    parser.next();
    const query = parser.query();
    parser.demand(')', 'at the end of the query');
    return { kind: 'query', query, at };
  }
  if (textOf(token) === '{') {
    throw invalid("Shared queries ('{{...}}') are not supported.", at, 'Write the text of the shared query instead.');
  }
  const isCalled = textOf(next) === '(' && next.start === token.end;
  const word = textOf(token) ?? '';
  if (word === 'print') {
    parser.next();
    return { kind: 'print', columns: listOf(parser, () => parseNamed(parser)), at };
  }
  if (word === 'datatable') return datatable(parser, at);
  if (word === 'range' && !isCalled) return range(parser, at);
  if (word === 'union') {
    parser.next();
    return { kind: 'union', ...parseUnion(parser), at };
  }
  if (unsupportedSources.has(word) && textOf(next) !== '|' && next.kind !== 'end') {
    throw invalid(`'${word}' is not supported.`, at, 'Begin with a table such as resources.');
  }
  if (isCalled) {
    const call = parser.expression();
    if (call.kind === 'call') return { kind: 'call', call, at };
    throw parser.unexpected('a table', token);
  }
  return { kind: 'table', name: parser.name('a table'), isImplied: false, at };
}

function range(parser: Parser, at: number): Source {
  parser.next();
  const name = parser.name('the name of a column');
  parser.demand('from', 'after the column of range');
  const from = parser.expression();
  parser.demand('to', 'and the last value of range');
  const to = parser.expression();
  parser.demand('step', 'and the step of range');
  return { kind: 'range', name, from, to, step: parser.expression(), at };
}

function datatable(parser: Parser, at: number): Source {
  parser.next();
  parser.demand('(', 'and columns after datatable');
  const columns = listOf(parser, () => declaration(parser));
  parser.demand(')', 'after the columns');
  parser.demand('[', 'before the values');
  const values: Expression[] = [];
  while (!parser.sees(']')) {
    values.push(parser.expression());
    if (!parser.takes(',')) break;
  }
  const { start } = parser.demand(']', 'after the values');
  if (values.length % columns.length !== 0) {
    throw invalid(
      `datatable has ${columns.length} columns and ${values.length} values, which do not make whole rows.`,
      start,
      'Give each row a value for each column.',
    );
  }
  return { kind: 'datatable', columns, values, at };
}
