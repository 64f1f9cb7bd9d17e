import { loadCatalogue } from '@plumbline/catalogue';
import { compare, exemptionDebtOf, zero } from '@plumbline/score';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assess } from './assess.ts';
import { arbitraryEstates, dates, now, resourcesOf } from './estates.fixture.ts';
import { expiriesOf } from './expiries.ts';
import { scopeFilterOf } from './scope.ts';
import { scoredOf } from './scored.ts';
import { streamOf } from './test-entries.ts';

const { catalogue } = loadCatalogue();
const scoreOf = (profiles: Parameters<typeof scoredOf>[0]) => scoredOf(profiles, catalogue, { model: 'classic' }).overall?.current ?? zero;

test('the debt of a date is what the estate scores on that date', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryEstates, async (estate) => {
      const resources = resourcesOf(estate);
      const [run, bare] = await Promise.all([
        assess(streamOf(resources), { catalogue, now }),
        assess(streamOf(resourcesOf({ ...estate, exemptions: [] })), { catalogue, now }),
      ]);
      const context = { bare, definitionByAssignment: new Map(), scope: scopeFilterOf([], run.hierarchy) };
      const { ends, expiries } = expiriesOf(run, context);
      const due = dates.filter((date) => date > now && estate.exemptions.some(({ expiresOn }) => expiresOn === date));
      expect(ends.map(({ on }) => on)).toEqual(due.map((date) => new Date(date).toISOString()));
      let score = scoreOf(run.profiles);
      const byDate = new Map(exemptionDebtOf(run.profiles, expiries, scoreOf).map((debt) => [debt.on, debt.score]));
      for (const { on } of ends) {
        score = byDate.get(on) ?? score;
        const later = await assess(streamOf(resources), { catalogue, now: on });
        expect(compare(score, scoreOf(later.profiles))).toBe(0);
      }
    }),
    { numRuns: 60 },
  );
});
