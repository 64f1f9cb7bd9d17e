import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dependencyRows } from './dependency-rows.ts';

/** Some that come again and again, some that begin alike, and whatever else. */
const lookup = fc.oneof(
  fc.constantFrom(0, 1, 2 ** 53 - 1, 2 ** 52, 7_000_000_000_000_000),
  fc.nat({ max: 40 }).map((more) => 6_000_000_000_000_000 + more),
  fc.integer({ min: 0, max: 2 ** 53 - 1 }),
);

describe('who has looked up what', () => {
  it('comes by look-up, then as it was added', () => {
    fc.assert(
      fc.property(fc.array(lookup, { maxLength: 200 }), (lookups) => {
        const rows = dependencyRows();
        for (const [at, one] of lookups.entries()) rows.add(one, at % 3, at);
        const expected = lookups.map((one, at) => ({ lookup: one, subscription: at % 3, rid: at }));
        expected.sort((a, b) => a.lookup - b.lookup || a.rid - b.rid);
        expect([...rows.rows()].length).toBe(lookups.length);
        expect(Array.from(rows.rows(), (row) => ({ ...row }))).toEqual(expected);
      }),
    );
  });
});
