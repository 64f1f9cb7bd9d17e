import fc from 'fast-check';
import { expect, test } from 'vitest';
import { comparePoints, compareTexts, equalTexts, fold } from './fold.ts';

test('folding unites each letter with its other cases, the dotless i excepted', () => {
  const apart: string[] = [];
  for (let point = 0; point < 0x1f000; point += 1) {
    if (point >= 0xd800 && point < 0xe000) continue;
    const letter = String.fromCodePoint(point);
    const folded = fold(letter);
    if (folded !== fold(letter.toUpperCase()) || folded !== fold(letter.toLowerCase()) || fold(folded) !== folded) apart.push(letter);
  }
  expect(apart).toEqual(['ı']);
});

test('folding agrees with the simple case folding of regular expressions where that knows a pair', () => {
  const pairs = [
    ['K', '\u212A'],
    ['s', 'ſ'],
    ['Å', '\u212B'],
    ['µ', 'μ'],
    ['ς', 'Σ'],
    ['θ', 'ϑ'],
    ['ᏸ', 'Ᏸ'],
    ['\u{10428}', '\u{10400}'],
  ] as const;
  for (const [one, other] of pairs) expect(equalTexts(one, other), `${one} ${other}`).toBe(new RegExp(`^${one}$`, 'iu').test(other));
});

test('folding never shortens a text, which the comparison of lengths relies on', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(fold(text).length).toBeGreaterThanOrEqual(text.length);
    }),
  );
});

test('texts are equal exactly when their folded forms are', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'A', 'ß', 's', 'S', 'ſ', 'ı', 'I', 'i', 'İ', 'Σ', 'ς', 'ﬃ', 'f', 'F') });
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(equalTexts(one, other)).toBe(fold(one) === fold(other));
      expect(Math.sign(compareTexts(one, other)) + Math.sign(compareTexts(other, one))).toBe(0);
    }),
    { numRuns: 2_000 },
  );
});

test('the order is that of code points', () => {
  const points = (text: string): string =>
    Array.from(text, (letter) => (letter.codePointAt(0) ?? 0).toString(16).padStart(6, '0')).join('');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
      const [a, b] = [points(one), points(other)];
      expect(Math.sign(comparePoints(one, other))).toBe(a < b ? -1 : a > b ? 1 : 0);
    }),
  );
});
