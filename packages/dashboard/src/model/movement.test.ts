import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OverallScore } from './answers.ts';
import { attributionOf, movementOf } from './movement.ts';
import { reportWith } from './report.fixture.ts';
import { rowWith } from './row.fixture.ts';

const score = (current: number): OverallScore => ({ current, max: 100, percentage: current / 100 });
const at = (sequence: number, value: OverallScore | null) => ({ sequence, at: `2026-11-0${sequence}T00:00:00Z`, score: value });

describe('movement', () => {
  it('is from the first known score to the last', () => {
    expect(movementOf([at(1, null), at(2, score(40)), at(3, score(30)), at(4, score(52)), at(5, null)])).toEqual({
      from: score(40),
      to: score(52),
      points: 12,
      share: expect.closeTo(0.12),
      since: '2026-11-02T00:00:00Z',
    });
  });

  it.each([[[]], [[at(1, score(1))]], [[at(1, null), at(2, score(1))]]])('is unknown for %j', (points) => {
    expect(movementOf(points)).toBeUndefined();
  });
});

describe('what moved a score', () => {
  const row = (name: string, healthy: number, unhealthy: number, points = 10) => {
    const total = healthy + unhealthy;
    const current = total === 0 ? 0 : (points * healthy) / total;
    return rowWith({ name, healthy, unhealthy, active: total > 0, score: { current, max: points }, impact: points - current });
  };

  it('is told by recommendation, the greatest first', () => {
    const { causes, rest, total } = attributionOf(
      reportWith([row('mended', 1, 3), row('broken', 4, 0), row('same', 1, 1), row('gone', 1, 0)]),
      reportWith([row('mended', 4, 0), row('broken', 3, 1), row('same', 1, 1), row('gone', 0, 0), row('new', 1, 1)]),
    );
    expect(causes.map(({ name, moved, kind }) => [name, moved, kind])).toEqual([
      ['gone', -10, 'ended'],
      ['mended', 7.5, 'better'],
      ['new', 5, 'began'],
      ['broken', -2.5, 'worse'],
    ]);
    expect([rest, total]).toEqual([0, 0]);
  });

  it('adds up to exactly the change', () => {
    const rows = fc
      .uniqueArray(fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd', 'e'), healthy: fc.nat(50), unhealthy: fc.nat(50) }), {
        selector: ({ name }) => name,
      })
      .map((list) => list.map(({ name, healthy, unhealthy }) => row(name, healthy, unhealthy, 7)));
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        const { causes, rest, total } = attributionOf(reportWith(before), reportWith(after));
        expect(rest).toBe(0);
        expect(causes.reduce((sum, { moved }) => sum + moved, 0)).toBeCloseTo(total, 9);
      }),
    );
  });
});
