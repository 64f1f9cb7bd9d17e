import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Instant, isoText, parseInstant } from './instant.ts';

/** Longer than what is remembered, so that each is read anew. */
const read = (text: string): Instant | undefined => parseInstant(text.padStart(80));

const two = (value: number): string => String(value).padStart(2, '0');
const about = (last: number): fc.Arbitrary<number> =>
  fc.oneof(fc.integer({ min: 0, max: last + 1 }), fc.constantFrom(0, 1, last - 1, last, last + 1));
const year = fc.oneof(fc.integer({ min: 0, max: 9999 }), fc.constantFrom(0, 1, 4, 100, 400, 1900, 1999, 2000, 2023, 2024, 9999));

/** Seconds since 1970 by the platform's own calendar; undefined when there is no such time. */
function secondsByDate(y: number, m: number, d: number, h: number, min: number, s: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(y, m - 1, d);
  date.setUTCHours(h, min, s);
  const same = [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ];
  return y >= 1 && same.join() === [y, m, d, h, min, s].join() ? date.getTime() / 1000 : undefined;
}

test('a date is read as the platform counts it, and none that is not there', () => {
  fc.assert(
    fc.property(year, about(12), about(31), about(23), about(59), about(59), (y, m, d, h, min, s) => {
      const text = `${String(y).padStart(4, '0')}-${two(m)}-${two(d)}T${two(h)}:${two(min)}:${two(s)}`;
      const seconds = secondsByDate(y, m, d, h, min, s);
      expect(read(text)?.seconds, text).toBe(seconds);
      expect(read(`${text}Z`)?.seconds).toBe(seconds);
    }),
    { numRuns: 5_000 },
  );
});

test('the last day of every month is read, and the one after it not', () => {
  for (const y of [1, 4, 100, 400, 1900, 2000, 2023, 2024, 9999]) {
    for (let m = 1; m <= 12; m += 1) {
      for (const d of [0, 1, 28, 29, 30, 31, 32]) {
        const text = `${String(y).padStart(4, '0')}-${two(m)}-${two(d)}`;
        expect(read(text)?.seconds, text).toBe(secondsByDate(y, m, d, 0, 0, 0));
      }
    }
  }
});

describe('what is written', () => {
  test.each<readonly [text: string, seconds: number, rest: Partial<Instant>]>([
    ['1970-01-01', 0, { ticks: 0, offset: 0, separator: 'T', zone: 'none' }],
    ['1970-01-01T00:00', 0, { separator: 'T', zone: 'none' }],
    ['1970-01-01 00:00Z', 0, { separator: ' ', zone: 'Z' }],
    ['1970-01-01t00:00:01z', 1, { separator: 'T', zone: 'Z' }],
    ['1970-01-01T00:00:00.5Z', 0, { ticks: 5_000_000 }],
    ['1970-01-01T00:00:00.0000001Z', 0, { ticks: 1 }],
    ['1970-01-01T00:00:00.123456789Z', 0, { ticks: 1_234_567 }],
    ['1970-01-01T12:00:00+02:00', 36_000, { offset: 120, zone: 'offset' }],
    ['1970-01-01T12:00:00+0230', 34_200, { offset: 150, zone: 'offset' }],
    ['1970-01-01T12:00:00-02:30', 52_200, { offset: -150, zone: 'offset' }],
    ['1970-01-01T00:00:00+00:00', 0, { offset: 0, zone: 'offset' }],
    ['1970-01-02T00:00:00+14:00', 36_000, { offset: 840 }],
    ['1970-01-01T00:00:00-14:00', 50_400, { offset: -840 }],
    ['9999-12-31T23:59:59Z', 253_402_300_799, {}],
    ['0001-01-01T00:00:00Z', -62_135_596_800, {}],
  ])('%s', (text, seconds, rest) => {
    expect(read(text)).toMatchObject({ seconds, ...rest });
    expect(parseInstant(text)).toEqual(read(text));
    expect(parseInstant(` ${text} `)).toEqual(read(text));
  });

  test.each([
    '1970-01-01T00',
    '1970-01-01T',
    '1970-01-01Z',
    '1970-1-1',
    '01970-01-01',
    'x1970-01-01',
    '1970-01-01x',
    '1970-01-01T00:00:00.Z',
    '1970-01-01T24:00:00',
    '1970-01-01T00:60',
    '1970-01-01T00:00:60',
    '1970-01-01T00:00:00+14:01',
    '1970-01-01T00:00:00-14:01',
    '1970-01-01T00:00:00+2',
    '1970-00-01',
    '1970-13-01',
    '1970-01-00',
    '1970-01-32',
    '0000-01-01',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    '1970-01-01  00:00',
    '1970-01-01T00:00:00.1234567890Z',
    '',
  ])('%j is no date', (text) => {
    expect(read(text)).toBeUndefined();
    expect(parseInstant(text)).toBeUndefined();
  });

  test.each([
    '2024-01-15T10:05:09Z',
    '2024-01-15 10:05:09',
    '2024-01-15T10:05:09.0100203Z',
    '2024-01-15T10:05:09.1-03:30',
    '2024-01-15 10:05:09+00:00',
    '0001-01-01T00:00:00.0000001Z',
  ])('%s is written again as it was', (text) => {
    const instant = read(text);
    expect(instant && isoText(instant)).toBe(text);
  });
});
