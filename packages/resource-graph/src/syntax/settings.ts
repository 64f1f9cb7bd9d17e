import { type Parser, textOf } from './parser.ts';

export interface Setting {
  readonly text: string;
  readonly at: number;
}

/** `name=word` pairs before the operands of an operator. */
export function parseSettings(parser: Parser, names: readonly string[]): ReadonlyMap<string, Setting> {
  const found = new Map<string, Setting>();
  for (;;) {
    const word = textOf(parser.peek());
    if (word === undefined || textOf(parser.peek(1)) !== '=' || !(names.includes(word) || word.startsWith('hint'))) break;
    parser.next();
    parser.next();
    found.set(word, settingValue(parser));
  }
  // hint.strategy=broadcast and the like change nothing about the answer.
  while (textOf(parser.peek()) === 'hint' && textOf(parser.peek(1)) === '.') {
    for (let count = 3; count > 0; count -= 1) parser.next();
    parser.demand('=', 'after a hint');
    parser.next();
  }
  return found;
}

function settingValue(parser: Parser): Setting {
  const token = parser.peek();
  if (token.kind === 'text') {
    parser.next();
    return { text: token.text, at: token.start };
  }
  if (token.kind === 'whole') {
    parser.next();
    return { text: String(token.number), at: token.start };
  }
  return { text: parser.name('a value'), at: token.start };
}
