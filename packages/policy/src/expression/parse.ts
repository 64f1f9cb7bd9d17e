import type { JsonValue } from '../json.ts';
import type { ExpressionNode } from './node.ts';
import type { ExpressionProblem } from './problem.ts';
import { type Token, Tokens } from './tokens.ts';

/** The most characters of an expression, brackets included. */
export const maximumExpressionLength = 81_920;
/** How deep calls, brackets and signs may nest; also how many accesses may follow one another. */
export const maximumExpressionDepth = 64;
/** The most arguments of one call. */
export const maximumArguments = 128;

/** A text of a rule: itself, an expression, or something that cannot be read as one. */
export type ParsedExpression =
  | { readonly kind: 'literal'; readonly value: JsonValue }
  | { readonly kind: 'expression'; readonly root: ExpressionNode }
  | ({ readonly kind: 'problem' } & ExpressionProblem);

/** True when a text of a rule is a template expression rather than a literal. */
export const isExpression = (text: string): boolean => text.startsWith('[') && text.endsWith(']') && !text.startsWith('[[');

/**
 * Reads a text as it stands in a rule's JSON. `[...]` is an expression, `[[...` a literal with one bracket taken off, everything
 * else a literal. Never throws, whatever the text.
 */
export function parseExpression(text: string): ParsedExpression {
  if (text.startsWith('[[')) return { kind: 'literal', value: text.slice(1) };
  if (!isExpression(text)) return { kind: 'literal', value: text };
  if (text.length > maximumExpressionLength) {
    return {
      kind: 'problem',
      code: 'expression-too-long',
      message: `The expression has ${text.length} characters, at most ${maximumExpressionLength} are allowed.`,
      hint: 'Move constant parts into parameters, or split the condition.',
      offset: 0,
    };
  }
  const result = new Parser(text).parse();
  return 'code' in result ? { kind: 'problem', ...result } : { kind: 'expression', root: result };
}

/** Thrown and caught inside this file only: it saves a check after each of the parser's steps. */
class Stop extends Error {
  readonly problem: ExpressionProblem;

  constructor(problem: ExpressionProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

class Parser {
  readonly #tokens: Tokens;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = new Tokens(text, 1, text.length - 1);
  }

  parse(): ExpressionNode | ExpressionProblem {
    try {
      const root = this.#expression();
      const rest = this.#tokens.peek();
      if (rest.kind !== 'end') throw this.#unexpected(rest, 'the end of the expression');
      return root;
    } catch (error) {
      if (error instanceof Stop) return error.problem;
      throw error;
    }
  }

  #expression(): ExpressionNode {
    const token = this.#tokens.peek();
    this.#depth += 1;
    if (this.#depth > maximumExpressionDepth) throw this.#tooDeep(token.offset);
    const node = token.kind === '-' ? this.#minus(token) : this.#accesses(this.#primary());
    this.#depth -= 1;
    return node;
  }

  /** A sign right before a number belongs to it; before anything else it binds looser than calls and accesses. */
  #minus(sign: Token): ExpressionNode {
    this.#tokens.next();
    const token = this.#tokens.peek();
    if (token.kind === 'number') {
      this.#tokens.next();
      return this.#accesses({ kind: 'number', value: -token.number, offset: sign.offset });
    }
    return { kind: 'minus', of: this.#expression(), offset: sign.offset };
  }

  #primary(): ExpressionNode {
    const token = this.#tokens.next();
    if (token.kind === 'number') return { kind: 'number', value: token.number, offset: token.offset };
    if (token.kind === 'text') return { kind: 'text', value: token.text, offset: token.offset };
    if (token.kind !== 'name') throw this.#unexpected(token, "a function, a number or a 'text'");
    if (this.#tokens.peek().kind !== '(') return { kind: 'name', name: token.text, offset: token.offset };
    this.#tokens.next();
    return { kind: 'call', name: token.text, arguments: this.#arguments(), offset: token.offset };
  }

  #arguments(): readonly ExpressionNode[] {
    const found: ExpressionNode[] = [];
    if (this.#tokens.peek().kind === ')') {
      this.#tokens.next();
      return found;
    }
    for (;;) {
      if (found.length === maximumArguments) throw this.#tooMany(this.#tokens.peek().offset);
      found.push(this.#expression());
      const token = this.#tokens.next();
      if (token.kind === ')') return found;
      if (token.kind !== ',') throw this.#unexpected(token, "',' or ')'");
    }
  }

  #accesses(start: ExpressionNode): ExpressionNode {
    let node = start;
    for (let length = 0; ; length += 1) {
      const token = this.#tokens.peek();
      if (token.kind !== '.' && token.kind !== '[' && token.kind !== '(') return node;
      if (length === maximumExpressionDepth) throw this.#tooDeep(token.offset);
      this.#tokens.next();
      if (token.kind === '(') throw this.#unexpected(token, 'only a plain function name before the arguments of a call');
      if (token.kind === '.') {
        const name = this.#tokens.next();
        if (name.kind !== 'name') throw this.#unexpected(name, "a property name after '.'");
        node = { kind: 'property', of: node, name: name.text, offset: token.offset };
      } else {
        const index = this.#expression();
        const close = this.#tokens.next();
        if (close.kind !== ']') throw this.#unexpected(close, "']'");
        node = { kind: 'element', of: node, index, offset: token.offset };
      }
    }
  }

  #unexpected(token: Token, expected: string): Stop {
    const found =
      token.kind === 'end'
        ? 'the expression ends'
        : token.kind === 'unknown'
          ? token.text
          : `found ${token.kind === 'number' ? token.number : JSON.stringify(token.text || token.kind)}`;
    return new Stop({
      code: 'expression-syntax',
      message: `Expected ${expected} at character ${token.offset + 1}, but ${found}.`,
      hint: "An expression is a function call such as [concat('a', field('name'))]; a text that only looks like one starts with '[['.",
      offset: token.offset,
    });
  }

  #tooDeep(offset: number): Stop {
    return new Stop({
      code: 'expression-too-deep',
      message: `The expression nests deeper than ${maximumExpressionDepth} levels at character ${offset + 1}.`,
      hint: 'Split the condition into several.',
      offset,
    });
  }

  #tooMany(offset: number): Stop {
    return new Stop({
      code: 'too-many-arguments',
      message: `A function has more than ${maximumArguments} arguments at character ${offset + 1}.`,
      hint: 'Pass an array instead, or nest the calls.',
      offset,
    });
  }
}
