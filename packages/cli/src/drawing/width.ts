/** Inclusive ranges of code points that terminals draw two columns wide (Unicode's East Asian Wide and Fullwidth, condensed). */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18dff],
  [0x1aff0, 0x1b2ff],
  [0x20000, 0x3fffd],
];

let segmenter: Intl.Segmenter | undefined;

/** Columns that a text takes on a terminal. Give it `visible` text. */
export function widthOf(text: string): number {
  if (isAscii(text)) return text.length;
  let width = 0;
  for (const character of charactersOf(text)) width += characterWidth(character);
  return width;
}

/** The text, cut to a width with `…` at its end where it is longer. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  return width < 1 ? '' : `${start(text, width - 1)}…`;
}

/** Cut in the middle, so that both ends of an id stay readable. */
export function cutMiddle(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width < 3) return cut(text, width);
  const before = Math.floor((width - 1) / 2);
  return `${start(text, before)}…${end(text, width - 1 - before)}`;
}

/** Cut or filled up to exactly a width. */
export function fit(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const shown = cut(text, width);
  const space = ' '.repeat(Math.max(0, width - widthOf(shown)));
  return align === 'left' ? shown + space : space + shown;
}

/** Lines of at most a width, broken between words where that can be, and words that are longer behind a mark within them, such as ids have. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/u).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (widthOf(line) > width) {
      // One character at least: a wide one in a column of one would otherwise never end.
      const room = start(line, width) || (charactersOf(line)[0] ?? line);
      const head = /^.+[-/._:,]/su.exec(room)?.[0] ?? room;
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

function start(text: string, width: number): string {
  let taken = '';
  let used = 0;
  for (const character of charactersOf(text)) {
    used += characterWidth(character);
    if (used > width) break;
    taken += character;
  }
  return taken;
}

function end(text: string, width: number): string {
  let taken = '';
  let used = 0;
  for (const character of charactersOf(text).toReversed()) {
    used += characterWidth(character);
    if (used > width) break;
    taken = character + taken;
  }
  return taken;
}

/** What a reader takes for one character, combining marks and joined emoji included. */
function charactersOf(text: string): readonly string[] {
  if (isAscii(text)) return text.split('');
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (/^[\p{M}\u200C\u200D]+$/u.test(character)) return 0;
  if (/\p{Emoji_Presentation}|\uFE0F/u.test(character)) return 2;
  return wide.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7e) return false;
  return true;
}
