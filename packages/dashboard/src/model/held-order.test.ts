import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heldOrder } from './held-order.ts';

const self = (key: string) => key;

describe('rows under the reader’s hand', () => {
  it.each([
    ['stay where they are', ['b', 'a'], ['a', 'b'], ['a', 'b'], 2],
    ['come last when they are new', ['new', 'a', 'b'], ['a', 'b'], ['a', 'b', 'new'], 3],
    ['leave when they are gone', ['b'], ['a', 'b'], ['b'], 0],
    ['are sorted when nothing is known', ['b', 'a'], [], ['b', 'a'], 0],
  ])('%s', (_case, rows, known, expected, moved) => {
    expect(heldOrder(rows, known, self)).toEqual({ rows: expected, moved });
  });

  it('are never lost, and never overtake each other', () => {
    const keys = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }));
    fc.assert(
      fc.property(keys, keys, (rows, known) => {
        const held = heldOrder(rows, known, self).rows;
        expect([...held].sort()).toEqual([...rows].sort());
        expect(held.filter((key) => known.includes(key))).toEqual(known.filter((key) => rows.includes(key)));
      }),
    );
  });
});
