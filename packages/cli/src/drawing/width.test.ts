import fc from 'fast-check';
import { expect, test } from 'vitest';
import { visible } from './visible.ts';
import { cut, cutMiddle, fit, widthOf, wrap } from './width.ts';

test.each([
  ['', 0],
  ['storage', 7],
  ['Zürich', 6],
  ['Zu\u0308rich', 6],
  ['東京', 4],
  ['ソウル', 6],
  ['서울', 4],
  ['Ｆｕｌｌ', 8],
  ['👍', 2],
  ['👩‍💻', 2],
  ['🇨🇭', 2],
  ['❤️', 2],
  ['שלום', 4],
  ['…', 1],
  ['█░', 2],
] as const)('%s is %d wide', (text, width) => {
  expect(widthOf(text)).toBe(width);
});

test.each([
  ['storage', 7, 'storage'],
  ['storage', 6, 'stora…'],
  ['東京都', 5, '東京…'],
  ['東京都', 4, '東…'],
  ['abc', 1, '…'],
  ['abc', 0, ''],
] as const)('%s cut to %d: %s', (text, width, shown) => {
  expect(cut(text, width)).toBe(shown);
});

test('an id cut in the middle keeps both ends', () => {
  expect(cutMiddle('/subscriptions/1/storageAccounts/logs', 21)).toBe('/subscript…ounts/logs');
});

test.each([
  ['one two three', 7, ['one two', 'three']],
  ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
  ['東京都', 1, ['東', '京', '都']],
  ['  ', 4, []],
  ['00004eaf-7c5f-4167-85cf-b6bf4505685d', 34, ['00004eaf-7c5f-4167-85cf-', 'b6bf4505685d']],
  ['/subscriptions/one/x', 15, ['/subscriptions/', 'one/x']],
  ['-nomark', 4, ['-nom', 'ark']],
] as const)('%s wrapped to %d', (text, width, lines) => {
  expect(wrap(text, width)).toEqual(lines);
});

test('nothing is ever wider than it may be', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map(visible);
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 30 }), (shown, width) => {
      expect(widthOf(cut(shown, width))).toBeLessThanOrEqual(width);
      expect(widthOf(cutMiddle(shown, width))).toBeLessThanOrEqual(width);
      expect(widthOf(fit(shown, width))).toBe(width);
      for (const line of wrap(shown, width)) expect(widthOf(line)).toBeLessThanOrEqual(width);
    }),
  );
});

test('wrapping loses nothing but spaces', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }).map(visible), fc.integer({ min: 2, max: 20 }), (text, width) => {
      expect(wrap(text, width).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    }),
  );
});
