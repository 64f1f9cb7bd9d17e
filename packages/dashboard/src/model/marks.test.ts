import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barShares, dayTicks, placed, ringDash, stepPath, ticksOf } from './marks.ts';

const frame = { width: 100, height: 20, pad: 0 };

describe('marks', () => {
  it.each([
    [0, '0.00 62.83'],
    [0.5, '31.42 31.42'],
    [1, '62.83 0.00'],
    [7, '62.83 0.00'],
  ])('the ring for %d', (share, dash) => {
    expect(ringDash(share, 10).dash).toBe(dash);
  });

  it.each([
    ['rises in steps', [1, 3], 'M0.0 20.0H100.0V0.0'],
    ['runs through the middle when nothing changes', [5, 5], 'M0.0 10.0H100.0V10.0'],
    ['breaks where there is no score', [1, null, 3], 'M0.0 20.0M100.0 0.0'],
    ['is empty without values', [null], ''],
  ])('a line %s', (_case, values, path) => {
    expect(
      stepPath(
        values.map((value, t) => ({ t, value })),
        frame,
      ),
    ).toBe(path);
  });

  it.each([
    [2, 0, 0],
    [4, 1, 6],
    [30, 1, 6],
    [365, 1, 6],
    [4_000, 1, 12],
  ])('days below a line of %d days are midnights clear of its ends', (days, least, most) => {
    const from = Date.parse('2026-01-03T07:30:00Z');
    const points = [0, 1].map((at) => ({ t: from + at * days * 86_400_000, value: 1 }));
    const ticks = dayTicks(points, frame);
    expect(ticks.length).toBeGreaterThanOrEqual(least);
    expect(ticks.length).toBeLessThanOrEqual(most);
    for (const { x, at } of ticks) {
      expect(at).toMatch(/T00:00:00\.000Z$/);
      expect(x).toBeGreaterThan(5);
      expect(x).toBeLessThan(95);
    }
  });

  it('stays inside its frame', () => {
    const points = fc.array(
      fc.record({ t: fc.double({ noNaN: true, min: 0, max: 1e13 }), value: fc.option(fc.double({ noNaN: true, min: 0, max: 1e6 })) }),
    );
    fc.assert(
      fc.property(points, (line) => {
        for (const { x, y } of placed(line, frame)) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(100.001);
          expect(y).toBeGreaterThanOrEqual(-0.001);
          expect(y).toBeLessThanOrEqual(20.001);
        }
      }),
    );
  });

  it.each([
    [{ min: 702, max: 748 }, 4, [700, 720, 740, 760]],
    [{ min: 0, max: 1 }, 3, [0, 0.5, 1]],
    [{ min: 5, max: 5 }, 3, [5]],
  ])('lines around %j', (range, most, expected) => {
    expect(ticksOf(range, most)).toEqual(expected);
  });

  it('shows a small part of a bar, and fills the bar', () => {
    expect(barShares([1, 999])[0]).toBeGreaterThan(0.019);
    expect(barShares([0, 4])).toEqual([0, 1]);
    expect(barShares([0, 0])).toEqual([0, 0]);
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (parts) => {
        const sum = barShares(parts).reduce((all, part) => all + part, 0);
        expect(sum).toBeCloseTo(parts.some((part) => part > 0) ? 1 : 0, 9);
      }),
    );
  });
});
