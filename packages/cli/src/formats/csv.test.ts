import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileResult, plainStyle, scanResult } from '../estate.fixture.ts';
import { rowKinds } from '../result.ts';
import { cellOf, csv } from './csv.ts';

test.each([
  ['a number', -5.25, '-5.25'],
  ['a truth', true, 'true'],
  ['nothing', null, ''],
  ['plain text', 'Production', 'Production'],
  ['a comma', 'a,b', '"a,b"'],
  ['a quote', 'a"b', '"a""b"'],
  ['a formula', '=1+1', '"\'=1+1"'],
  ['a command', '@SUM(A1)', '"\'@SUM(A1)"'],
  ['text like a negative number', '-2+3', '"\'-2+3"'],
  ['a formula behind spaces', '  =1', '"\'  =1"'],
  ['a formula behind a quote', '"=1', '"\'""=1"'],
  ['a full-width formula', '＝1', '"\'＝1"'],
  ['a formula behind a tab', '\t=1', '"\'\\u{9}=1"'],
  ['a line break', 'a\nb', 'a\\u{a}b'],
  ['an id', '/subscriptions/1', '/subscriptions/1'],
] as const)('%s', (_name, value, cell) => {
  expect(cellOf(value)).toBe(cell);
});

test('no cell of text begins a formula, and each stays one cell', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '"', "'", ',', ' ', '\t', '\r', '\n', 'a', '1') }), (text) => {
      const cell = cellOf(text);
      const content = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      expect(content).not.toMatch(/^\s*[=+\-@]/);
      expect(parsed(`${cell},next\r\n`)).toEqual([[content, 'next']]);
    }),
  );
});

test.each(rowKinds)('%s: every line has the cells of the first', (rows) => {
  for (const result of [scanResult(), hostileResult()]) {
    const [titles, ...lines] = parsed([...csv(result, { ...plainStyle, rows })].join(''));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toHaveLength(titles?.length ?? 0);
  }
});

test('one assessment a line', () => {
  const lines = parsed([...csv(scanResult(), { ...plainStyle, rows: 'assessments' })].join(''));
  expect(lines).toHaveLength(8);
  expect(lines[4]?.slice(1, 4)).toEqual(['storage-secure-transfer', 'high', lines[4]?.[3]]);
  expect(lines[4]?.at(-1)).toBe('supportsHttpsTrafficOnly is false');
});

/** RFC 4180, strictly. */
function parsed(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy)) {
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
