import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileResult, plainStyle, report, scanResult } from '../estate.fixture.ts';
import { markdown } from './markdown.ts';
import { code, fenced, literal } from './markdown-text.ts';

test.each([
  ['HTML', '<b>', '&#60;b&#62;'],
  ['a link', '[a](b)', '&#91;a&#93;&#40;b&#41;'],
  ['a mention', '@all', '&#64;all'],
  ['an issue', 'fixes #12', 'fixes &#35;12'],
  ['an address', 'https://x.org', 'https&#58;//x.org'],
  ['a bare address', 'WWW.x.org', 'WWW&#46;x.org'],
  ['a cell', 'a|b', 'a&#124;b'],
  ['a list', '- a', '&#45; a'],
  ['a numbered list', '1. a', '&#49;. a'],
  ['a rule', '---', '&#45;--'],
  ['a line break', 'a\nb', 'a&#92;u&#123;a&#125;b'],
  ['a GUID', '0a3b-7c', '0a3b-7c'],
] as const)('%s is only text', (_name, text, shown) => {
  expect(literal(text)).toBe(shown);
});

test.each([
  ['plain', 'a', '`a`'],
  ['a backtick', 'a`b', '`` a`b ``'],
  ['many backticks', '``', '``` `` ```'],
] as const)('code with %s', (_name, text, shown) => {
  expect(code(text)).toBe(shown);
});

test('nothing inside a fenced block ends it', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('`', 'a', ' ') }), { minLength: 1 }), (lines) => {
      const [open = '', ...rest] = fenced(lines, 'shell');
      const fence = open.replace('shell', '');
      expect(rest.findIndex((line) => line.trim().startsWith(fence))).toBe(rest.length - 1);
    }),
  );
});

test.each([
  ['a scan', scanResult()],
  ['hostile names', hostileResult()],
  ['the controls model', scanResult({ report: { ...report, model: 'controls' } })],
] as const)('%s: every row of a table has the cells of its heading', (_name, result) => {
  const text = [...markdown(result, plainStyle)].join('');
  for (const table of text.match(/(?:^\|.*\|$\n?)+/gm) ?? []) {
    const widths = table
      .trimEnd()
      .split('\n')
      .map((row) => row.split('|').length);
    expect(new Set(widths).size).toBe(1);
  }
  const outsideCode = text.replace(/(`+)[^\n]*?[^`]\1(?!`)/g, '');
  expect(outsideCode).not.toContain('<script');
  expect(outsideCode).not.toContain('@all');
});

test('a comment stays below the limit of 65,536 characters for an estate of any size', () => {
  const [recommendation] = report.recommendations;
  const [subscription] = report.subscriptions;
  const [problem] = report.problems;
  if (recommendation === undefined || subscription === undefined || problem === undefined) throw new Error('the fixture lacks them');
  const large = {
    ...report,
    recommendations: Array.from({ length: 92 }, () => recommendation),
    subscriptions: Array.from({ length: 800 }, () => subscription),
    problems: Array.from({ length: 5000 }, () => problem),
  };
  expect([...markdown(scanResult({ report: large }), plainStyle)].join('').length).toBeLessThan(65_536);
});
