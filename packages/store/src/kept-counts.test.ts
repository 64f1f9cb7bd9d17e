import { controlsImpactsOf, controlsScoreOf, controlTalliesOf, talliesOf } from '@plumbline/score';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keptCountsOf } from './kept-counts.ts';
import { layoutOf } from './layout.ts';
import { type Counts, countsAfter } from './mirror.ts';
import type { Shape, ShapeStatus } from './shape.ts';

const keys = ['r0', 'r1', 'r2', 'r3'];
const table = {
  recommendations: keys.map((key, index) => ({ key, category: index < 2 ? ('data' as const) : ('compute' as const), points: 5 })),
  controls: [
    { key: 'c0', max: 6, recommendations: ['r0', 'r1'] },
    { key: 'c1', max: 3, recommendations: ['r1', 'r2', 'r3'] },
    { key: 'c2', max: 0, recommendations: ['r3'] },
  ],
};
const ordinals = {
  ofIndex: (index: number) => index,
  indexOf: (ordinal: number) => ordinal,
  keyOf: (ordinal: number) => keys[ordinal] ?? '',
};
// Every combination of statuses of the four recommendations is a shape.
const letters = [undefined, 'h', 'u', 'n', 'x'] as const;
const shapes = Array.from({ length: letters.length ** keys.length }, (_, id): Shape => {
  const statuses = keys.flatMap((_, ordinal): ShapeStatus[] => {
    const letter = letters[Math.floor(id / letters.length ** ordinal) % letters.length];
    return letter === undefined ? [] : [[ordinal, letter]];
  });
  return { type: 't', kind: 'real', statuses, raw: statuses, missing: [], exempt: [], disagreements: [], unknown: null };
});
const change = fc.record({
  subscription: fc.nat(4),
  shape: fc.nat(shapes.length - 1),
  more: fc.integer({ min: 1, max: 4 }),
  isBack: fc.boolean(),
});
const exact = { aggregate: 'weighted', rounding: 'exact' } as const;

test('what is moved from moment to moment, and back, is what counting anew gives', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      const layout = layoutOf(table, ordinals);
      const given = { get: (id: number) => shapes[id] ?? never() };
      const kept = keptCountsOf(table, layout, given, 'statuses');
      const moments: Counts[] = [new Map()];
      for (const { subscription, shape, more, isBack } of changes) {
        const before = (isBack ? moments[Math.floor(moments.length / 2)] : moments.at(-1)) ?? new Map();
        const counts = countsAfter(before, new Map([[`s${subscription}`, new Map([[shape, more]])]]));
        moments.push(counts);
        const profiles = kept.profilesIn(counts);
        const tallies = controlTalliesOf(profiles, table.controls);
        const expected = controlsScoreOf(tallies, table.controls, exact);
        const found = kept.in(counts);
        expect(found.controls(exact).overall).toEqual(expected.overall);
        expect(found.controls(exact).controls).toEqual(expected.controls);
        expect(found.controls({ aggregate: 'pooled', rounding: 'api' })).toEqual(
          controlsScoreOf(tallies, table.controls, { aggregate: 'pooled', rounding: 'api' }),
        );
        expect(found.impacts(exact)).toEqual(controlsImpactsOf(profiles, table.controls, exact));
        const pooled = talliesOf(profiles.map((profile) => ({ ...profile, subscription: '' })));
        expect(found.tallies()).toEqual(pooled);
        const inData = profiles.map(({ statuses, ...rest }) => ({
          ...rest,
          statuses: statuses.filter(({ recommendation }) => recommendation === 'r0' || recommendation === 'r1'),
        }));
        expect(found.controlsOf('data', exact)).toEqual(
          controlsScoreOf(controlTalliesOf(inData, table.controls), table.controls, exact).overall,
        );
      }
    }),
  );
});

function never(): never {
  throw new Error('There is no such shape.');
}
