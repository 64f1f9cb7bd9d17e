/** The laws of docs/architecture.md over the real catalogue: estates are made of its examples, each in a subscription of its own. */
import { type AssessmentRun, assess, reportOf } from '@plumbline/assess';
import { loadCatalogue } from '@plumbline/catalogue';
import { memorySource, readInputs } from '@plumbline/inventory';
import type { JsonObject } from '@plumbline/policy';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const { catalogue } = loadCatalogue();
const now = '2026-01-01T00:00:00Z';
/** Absent, these types take only part of what decides with them: an alert of the older kind, an extension outside the model. */
const partial = new Set(['batch-metric-alerts', 'scale-set-diagnostic-logs']);
const examples = catalogue.items.flatMap(({ recommendation }) =>
  partial.has(recommendation.name)
    ? []
    : Object.values(recommendation.examples)
        .flat()
        .map((example) => [example.resource, ...(example.estate ?? [])]),
);

/** Every example moves to a subscription of its own, so that examples cannot explain each other. */
function movedTo(subscription: string, resources: readonly JsonObject[]): JsonObject[] {
  const text = JSON.stringify(resources).replaceAll(/\/subscriptions\/[^/"]+/gi, `/subscriptions/${subscription}`);
  return JSON.parse(text) as JsonObject[];
}

const arbitraryEstate = fc
  .uniqueArray(fc.nat({ max: examples.length - 1 }), { minLength: 1, maxLength: 12 })
  .map((picked) => picked.flatMap((index) => movedTo(`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, examples[index] ?? [])));

const runOf = (resources: readonly JsonObject[]): Promise<AssessmentRun> => {
  const text = resources.map((resource) => JSON.stringify(resource)).join('\n');
  return assess(readInputs([memorySource('estate.ndjson', text)]).entries(), { catalogue, now });
};
const statusesOf = (run: AssessmentRun) =>
  new Map([...run.assessments()].map(({ recommendation, resource, status }) => [`${resource.toLowerCase()} ${recommendation}`, status]));
const typeOf = (resource: JsonObject) => String(resource['type']).toLowerCase();

describe('laws over the catalogue', () => {
  it('1 and 2: 0 <= score <= maximum; score + impacts = maximum', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryEstate, async (estate) => {
        for (const model of ['classic', 'controls'] as const) {
          const report = reportOf(await runOf(estate), { model });
          const scores = [report.score, ...report.categories, ...report.controls, ...report.subscriptions.map(({ score }) => score)];
          for (const score of scores) {
            if (score === null) continue;
            expect(score.current).toBeGreaterThanOrEqual(0);
            expect(score.current).toBeLessThanOrEqual(score.max);
          }
          if (model === 'classic' && report.score !== null) {
            const impacts = report.recommendations.reduce((sum, { impact }) => sum + impact, 0);
            expect(report.score.current + impacts).toBeCloseTo(report.score.max, 9);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('4: the order of the input never changes a report', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryEstate, fc.infiniteStream(fc.nat()), async (estate, random) => {
        const shuffled = estate.map((resource) => [random.next().value, resource] as const).sort(([a], [b]) => a - b);
        const report = async (resources: readonly JsonObject[]) => JSON.stringify(reportOf(await runOf(resources), { model: 'classic' }));
        // The same id twice is no shuffling: there the later wins.
        const ids = new Set(estate.map((resource) => String(resource['id']).toLowerCase()));
        fc.pre(ids.size === estate.length);
        expect(await report(shuffled.map(([, resource]) => resource))).toBe(await report(estate));
      }),
      { numRuns: 40 },
    );
  });

  it('7: taking a type out of an input never makes anything Healthy or Unhealthy', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryEstate, fc.nat(), async (estate, pick) => {
        const types = [...new Set(estate.map(typeOf))].sort();
        const gone = types[pick % types.length] ?? '';
        const before = statusesOf(await runOf(estate));
        for (const [what, status] of statusesOf(await runOf(estate.filter((resource) => typeOf(resource) !== gone)))) {
          const old = before.get(what);
          // A subnet that stood by itself may still stand inside its network.
          if (old === undefined || old === status) continue;
          expect(`${what}: ${old} became ${status} without ${gone}`).toMatch(/became (NotAssessed|NotApplicable)/);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('7: taking the configuration of any resource away never makes anything Healthy or Unhealthy', async () => {
    const bare = (resource: JsonObject) =>
      Object.fromEntries(Object.entries(resource).filter(([key]) => key !== 'properties')) as JsonObject;
    const wrong: string[] = [];
    for (const { recommendation } of catalogue.items) {
      for (const { resource, estate = [] } of Object.values(recommendation.examples).flat()) {
        const whole = [resource, ...estate];
        const before = statusesOf(await runOf(whole));
        const lessened = [whole.map(bare), ...whole.map((taken) => whole.map((one) => (one === taken ? bare(one) : one)))];
        for (const less of lessened) {
          for (const [what, status] of statusesOf(await runOf(less))) {
            const old = before.get(what) ?? status;
            if (old !== status && (status === 'Healthy' || status === 'Unhealthy')) wrong.push(`${what}: ${old} became ${status}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
