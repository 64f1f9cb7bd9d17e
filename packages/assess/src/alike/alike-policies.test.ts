// Rules of users read what they like: whatever hangs on it must not be taken for alike.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bothWays } from './likeness.fixture.ts';
import { madeUpCatalogue, resources, rule } from './made-up.fixture.ts';

test('rules of a user find by likeness what they find in full', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(rule, { minLength: 1, maxLength: 3 }),
      fc.array(resources, { minLength: 6, maxLength: 30 }),
      async (rules, estate) => {
        const lines = estate.flat().map((resource) => JSON.stringify(resource));
        const { byLikeness, inFull } = await bothWays(lines, madeUpCatalogue(rules));
        expect(byLikeness).toEqual(inFull);
      },
    ),
    { numRuns: 300 },
  );
}, 120_000);
