import { afterEach, beforeEach, expect, test } from 'vitest';
import { instantMsOf } from './instant.ts';

// `Date.parse` takes a time without a zone for one of this machine's.
const zone = process.env['TZ'];
beforeEach(() => {
  process.env['TZ'] = 'America/Los_Angeles';
});
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

test.each([
  ['2026-12-31T00:00:00Z', '2026-12-31T00:00:00.000Z'],
  ['2026-12-31T00:00:00', '2026-12-31T00:00:00.000Z'],
  ['2026-12-31T00:00:00.5', '2026-12-31T00:00:00.500Z'],
  ['2026-12-31T00:00:00.1234567', '2026-12-31T00:00:00.123Z'],
  ['2026-12-31 10:00', '2026-12-31T10:00:00.000Z'],
  ['2026-12-31T01:00:00+02:00', '2026-12-30T23:00:00.000Z'],
  ['2026-12-31T01:00:00-0200', '2026-12-31T03:00:00.000Z'],
  ['2026-12-31', '2026-12-31T00:00:00.000Z'],
  ['2026-12', '2026-12-01T00:00:00.000Z'],
  ['12/31/2026 10:00:00', '2026-12-31T10:00:00.000Z'],
  ['Thu, 31 Dec 2026 10:00:00 GMT', '2026-12-31T10:00:00.000Z'],
  ['31 Dec 2026', '2026-12-31T00:00:00.000Z'],
])('%s', (text, expected) => {
  expect(new Date('2026-07-01T00:00:00').toISOString()).toBe('2026-07-01T07:00:00.000Z');
  expect(new Date(instantMsOf(text)).toISOString()).toBe(expected);
});

test.each(['', 'soon', '2026-13-01', '2026-12-31T99:00:00', 'Z'])('%j is no date', (text) => {
  expect(instantMsOf(text)).toBeNaN();
});
