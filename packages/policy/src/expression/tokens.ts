/** The words of the expression language. `unknown` carries in `text` what is wrong there. */
export interface Token {
  readonly kind: 'number' | 'text' | 'name' | '(' | ')' | '[' | ']' | ',' | '.' | '-' | 'end' | 'unknown';
  readonly text: string;
  readonly number: number;
  readonly offset: number;
}

const space = /[\s\u{FEFF}]*/uy;
const numeral = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const signs = '()[],.-';

/** Splits an expression into words, one at a time and with one word of look-ahead. */
export class Tokens {
  readonly #text: string;
  readonly #end: number;
  #at: number;
  #ahead: Token | undefined;

  /** @param from, end the part of the text between its brackets */
  constructor(text: string, from: number, end: number) {
    this.#text = text;
    this.#at = from;
    this.#end = end;
  }

  peek(): Token {
    this.#ahead ??= this.#read();
    return this.#ahead;
  }

  next(): Token {
    const token = this.peek();
    this.#ahead = undefined;
    return token;
  }

  #read(): Token {
    this.#match(space);
    const offset = this.#at;
    if (offset === this.#end) return { kind: 'end', text: '', number: 0, offset: this.#end };
    const character = this.#text.charAt(offset);
    if (signs.includes(character)) {
      this.#at += 1;
      return { kind: character as Token['kind'], text: character, number: 0, offset };
    }
    if (character === "'") {
      const end = this.#closingQuote(offset + 1);
      if (end === undefined) return unknown(offset, 'the text that opens here is never closed');
      this.#at = end + 1;
      return { kind: 'text', text: this.#text.slice(offset + 1, end).replaceAll("''", "'"), number: 0, offset };
    }
    const digits = this.#match(numeral);
    if (digits !== undefined) {
      const number = Number(digits);
      if (!Number.isFinite(number)) return unknown(offset, 'the number is too large');
      return { kind: 'number', text: digits, number, offset };
    }
    const name = this.#match(word);
    if (name !== undefined) return { kind: 'name', text: name, number: 0, offset };
    return unknown(offset, `found ${JSON.stringify(String.fromCodePoint(this.#text.codePointAt(offset) ?? 0))}`);
  }

  #closingQuote(from: number): number | undefined {
    let at = from;
    for (;;) {
      const quote = this.#text.indexOf("'", at);
      if (quote < 0) return undefined;
      if (this.#text.charAt(quote + 1) !== "'") return quote;
      at = quote + 2;
    }
  }

  /** None of the patterns goes beyond the closing bracket. */
  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}

/** Nothing can follow: the parser stops at the first unknown word. */
const unknown = (offset: number, text: string): Token => ({ kind: 'unknown', text, number: 0, offset });
