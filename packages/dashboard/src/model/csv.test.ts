import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Column, csvOf, sortedBy } from './csv.ts';

interface Row {
  readonly name: string;
  readonly points: number | null;
}
const columns: readonly Column<Row>[] = [
  { id: 'name', title: 'Name', value: ({ name }) => name },
  { id: 'points', title: 'Points', value: ({ points }) => points, isNumber: true },
];

/** A reader of RFC 4180, to hold the writer against. */
function parsed(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (const [, quoted, plain, end] of text.replace(/^\uFEFF/, '').matchAll(cells)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('CSV', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['-1', "'-1"],
    ['two\nlines', '"two\nlines"'],
  ])('writes the name %s as %s', (name, cell) => {
    expect(csvOf(columns, [{ name, points: -1.5 }])).toBe(`\uFEFFName,Points\r\n${cell},-1.5\r\n`);
  });

  it('can be read back, whatever names are', () => {
    const row = fc.record({ name: fc.string(), points: fc.option(fc.integer()) });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const read = parsed(csvOf(columns, rows)).slice(1);
        expect(read.map(([name = '']) => name.replace(/^'(?=['=+\-@\t\r])/, ''))).toEqual(rows.map(({ name }) => name));
        expect(read.map(([, points]) => points)).toEqual(rows.map(({ points }) => (points === null ? '' : String(points))));
      }),
    );
  });
});

describe('sorting', () => {
  const rows: readonly Row[] = [
    { name: 'vm-10', points: 1 },
    { name: 'VM-9', points: null },
    { name: 'vm-2', points: 3 },
  ];
  it.each([
    ['name', ['vm-2', 'VM-9', 'vm-10']],
    ['-name', ['vm-10', 'VM-9', 'vm-2']],
    ['points', ['vm-10', 'vm-2', 'VM-9']],
    ['-points', ['vm-2', 'vm-10', 'VM-9']],
    ['unknown', ['vm-10', 'VM-9', 'vm-2']],
  ])('by %s', (sort, expected) => {
    expect(sortedBy(rows, columns, sort).map(({ name }) => name)).toEqual(expected);
  });
});
