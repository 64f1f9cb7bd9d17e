import { Refusal } from '../problem.ts';

export type Token =
  | { readonly kind: 'name'; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: 'text'; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: 'whole' | 'real'; readonly number: number; readonly start: number; readonly end: number }
  /** A timespan such as 1.5h, in ticks of 100 ns. */
  | { readonly kind: 'span'; readonly ticks: bigint; readonly start: number; readonly end: number }
  /** What stands between the brackets of datetime(...), time(...), guid(...) and the like. */
  | { readonly kind: 'typed'; readonly type: string; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: 'sign'; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: 'end'; readonly start: number; readonly end: number };

const signs = ['..', '<=', '>=', '==', '!=', '<>', '=~', '!~', '=>', ...'()[]{},;:.|+-*/%<>=!~?'.split('')];
const typed = new Set([
  'bool',
  'boolean',
  'datetime',
  'date',
  'decimal',
  'double',
  'guid',
  'int',
  'long',
  'real',
  'string',
  'time',
  'timespan',
]);

const nameAt = /[A-Za-z_$][A-Za-z0-9_$]*/y;
const numberAt = /0[xX][0-9a-fA-F]+|\d+(\.\d+)?([eE][+-]?\d+)?/y;
const spaceAt = /(?:\s|\/\/[^\n]*|\uFEFF)+/y;
/** Raw text of a typed literal: no nested brackets, quotes kept. */
const rawAt = /\s*\(((?:[^()'"]|'[^']*'|"[^"]*")*)\)/y;

const ticksByUnit: Readonly<Record<string, number>> = {
  d: 864e9,
  day: 864e9,
  days: 864e9,
  h: 36e9,
  hr: 36e9,
  hrs: 36e9,
  hour: 36e9,
  hours: 36e9,
  m: 6e8,
  min: 6e8,
  minute: 6e8,
  minutes: 6e8,
  s: 1e7,
  sec: 1e7,
  second: 1e7,
  seconds: 1e7,
  ms: 1e4,
  milli: 1e4,
  millis: 1e4,
  millisecond: 1e4,
  milliseconds: 1e4,
  micro: 10,
  micros: 10,
  microsecond: 10,
  microseconds: 10,
  tick: 1,
  ticks: 1,
}; // prettier-ignore

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', a: '\u0007', v: '\v', 0: '\0' };

/** Cuts a query into tokens, comments and spaces left out. The last one is always `end`. */
export function tokensOf(text: string, most: number): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  for (;;) {
    at += match(spaceAt)?.[0].length ?? 0;
    if (at >= text.length) break;
    const token = stringAt(text, at) ?? wordAt(text, at, match) ?? signAt(text, at);
    if (token === undefined) {
      const found = String.fromCodePoint(text.codePointAt(at) ?? 0);
      throw new Refusal(
        'ParserFailure',
        `The character ${JSON.stringify(found)} means nothing here.`,
        'Take it out, or quote it if it belongs to a text.',
        at,
        found,
      );
    }
    if (tokens.length === most) {
      throw new Refusal('QueryTooLarge', `The query has more than ${most} names, signs and values.`, 'Ask in several queries.', at);
    }
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', start: text.length, end: text.length });
  return tokens;
}

function wordAt(text: string, start: number, match: (pattern: RegExp) => RegExpExecArray | null): Token | undefined {
  const number = match(numberAt)?.[0];
  if (number !== undefined) return numberToken(text, start, number);
  const name = match(nameAt)?.[0];
  if (name === undefined) return undefined;
  const end = start + name.length;
  if (!typed.has(name)) return { kind: 'name', text: name, start, end };
  rawAt.lastIndex = end;
  const raw = rawAt.exec(text);
  if (raw === null) return { kind: 'name', text: name, start, end };
  return { kind: 'typed', type: name, text: (raw[1] ?? '').trim(), start, end: end + raw[0].length };
}

function numberToken(text: string, start: number, number: string): Token {
  const end = start + number.length;
  nameAt.lastIndex = end;
  const unit = nameAt.exec(text)?.[0];
  if (unit === undefined) {
    const isWhole = /^(\d+|0[xX].*)$/.test(number);
    return { kind: isWhole ? 'whole' : 'real', number: Number(number), start, end };
  }
  const ticks = Object.hasOwn(ticksByUnit, unit) ? ticksByUnit[unit] : undefined;
  if (ticks === undefined) {
    throw new Refusal(
      'ParserFailure',
      `${number}${unit} is neither a number nor a timespan.`,
      "Units are d, h, m, s, ms, microsecond and tick; quote names that begin with a digit: ['1a'].",
      start,
      `${number}${unit}`,
    );
  }
  const exact = Number(number) * ticks;
  return { kind: 'span', ticks: BigInt(Math.round(Number.isFinite(exact) ? exact : 0)), start, end: end + unit.length };
}

function signAt(text: string, start: number): Token | undefined {
  const sign = signs.find((candidate) => text.startsWith(candidate, start));
  return sign === undefined ? undefined : { kind: 'sign', text: sign, start, end: start + sign.length };
}

/** 'a', "a", @'a', h'a' and ```a```. */
function stringAt(text: string, start: number): Token | undefined {
  let at = start;
  if ((text[at] === 'h' || text[at] === 'H') && /['"@]/.test(text[at + 1] ?? '')) at += 1;
  for (const fence of ['```', '~~~']) {
    if (!text.startsWith(fence, at)) continue;
    const end = text.indexOf(fence, at + 3);
    if (end === -1) throw unterminated(start);
    return { kind: 'text', text: text.slice(at + 3, end), start, end: end + 3 };
  }
  const isVerbatim = text[at] === '@' && /['"]/.test(text[at + 1] ?? '');
  if (isVerbatim) at += 1;
  const quote = text[at];
  if (quote !== "'" && quote !== '"') return undefined;
  return isVerbatim ? verbatim(text, start, at, quote) : escaped(text, start, at, quote);
}

function verbatim(text: string, start: number, open: number, quote: string): Token {
  const parts: string[] = [];
  let from = open + 1;
  for (;;) {
    const close = text.indexOf(quote, from);
    if (close === -1) throw unterminated(start);
    parts.push(text.slice(from, close));
    if (text[close + 1] !== quote) return { kind: 'text', text: parts.join(quote), start, end: close + 1 };
    from = close + 2;
  }
}

function escaped(text: string, start: number, open: number, quote: string): Token {
  const parts: string[] = [];
  let from = open + 1;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === quote) {
      parts.push(text.slice(from, at));
      return { kind: 'text', text: parts.join(''), start, end: at + 1 };
    }
    if (character === '\n') break;
    if (character !== '\\') continue;
    parts.push(text.slice(from, at));
    const [piece, length] = escapeAt(text, at);
    parts.push(piece);
    at += length - 1;
    from = at + 1;
  }
  throw unterminated(start);
}

function escapeAt(text: string, at: number): readonly [piece: string, length: number] {
  const hex = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2}))/y;
  hex.lastIndex = at;
  const found = hex.exec(text);
  if (found !== null) {
    const code = Number.parseInt(found[1] ?? found[2] ?? found[3] ?? '', 16);
    if (code <= 0x10ffff) return [String.fromCodePoint(code), found[0].length];
  }
  const letter = text[at + 1] ?? '';
  if (letter === '\\' || letter === '"' || letter === "'") return [letter, 2];
  const piece = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
  if (piece !== undefined) return [piece, 2];
  throw new Refusal(
    'ParserFailure',
    `\\${letter} is no escape in a text.`,
    "Write \\\\ for a backslash, or a verbatim text: @'...'.",
    at,
    `\\${letter}`,
  );
}

const unterminated = (start: number): Refusal =>
  new Refusal(
    'ParserFailure',
    'A text begins here that does not end on its line.',
    'Close it with the quote that opened it; quotes inside are escaped with a backslash.',
    start,
    "'",
  );
