import { Refusal } from '../problem.ts';
import type { Expression, Named, Query } from './node.ts';
import { type Token, tokensOf } from './tokens.ts';

/** How deep brackets, calls and queries may nest. */
export const maximumDepth = 120;
/** The most names, signs and values of a query. */
const maximumTokens = 150_000;
/** The most UTF-16 units of a query. */
export const maximumLength = 1_000_000;

/** Reads tokens one by one; expressions and queries may need each other, so both are reached through here. */
export interface Parser {
  peek(ahead?: number): Token;
  next(): Token;
  /** True when the next token is this sign or this bare word. */
  sees(text: string): boolean;
  /** Takes the next token when it is this sign or word. */
  takes(text: string): boolean;
  demand(text: string, where: string): Token;
  /** A name, quoted or not. */
  name(what: string): string;
  /** Runs a step one level deeper, refused when too deep. */
  nested<T>(step: () => T): T;
  unexpected(expected: string, token?: Token): Refusal;
  /** Parses only the text from here on as another attempt would; for looking ahead without taking anything. */
  readonly position: number;
  expression(): Expression;
  query(): Query;
}

export const textOf = (token: Token): string | undefined => (token.kind === 'sign' || token.kind === 'name' ? token.text : undefined);

export function startParser(text: string, grammar: { expression(parser: Parser): Expression; query(parser: Parser): Query }): Parser {
  if (text.length > maximumLength) {
    throw new Refusal(
      'QueryTooLarge',
      `The query has ${text.length} characters, at most ${maximumLength} are allowed.`,
      'Ask in several queries.',
    );
  }
  const tokens = tokensOf(text, maximumTokens);
  const last = tokens.length - 1;
  let at = 0;
  let depth = 0;
  const peek = (ahead = 0): Token => tokens[Math.min(at + ahead, last)] as Token;
  const shown = (token: Token): string => (token.kind === 'end' ? 'the end of the query' : quoted(text.slice(token.start, token.end)));
  const parser: Parser = {
    get position() {
      return at;
    },
    peek,
    next() {
      const token = peek();
      if (at < last) at += 1;
      return token;
    },
    sees: (wanted) => textOf(peek()) === wanted,
    takes(wanted) {
      if (textOf(peek()) !== wanted) return false;
      at += 1;
      return true;
    },
    demand(wanted, where) {
      if (!parser.sees(wanted)) throw parser.unexpected(`${quoted(wanted)} ${where}`);
      return parser.next();
    },
    name(what) {
      const token = peek();
      if (token.kind === 'name') {
        parser.next();
        return token.text;
      }
      const quotedName = peek(1);
      if (textOf(token) === '[' && quotedName.kind === 'text' && textOf(peek(2)) === ']') {
        at += 3;
        return quotedName.text;
      }
      throw parser.unexpected(what);
    },
    nested(step) {
      depth += 1;
      if (depth > maximumDepth) {
        throw new Refusal(
          'QueryTooLarge',
          `The query nests more than ${maximumDepth} levels deep.`,
          'Take out brackets that are not needed, or name parts with let.',
          peek().start,
        );
      }
      const result = step();
      depth -= 1;
      return result;
    },
    unexpected(expected, token = peek()) {
      const found = token.kind === 'end' ? '' : text.slice(token.start, token.end);
      return new Refusal(
        'ParserFailure',
        `Expected ${expected}, found ${shown(token)}.`,
        'Look at the place that is named; docs/resource-graph.md lists what is understood.',
        token.start,
        found,
      );
    },
    expression: () => grammar.expression(parser),
    query: () => grammar.query(parser),
  };
  return parser;
}

const quoted = (text: string): string => `'${text.length > 40 ? `${text.slice(0, 40)}…` : text}'`;

/** `a = expression`, `(a, b) = expression` or `expression`. */
export function parseNamed(parser: Parser): Named {
  const at = parser.peek().start;
  const names = namesBefore(parser);
  return { names, of: parser.expression(), at };
}

function namesBefore(parser: Parser): readonly string[] {
  if (isNameThenEquals(parser, 0)) {
    const name = parser.name('a name');
    parser.next();
    return [name];
  }
  if (!parser.sees('(')) return [];
  let ahead = 1;
  for (;;) {
    if (parser.peek(ahead).kind !== 'name') return [];
    const sign = textOf(parser.peek(ahead + 1));
    if (sign === ')') break;
    if (sign !== ',') return [];
    ahead += 2;
  }
  if (textOf(parser.peek(ahead + 2)) !== '=') return [];
  const names: string[] = [];
  do {
    parser.next();
    names.push(parser.name('a name'));
  } while (parser.sees(','));
  parser.next();
  parser.next();
  return names;
}

/** Looks for `name =` or `['name'] =`. */
export function isNameThenEquals(parser: Parser, ahead: number): boolean {
  const token = parser.peek(ahead);
  if (token.kind === 'name') return textOf(parser.peek(ahead + 1)) === '=';
  return (
    textOf(token) === '[' &&
    parser.peek(ahead + 1).kind === 'text' &&
    textOf(parser.peek(ahead + 2)) === ']' &&
    textOf(parser.peek(ahead + 3)) === '='
  );
}

export function listOf<T>(parser: Parser, item: () => T): readonly T[] {
  const items = [item()];
  while (parser.takes(',')) items.push(item());
  return items;
}
