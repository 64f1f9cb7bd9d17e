import fc from 'fast-check';
import { expect, test } from 'vitest';
import { visible, visibleJson } from './visible.ts';

test.each([
  ['an ANSI sequence', '\u001B[2Jgone', '\\u{1b}[2Jgone'],
  ['an 8-bit control sequence', '\u009B31m', '\\u{9b}31m'],
  ['a line break', 'a\r\nb', 'a\\u{d}\\u{a}b'],
  ['a bell and a delete', '\u0007\u007F', '\\u{7}\\u{7f}'],
  ['a right-to-left override', 'gpj\u202Eexe', 'gpj\\u{202e}exe'],
  ['an isolate', '\u2067x\u2069', '\\u{2067}x\\u{2069}'],
  ['a zero-width space', 'a\u200Bb', 'a\\u{200b}b'],
  ['a byte-order mark', '\uFEFFa', '\\u{feff}a'],
  ['a lone surrogate', 'a\uD800', 'a\\u{d800}'],
  ['a hidden tag', '\u{E0041}', '\\u{e0041}'],
  ['Persian with its non-joiner', 'می‌خواهم', 'می‌خواهم'],
  ['a joined emoji', '👩‍💻', '👩‍💻'],
  ['plain text', 'Zürich 東京', 'Zürich 東京'],
] as const)('%s', (_name, text, shown) => {
  expect(visible(text)).toBe(shown);
});

test('nothing that moves the cursor is left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(visible(text)).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
    }),
  );
});

test('JSON made harmless still says the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const json = visibleJson(JSON.stringify({ text }));
      expect(JSON.parse(json)).toEqual({ text });
      expect(json).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
    }),
  );
});
