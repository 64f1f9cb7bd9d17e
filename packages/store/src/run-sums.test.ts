import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Counts, countsAfter, type Shapes } from './mirror.ts';
import { runSumsOf } from './run-sums.ts';
import type { Shape } from './shape.ts';

const plain: Shape = {
  type: 'a',
  kind: 'real',
  statuses: [[0, 'h']],
  raw: [[0, 'h']],
  missing: [],
  exempt: [],
  disagreements: [],
  unknown: null,
};
const shapeList: readonly Shape[] = [
  plain,
  { ...plain, statuses: [[0, 'u']] },
  { ...plain, type: 'b', statuses: [[0, 'x']], missing: [[0, 'roles']] },
  {
    ...plain,
    type: 'c',
    missing: [
      [1, 'users'],
      [0, 'roles'],
    ],
  },
  { ...plain, kind: 'implied', missing: [[1, 'users']] },
  { ...plain, kind: 'special', unknown: ['k', 'Theirs'] },
  { ...plain, type: 'b', exempt: [[1, '/exemption']] },
  { ...plain, type: 'a', disagreements: [[0, 'h', 'u']] },
];
const ordinals = { ofIndex: (index: number) => index, indexOf: (ordinal: number) => ordinal, keyOf: (ordinal: number) => `r${ordinal}` };

function newShapes(): Shapes {
  return { get: (id) => shapeList[id] ?? plain, idOf: () => undefined, forget: () => {}, load: async () => {} };
}

const step = fc.record({
  subscription: fc.nat(3),
  shape: fc.nat(shapeList.length - 1),
  more: fc.integer({ min: -2, max: 3 }),
  isBack: fc.boolean(),
});

test('what is moved from moment to moment, and back, is what is summed anew', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const shapes = newShapes();
      const moments: Counts[] = [new Map()];
      for (const { subscription, shape, more, isBack } of steps) {
        const before = (isBack ? moments[Math.floor(moments.length / 2)] : moments.at(-1)) ?? new Map();
        const id = subscription === 0 ? '' : `s${subscription}`;
        const known = before.get(id)?.get(shape) ?? 0;
        moments.push(countsAfter(before, new Map([[id, new Map([[shape, Math.max(more, -known)]])]])));
        const counts = moments.at(-1) ?? new Map();
        expect(runSumsOf({ ordinals, shapes }, counts)).toEqual(runSumsOf({ ordinals, shapes: newShapes() }, counts));
      }
    }),
  );
});

test('lists that a change leaves alone are the same ones', () => {
  const shapes = newShapes();
  const own = [
    [1, 2],
    [2, 1],
  ] as const;
  const before: Counts = new Map(['s1', 's2', 's3', 's4'].map((id) => [id, new Map(own)]));
  const first = runSumsOf({ ordinals, shapes }, before);
  const fixed = new Map([
    [1, -1],
    [0, 1],
  ]);
  expect(runSumsOf({ ordinals, shapes }, countsAfter(before, new Map([['s2', fixed]]))).notCollected).toBe(first.notCollected);
});
