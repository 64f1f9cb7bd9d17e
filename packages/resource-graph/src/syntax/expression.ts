import { parseGuid, parseInstant, parseSpan } from '../times.ts';
import type { JsonValue, ScalarType, Value } from '../value.ts';
import { isQueryAhead } from './ahead.ts';
import type { Arithmetic, ArithmeticOperator, Expression, Step } from './node.ts';
import { type Parser, textOf } from './parser.ts';
import type { Token } from './tokens.ts';

/** Loosest first: or, and, equality and membership, order, sums, products, text operators, signs, calls and paths. */
export const parseExpression = (parser: Parser): Expression => parser.nested(() => logical(parser, 'or'));

function logical(parser: Parser, operator: 'and' | 'or'): Expression {
  const operand = (): Expression => (operator === 'or' ? logical(parser, 'and') : equality(parser));
  const first = operand();
  if (!parser.sees(operator)) return first;
  const operands = [first];
  while (parser.takes(operator)) operands.push(operand());
  return { kind: 'logical', operator, operands, at: first.at };
}

function equality(parser: Parser): Expression {
  const left = order(parser);
  const operator = membershipAhead(parser);
  if (operator === undefined) {
    const sign = textOf(parser.peek());
    if (sign !== '==' && sign !== '!=' && sign !== '<>') return left;
    const { start } = parser.next();
    return { kind: 'comparison', operator: sign === '<>' ? '!=' : sign, left, right: order(parser), at: start };
  }
  const at = parser.peek().start;
  for (let count = operator.tokens; count > 0; count -= 1) parser.next();
  if (operator.name === 'between' || operator.name === '!between') return between(parser, left, operator.name === '!between', at);
  return { kind: 'membership', operator: operator.name, left, among: parser.nested(() => among(parser, operator.name)), at };
}

/** in, in~, !in, !in~, has_any, has_all, between and !between, in one to three tokens. */
function membershipAhead(parser: Parser): { readonly name: string; readonly tokens: number } | undefined {
  const isNot = parser.sees('!');
  const token = parser.peek(isNot ? 1 : 0);
  if (token.kind !== 'name') return undefined;
  const prefix = isNot ? '!' : '';
  const tokens = isNot ? 2 : 1;
  if (token.text === 'in') {
    const tilde = parser.peek(tokens);
    const isLoose = textOf(tilde) === '~' && tilde.start === token.end;
    return { name: `${prefix}in${isLoose ? '~' : ''}`, tokens: tokens + (isLoose ? 1 : 0) };
  }
  if (token.text === 'between') return { name: `${prefix}between`, tokens };
  return !isNot && (token.text === 'has_any' || token.text === 'has_all') ? { name: token.text, tokens } : undefined;
}

function among(parser: Parser, operator: string): readonly Expression[] {
  const { start } = parser.demand('(', `after ${operator}`);
  if (isQueryAhead(parser)) {
    const query = parser.query();
    parser.demand(')', 'at the end of the query');
    return [{ kind: 'nested', query, at: start }];
  }
  const found: Expression[] = [];
  if (parser.takes(')')) return found;
  do found.push(parser.expression());
  while (parser.takes(','));
  parser.demand(')', `at the end of the list after ${operator}`);
  return found;
}

function between(parser: Parser, of: Expression, isNot: boolean, at: number): Expression {
  parser.demand('(', 'after between');
  const from = parser.expression();
  parser.demand('..', 'between the two ends');
  const to = parser.expression();
  parser.demand(')', 'after the two ends');
  return { kind: 'between', isNot, of, from, to, at };
}

function order(parser: Parser): Expression {
  const left = sum(parser);
  const operator = textOf(parser.peek());
  if (operator !== '<' && operator !== '>' && operator !== '<=' && operator !== '>=') return left;
  const { start } = parser.next();
  return { kind: 'comparison', operator, left, right: sum(parser), at: start };
}

const sum = (parser: Parser): Expression => arithmetic(parser, ['+', '-'], product);
const product = (parser: Parser): Expression => arithmetic(parser, ['*', '/', '%'], textComparison);

function arithmetic(parser: Parser, operators: readonly string[], operand: (parser: Parser) => Expression): Expression {
  const first = operand(parser);
  const rest: Arithmetic['rest'][number][] = [];
  for (;;) {
    const token = parser.peek();
    if (token.kind !== 'sign' || !operators.includes(token.text)) break;
    parser.next();
    rest.push({ operator: token.text as ArithmeticOperator, operand: operand(parser), at: token.start });
  }
  return rest.length === 0 ? first : { kind: 'arithmetic', first, rest, at: first.at };
}

/** Operators on texts that are words. Each may have ! before it. */
export const textOperators = [
  'has',
  'has_cs',
  'contains',
  'contains_cs',
  'startswith',
  'startswith_cs',
  'endswith',
  'endswith_cs',
  'hasprefix',
  'hasprefix_cs',
  'hassuffix',
  'hassuffix_cs',
] as const;
const textWords: ReadonlySet<string> = new Set(textOperators);
/** Older spellings that Kusto still reads. */
const olderWords: ReadonlyMap<string, string> = new Map([
  ['notcontains', '!contains'],
  ['notcontainscs', '!contains_cs'],
  ['containscs', 'contains_cs'],
]);

function textComparison(parser: Parser): Expression {
  let left = signed(parser);
  for (;;) {
    const { start } = parser.peek();
    const operator = textOperatorAhead(parser);
    if (operator === undefined) return left;
    left = { kind: 'comparison', operator, left, right: signed(parser), at: start };
  }
}

function textOperatorAhead(parser: Parser): string | undefined {
  const token = parser.peek();
  const sign = textOf(token);
  if (sign === '=~' || sign === '!~') {
    parser.next();
    return sign;
  }
  if (sign === 'matches' && textOf(parser.peek(1)) === 'regex') {
    parser.next();
    parser.next();
    return 'matches regex';
  }
  const isNot = sign === '!';
  const word = textOf(parser.peek(isNot ? 1 : 0));
  if (word === undefined) return undefined;
  const older = isNot ? undefined : olderWords.get(word);
  if (older === undefined && !textWords.has(word)) return undefined;
  parser.next();
  if (isNot) parser.next();
  return older ?? (isNot ? `!${word}` : word);
}

function signed(parser: Parser): Expression {
  const token = parser.peek();
  const sign = textOf(token);
  if (sign !== '-' && sign !== '+') return path(parser);
  parser.next();
  const of = parser.nested(() => signed(parser));
  if (sign === '+') return of;
  if (of.kind === 'literal' && typeof of.value === 'number') return { ...of, value: of.value === 0 ? 0 : -of.value, at: token.start };
  if (of.kind === 'literal' && of.type === 'timespan' && typeof of.value === 'bigint') return { ...of, value: -of.value, at: token.start };
  return { kind: 'negative', of, at: token.start };
}

function path(parser: Parser): Expression {
  const of = primary(parser);
  const steps: Step[] = [];
  for (;;) {
    const { start } = parser.peek();
    if (parser.takes('.')) {
      steps.push({ kind: 'member', name: parser.name("the name of a member or ['name']"), at: start });
    } else if (parser.takes('[')) {
      const index = parser.expression();
      parser.demand(']', 'after an index');
      const isMember = index.kind === 'literal' && typeof index.value === 'string';
      steps.push(isMember ? { kind: 'member', name: String(index.value), at: start } : { kind: 'index', of: index, at: start });
    } else break;
  }
  return steps.length === 0 ? of : { kind: 'path', of, steps, at: of.at };
}

function primary(parser: Parser): Expression {
  const token = parser.peek();
  const at = token.start;
  switch (token.kind) {
    case 'text': {
      parser.next();
      let { text } = token;
      for (let more = parser.peek(); more.kind === 'text'; more = parser.peek()) {
        text += more.text;
        parser.next();
      }
      return { kind: 'literal', type: 'string', value: text, at };
    }
    case 'whole':
      parser.next();
      return { kind: 'literal', type: 'long', value: token.number, at };
    case 'real':
      parser.next();
      return { kind: 'literal', type: 'real', value: token.number, at };
    case 'span':
      parser.next();
      return { kind: 'literal', type: 'timespan', value: token.ticks, at };
    case 'typed':
      parser.next();
      return typedLiteral(parser, token);
    case 'name':
      return named(parser, token);
    case 'sign':
      if (token.text === '[') return { kind: 'name', name: parser.name('a value'), at };
      if (token.text === '*') {
        parser.next();
        return { kind: 'star', at };
      }
      if (token.text !== '(') break;
      return bracketed(parser);
    case 'end':
      break;
  }
  throw parser.unexpected('a value, a column or a function');
}

function bracketed(parser: Parser): Expression {
  parser.next();
  const inner = parser.expression();
  parser.demand(')', 'to close the bracket');
  return inner;
}

function named(parser: Parser, token: Token & { readonly kind: 'name' }): Expression {
  const at = token.start;
  parser.next();
  if (token.text === 'true' || token.text === 'false') {
    if (!parser.sees('(')) return { kind: 'literal', type: 'bool', value: token.text === 'true', at };
  }
  if (token.text === 'null' && !parser.sees('(')) throw parser.unexpected("a typed null such as int(null), not a bare 'null'", token);
  if (!parser.sees('(')) return { kind: 'name', name: token.text, at };
  if (token.text === 'dynamic') {
    parser.next();
    const value = parser.nested(() => jsonLiteral(parser));
    parser.demand(')', 'after the dynamic value');
    return { kind: 'literal', type: 'dynamic', value, at };
  }
  parser.next();
  if ((token.text === 'toscalar' || token.text === 'materialize') && isQueryAhead(parser)) {
    const query = parser.query();
    parser.demand(')', 'at the end of the query');
    return { kind: 'call', name: token.text, arguments: [{ kind: 'nested', query, at }], at };
  }
  const found: Expression[] = [];
  if (!parser.takes(')')) {
    do found.push(argument(parser));
    while (parser.takes(','));
    parser.demand(')', `at the end of ${token.text}(...)`);
  }
  return { kind: 'call', name: token.text, arguments: found, at };
}

/** An argument; a table is one that is a query in brackets. */
function argument(parser: Parser): Expression {
  const { start } = parser.peek();
  if (!parser.sees('(') || !isQueryAhead(parser)) return parser.expression();
  parser.next();
  const query = parser.query();
  parser.demand(')', 'at the end of the query');
  return { kind: 'nested', query, at: start };
}

const typeBySpelling: Readonly<Record<string, ScalarType>> = {
  bool: 'bool',
  boolean: 'bool',
  datetime: 'datetime',
  date: 'datetime',
  decimal: 'decimal',
  double: 'real',
  dynamic: 'dynamic',
  guid: 'guid',
  uuid: 'guid',
  int: 'int',
  long: 'long',
  real: 'real',
  string: 'string',
  time: 'timespan',
  timespan: 'timespan',
};

/** The name of a type, as datatable, typeof and functions write it. */
export function parseType(parser: Parser): ScalarType {
  const token = parser.peek();
  const type = token.kind === 'name' && Object.hasOwn(typeBySpelling, token.text) ? typeBySpelling[token.text] : undefined;
  if (type === undefined)
    throw parser.unexpected('the name of a type (string, long, int, real, bool, datetime, timespan, guid, decimal or dynamic)');
  parser.next();
  return type;
}

function typedLiteral(parser: Parser, token: Token & { readonly kind: 'typed' }): Expression {
  const type = typeBySpelling[token.type] ?? 'string';
  const raw = /^(['"])(.*)\1$/s.exec(token.text)?.[2] ?? token.text;
  const value = raw === 'null' ? (type === 'string' ? '' : null) : valueOf(type, raw);
  if (value === undefined) throw parser.unexpected(`a value of type ${type} in the brackets`, token);
  return { kind: 'literal', type, value, at: token.start };
}

function valueOf(type: ScalarType, raw: string): Value | undefined {
  switch (type) {
    case 'datetime':
      return parseInstant(raw);
    case 'timespan':
      return /^[-+]?\d+(\.\d+)?$/.test(raw) ? BigInt(Math.round(Number(raw) * 864e9)) : (spanWithUnit(raw) ?? parseSpan(raw));
    case 'guid':
      return parseGuid(raw);
    case 'bool':
      return raw === 'true' || raw === '1' ? true : raw === 'false' || raw === '0' ? false : undefined;
    case 'long':
    case 'int':
      return /^[-+]?(\d+|0[xX][0-9a-fA-F]+)$/.test(raw) ? Number(raw) : undefined;
    case 'real':
    case 'decimal':
      if (raw === 'nan') return Number.NaN;
      if (raw === '+inf' || raw === 'inf') return Number.POSITIVE_INFINITY;
      if (raw === '-inf') return Number.NEGATIVE_INFINITY;
      return raw !== '' && Number.isFinite(Number(raw)) ? Number(raw) : undefined;
    case 'string':
      return raw;
    case 'dynamic':
      return undefined;
  }
}

function spanWithUnit(raw: string): bigint | undefined {
  const found = /^([-+]?)(\d+(?:\.\d+)?)\s*(d|h|m|s|ms|microsecond|tick)$/.exec(raw);
  if (found === null) return undefined;
  const units = { d: 864e9, h: 36e9, m: 6e8, s: 1e7, ms: 1e4, microsecond: 10, tick: 1 };
  const ticks = BigInt(Math.round(Number(found[2]) * (units[found[3] as keyof typeof units] ?? 1)));
  return found[1] === '-' ? -ticks : ticks;
}

/** JSON within dynamic(...); texts may have either quote, and typed literals stand for their texts. */
function jsonLiteral(parser: Parser): JsonValue {
  const token = parser.peek();
  const sign = textOf(token);
  if (sign === '[') {
    parser.next();
    const members: JsonValue[] = [];
    if (parser.takes(']')) return members;
    do members.push(parser.nested(() => jsonLiteral(parser)));
    while (parser.takes(','));
    parser.demand(']', 'after the members of an array');
    return members;
  }
  if (sign === '{') return bagLiteral(parser);
  if (sign === 'null' || sign === 'true' || sign === 'false') {
    parser.next();
    return sign === 'null' ? null : sign === 'true';
  }
  const isNegative = parser.takes('-');
  const found = parser.next();
  if (found.kind === 'whole' || found.kind === 'real') return isNegative ? -found.number : found.number;
  if (found.kind === 'text' && !isNegative) return found.text;
  if (found.kind === 'typed' && !isNegative) {
    const literal = typedLiteral(parser, found);
    if (literal.kind === 'literal' && typeof literal.value !== 'bigint') return literal.value;
    return found.text;
  }
  throw parser.unexpected('a JSON value', found);
}

function bagLiteral(parser: Parser): JsonValue {
  parser.next();
  const entries: [string, JsonValue][] = [];
  if (parser.takes('}')) return {};
  do {
    const key = parser.next();
    if (key.kind !== 'text' && key.kind !== 'name') throw parser.unexpected('the name of a member in quotes', key);
    parser.demand(':', 'after the name of a member');
    entries.push([key.text, parser.nested(() => jsonLiteral(parser))]);
  } while (parser.takes(','));
  parser.demand('}', 'after the members of a bag');
  return Object.fromEntries(entries);
}
