import { controlTalliesOf, type ScoredControl, talliesOf } from '@plumbline/score';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { controlFold, recommendationFold } from './vector-fold.ts';
import { vectorStatuses } from './vector-statuses.ts';
import type { ItemVerdict } from './verdict.ts';
import { type IndexedVerdicts, type VerdictVector, verdictVectors } from './verdict-vectors.ts';

const keys = ['m', 'b', 'z', 'a'];
const controls: readonly ScoredControl[] = [
  { key: 'two', max: 4, recommendations: ['m', 'a'] },
  { key: 'one', max: 2, recommendations: ['a', 'b'] },
  { key: 'none', max: 1, recommendations: [] },
];

const verdict = fc.constantFrom<ItemVerdict>(
  { status: 'Healthy' },
  { status: 'Unhealthy' },
  { status: 'NotApplicable' },
  { status: 'NotAssessed', cause: 'NotCollected', needs: 'x' },
);
const verdicts = fc
  .tuple(...keys.map(() => fc.option(verdict, { nil: undefined })))
  .map((all): IndexedVerdicts => all.flatMap((own, index) => (own === undefined ? [] : [[index, own]])));
const counted = fc.array(fc.tuple(verdicts, fc.integer({ min: 1, max: 9 })), { maxLength: 8 });

test('vectors fold into the tallies that their profiles have', () => {
  fc.assert(
    fc.property(counted, fc.subarray(keys), (estate, counts) => {
      const interned = verdictVectors();
      const vectors: VerdictVector[] = estate.map(([own]) => interned.of(own));
      const told = (visit: (vector: number, count: number) => void) => {
        for (const [vector, [, count]] of estate.entries()) visit(vector, count);
      };
      const statusesOf = vectorStatuses(keys);
      const profiles = estate.map(([, count], at) => ({ subscription: '', statuses: statusesOf(vectors[at] ?? interned.empty), count }));
      expect(recommendationFold({ keys, vectors })(told)).toEqual(talliesOf(profiles));
      const some = profiles.map((profile) => ({
        ...profile,
        statuses: profile.statuses.filter(({ recommendation }) => counts.includes(recommendation)),
      }));
      expect(controlFold({ keys, vectors }, controls, (key) => counts.includes(key))(told)).toEqual(controlTalliesOf(some, controls));
    }),
  );
});
