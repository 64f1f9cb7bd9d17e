import { describe, expect, it } from 'vitest';
import { absoluteTime, daysBefore, dayText, endTexts, relativeTime } from './time.ts';

const now = '2026-11-24T12:00:00Z';

describe('times', () => {
  it.each([
    ['2026-11-24T11:57:00Z', '3 minutes ago'],
    ['2026-11-24T12:00:20Z', 'now'],
    ['2026-11-23T11:00:00Z', 'yesterday'],
    ['2026-12-08T12:00:00Z', 'in 2 weeks'],
    ['2025-06-01T00:00:00Z', 'last year'],
    ['no time', 'no time'],
  ])('%s is %s', (at, expected) => {
    expect(relativeTime(at, now)).toBe(expected);
  });

  it('reads the same in every zone', () => {
    expect(absoluteTime('2026-11-24T02:18:00Z')).toBe('24 Nov 2026, 02:18 UTC');
    expect(absoluteTime('never')).toBe('never');
  });

  it.each([
    ['2026-01-02T23:59:59Z', '2 Jan'],
    ['2025-01-02T00:00:00Z', '2 Jan 2025'],
  ])('the day of %s is %s', (at, expected) => {
    expect(dayText(at, now)).toBe(expected);
  });

  it('names days at the ends of a line, and times within one day', () => {
    expect(endTexts('2025-12-31T10:00:00Z', '2026-11-24T11:00:00Z', now)).toEqual(['31 Dec 2025', '24 Nov']);
    expect(endTexts('2026-11-24T05:59:10Z', '2026-11-24T11:00:00Z', now)).toEqual(['24 Nov, 05:59 UTC', '24 Nov, 11:00 UTC']);
  });

  it('goes back by days', () => {
    expect(daysBefore(now, 30)).toBe('2026-10-25T12:00:00.000Z');
  });
});
