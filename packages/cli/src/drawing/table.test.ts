import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noColours } from './colour.ts';
import { table } from './table.ts';
import { visible } from './visible.ts';
import { widthOf } from './width.ts';

const columns = [
  { title: 'N', align: 'right' },
  { title: 'Name', grows: true },
  { title: 'Of', align: 'right' },
] as const;

test('the growing column continues on further lines, and no line ends with a space', () => {
  const rows = [
    [{ text: '5' }, { text: 'a name of several words' }, { text: '1 of 2' }],
    [{ text: '12' }, { text: 'short' }, { text: '' }],
  ];
  expect(table(columns, rows, { width: 24, heading: noColours.dim })).toEqual([
    ' N  Name              Of',
    ' 5  a name of     1 of 2',
    '    several',
    '    words',
    '12  short',
  ]);
});

test('no line is wider than the table', () => {
  const cell = fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => ({ text: visible(text).trim() }));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 }), fc.integer({ min: 30, max: 90 }), (rows, width) => {
      for (const line of table(columns, rows, { width, heading: noColours.dim })) expect(widthOf(line)).toBeLessThanOrEqual(width);
    }),
  );
});
