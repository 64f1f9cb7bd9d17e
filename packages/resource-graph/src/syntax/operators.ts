import { invalid } from '../problem.ts';
import type { ScalarType } from '../value.ts';
import { parseType } from './expression.ts';
import type { ColumnPattern, Expansion, JoinKind, Named, OperatorNode, OrderKey, ParsePiece } from './node.ts';
import { isNameThenEquals, listOf, type Parser, parseNamed, textOf } from './parser.ts';
import { parseSettings } from './settings.ts';
import { parseUnion } from './union.ts';

type OperatorParser = (parser: Parser, at: number, word: string) => OperatorNode;

const where: OperatorParser = (parser, at) => ({ kind: 'where', predicate: parser.expression(), at });

const columns =
  (kind: 'project' | 'extend'): OperatorParser =>
  (parser, at) => ({ kind, columns: listOf(parser, () => parseNamed(parser)), at });

const patterns =
  (kind: 'project-away' | 'project-keep' | 'project-reorder'): OperatorParser =>
  (parser, at) => ({ kind, patterns: listOf(parser, () => columnPattern(parser, kind === 'project-reorder')), at });

/** A name that may hold *, read as names and stars without space between them. */
function columnPattern(parser: Parser, mayOrder: boolean): ColumnPattern {
  const first = parser.peek();
  let pattern = '';
  let { start: end } = first;
  for (let token = parser.peek(); token.start === end || pattern === ''; token = parser.peek()) {
    const text = textOf(token);
    if (token.kind === 'name' || text === '*' || token.kind === 'whole') pattern += token.kind === 'whole' ? String(token.number) : text;
    else if (text === '[' && pattern === '') {
      pattern = parser.name('a column');
      break;
    } else if (pattern === '') throw parser.unexpected('a column or a pattern such as a*');
    else break;
    parser.next();
    end = token.end;
  }
  const word = textOf(parser.peek());
  const order = mayOrder && (word === 'asc' || word === 'desc' || word === 'granny-asc') ? word : undefined;
  if (order !== undefined) parser.next();
  return { pattern, order: order === 'desc' ? 'desc' : order === undefined ? undefined : 'asc', at: first.start };
}

const rename: OperatorParser = (parser, at) => ({ kind: 'project-rename', columns: listOf(parser, () => parseNamed(parser)), at });

const summarize: OperatorParser = (parser, at) => {
  parseSettings(parser, []);
  const aggregates: readonly Named[] = parser.sees('by') ? [] : listOf(parser, () => parseNamed(parser));
  const by: readonly Named[] = parser.takes('by') ? listOf(parser, () => parseNamed(parser)) : [];
  return { kind: 'summarize', aggregates, by, at };
};

const count: OperatorParser = (_parser, at) => ({ kind: 'count', at });

function orderKeys(parser: Parser): readonly OrderKey[] {
  return listOf(parser, () => {
    const at = parser.peek().start;
    const of = parser.expression();
    const isAscending = parser.takes('asc');
    if (!isAscending) parser.takes('desc');
    let isNullFirst = isAscending;
    if (parser.takes('nulls')) {
      isNullFirst = parser.takes('first');
      if (!isNullFirst) parser.demand('last', "or 'first' after nulls");
    }
    return { of, isAscending, isNullFirst, at };
  });
}

const sort: OperatorParser = (parser, at, word) => {
  parser.demand('by', `after ${word}`);
  return { kind: 'sort', keys: orderKeys(parser), at };
};

const top: OperatorParser = (parser, at) => {
  const number = parser.expression();
  parser.demand('by', 'after the number of rows');
  return { kind: 'top', count: number, keys: orderKeys(parser), at };
};

const take: OperatorParser = (parser, at) => ({ kind: 'take', count: parser.expression(), at });

const distinct: OperatorParser = (parser, at) => ({ kind: 'distinct', columns: listOf(parser, () => parseNamed(parser)), at });

const joinKinds: Readonly<Record<string, JoinKind>> = {
  innerunique: 'innerunique',
  inner: 'inner',
  leftouter: 'leftouter',
  rightouter: 'rightouter',
  fullouter: 'fullouter',
  leftsemi: 'leftsemi',
  rightsemi: 'rightsemi',
  anti: 'leftanti',
  leftanti: 'leftanti',
  leftantisemi: 'leftanti',
  rightanti: 'rightanti',
  rightantisemi: 'rightanti',
};

const joinOf =
  (preset: JoinKind): OperatorParser =>
  (parser, at, word) => {
    const kind = parseSettings(parser, ['kind']).get('kind');
    const join = kind === undefined ? preset : Object.hasOwn(joinKinds, kind.text) ? joinKinds[kind.text] : undefined;
    if (kind !== undefined && join === undefined) {
      throw invalid(`${word} has no kind '${kind.text}'.`, kind.at, `Kinds are ${Object.keys(joinKinds).join(', ')}.`);
    }
    const right = legOf(parser);
    parser.demand('on', 'and the columns to join on');
    return { kind: 'join', join: join ?? preset, right, on: listOf(parser, () => parser.expression()), at };
  };

function legOf(parser: Parser): ReturnType<Parser['query']> {
  const at = parser.peek().start;
  if (parser.takes('(')) {
    const query = parser.query();
    parser.demand(')', 'at the end of the query');
    return query;
  }
  const name = parser.name('a table or a query in brackets');
  return { kind: 'query-node', lets: [], pipeline: { source: { kind: 'table', name, isImplied: false, at }, operators: [], at }, at };
}

const union: OperatorParser = (parser, at) => ({ kind: 'union', ...parseUnion(parser), at });

function expansion(parser: Parser): Expansion {
  const at = parser.peek().start;
  const name = isNameThenEquals(parser, 0) ? parser.name('a name') : undefined;
  if (name !== undefined) parser.next();
  const of = parser.expression();
  return { name, of, type: typeAfter(parser), at };
}

function typeAfter(parser: Parser): ScalarType | undefined {
  if (!parser.sees('to') || textOf(parser.peek(1)) !== 'typeof') return undefined;
  parser.next();
  parser.next();
  parser.demand('(', 'after typeof');
  const type = parseType(parser);
  parser.demand(')', 'after the type');
  return type;
}

const mvExpand: OperatorParser = (parser, at) => {
  const settings = parseSettings(parser, ['bagexpansion', 'kind', 'with_itemindex']);
  const bag = settings.get('bagexpansion') ?? settings.get('kind');
  if (bag !== undefined && bag.text !== 'bag' && bag.text !== 'array') {
    throw invalid(`mv-expand has no kind '${bag.text}'.`, bag.at, 'Write kind=bag or kind=array.');
  }
  const expanded = listOf(parser, () => expansion(parser));
  const limit = parser.takes('limit') ? parser.expression() : undefined;
  return {
    kind: 'mv-expand',
    isArray: bag?.text === 'array',
    withIndex: settings.get('with_itemindex')?.text,
    columns: expanded,
    limit,
    at,
  };
};

const mvApply: OperatorParser = (parser, at) => {
  const settings = parseSettings(parser, ['with_itemindex']);
  const expanded = listOf(parser, () => expansion(parser));
  const limit = parser.takes('limit') ? parser.expression() : undefined;
  parser.demand('on', 'and a query in brackets after the columns of mv-apply');
  parser.demand('(', 'before the query of mv-apply');
  const start = parser.peek().start;
  // The query of mv-apply begins with an operator over the expanded rows.
  const body = parser.query();
  parser.demand(')', 'after the query of mv-apply');
  if (body.pipeline.source.kind !== 'table' || !body.pipeline.source.isImplied) {
    throw invalid(
      'The query of mv-apply begins with an operator, not with a table.',
      start,
      'Begin with where, summarize, top or another operator.',
    );
  }
  return { kind: 'mv-apply', withIndex: settings.get('with_itemindex')?.text, columns: expanded, limit, body, at };
};

const parseOf =
  (kind: 'parse' | 'parse-where'): OperatorParser =>
  (parser, at) => {
    const settings = parseSettings(parser, ['kind', 'flags']);
    const mode = settings.get('kind')?.text ?? 'simple';
    if (mode !== 'simple' && mode !== 'regex' && mode !== 'relaxed') {
      throw invalid(`${kind} has no kind '${mode}'.`, at, 'Write kind=simple, kind=regex or kind=relaxed.');
    }
    const of = parser.expression();
    parser.demand('with', 'and a pattern');
    const pieces: ParsePiece[] = [];
    for (let piece = parsePiece(parser); piece !== undefined; piece = parsePiece(parser)) pieces.push(piece);
    if (pieces.length === 0) throw parser.unexpected('a text, * or a column');
    return { kind, mode, flags: settings.get('flags')?.text ?? '', of, pieces, at };
  };

function parsePiece(parser: Parser): ParsePiece | undefined {
  const token = parser.peek();
  const at = token.start;
  if (token.kind === 'text') {
    parser.next();
    return { kind: 'text', text: token.text, at };
  }
  if (parser.takes('*')) return { kind: 'any', at };
  if (token.kind !== 'name' && textOf(token) !== '[') return undefined;
  const name = parser.name('a column');
  return { kind: 'column', name, type: parser.takes(':') ? parseType(parser) : 'string', at };
}

const getSchema: OperatorParser = (_parser, at) => ({ kind: 'getschema', at });

const serialize: OperatorParser = (parser, at) => {
  const isBare = parser.peek().kind === 'end' || parser.sees('|') || parser.sees(')') || parser.sees(';') || parser.sees('}');
  return { kind: 'serialize', columns: isBare ? [] : listOf(parser, () => parseNamed(parser)), at };
};

const as: OperatorParser = (parser, at) => ({ kind: 'as', name: parser.name('a name'), at });

/** By every word that begins an operator. */
export const operatorParsers: Readonly<Record<string, OperatorParser>> = {
  as,
  count,
  distinct,
  extend: columns('extend'),
  filter: where,
  getschema: getSchema,
  join: joinOf('innerunique'),
  limit: take,
  'mv-apply': mvApply,
  'mv-expand': mvExpand,
  mvapply: mvApply,
  mvexpand: mvExpand,
  order: sort,
  parse: parseOf('parse'),
  'parse-where': parseOf('parse-where'),
  project: columns('project'),
  'project-away': patterns('project-away'),
  'project-keep': patterns('project-keep'),
  'project-rename': rename,
  'project-reorder': patterns('project-reorder'),
  serialize,
  sort,
  summarize,
  take,
  top,
  union,
  where,
};
