import { loadCatalogue } from '@plumbline/catalogue';
import {
  type Cost,
  classicScoreOf,
  compare,
  controlsScoreOf,
  controlTalliesOf,
  type PlanModel,
  type Profile,
  planOf,
  type Score,
  talliesOf,
} from '@plumbline/score';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assess } from './assess.ts';
import { changedRun } from './changed-run.ts';
import { arbitraryEstates, now, type RandomEstate, resourcesOf, secureTransfer, subscriptions } from './estates.fixture.ts';
import { planWorkOf } from './plan-work.ts';
import { scopeFilterOf } from './scope.ts';
import { scoringTableOf } from './scored.ts';
import { streamOf } from './test-entries.ts';

const { catalogue } = loadCatalogue();
const table = scoringTableOf(catalogue);
const everything = (estate: RandomEstate) => assess(streamOf(resourcesOf(estate)), { catalogue, now });
const models = {
  classic: { kind: 'classic', recommendations: table.recommendations },
  controls: { kind: 'controls', controls: table.controls, aggregate: 'weighted' },
  pooled: { kind: 'controls', controls: table.controls, aggregate: 'pooled' },
} as const satisfies Record<string, PlanModel>;
const modelNames = ['classic', 'controls', 'pooled'] as const;

function scoreBy(model: PlanModel, profiles: readonly Profile[]): Score | null {
  if (model.kind === 'classic') return classicScoreOf(talliesOf(profiles), model.recommendations).overall;
  const { controls, aggregate } = model;
  const { overall } = controlsScoreOf(controlTalliesOf(profiles, controls), controls, { aggregate, rounding: 'exact' });
  return overall === null ? null : { current: overall.current, max: overall.max };
}

describe('works', () => {
  test.each(modelNames)('score like the resources that they were taken from, and hold every fix once: %s', async (name) => {
    await fc.assert(
      fc.asyncProperty(arbitraryEstates, async (estate) => {
        const run = await everything(estate);
        const { work, model } = planWorkOf(run, { model: models[name], scopes: [], costOf: ({ key }) => key.length % 3 });
        expect(scoreBy(model, work)).toEqual(scoreBy(models[name], run.profiles));
        const fixes = work.flatMap(({ resources, costs }) => resources.flatMap((id) => Object.keys(costs).map((key) => `${id} ${key}`)));
        expect(new Set(fixes).size).toBe(fixes.length);
        for (const { count, resources, statuses, costs } of work) {
          expect(resources.length).toBe(Object.keys(costs).length === 0 ? 0 : count);
          expect(Object.keys(costs).sort()).toEqual(
            statuses.flatMap(({ recommendation, status }) => (status === 'Unhealthy' ? recommendation : [])),
          );
        }
      }),
    );
  });

  test('know which scopes they lie in, and what one action fixes', async () => {
    const estate = {
      accounts: subscriptions.flatMap((subscription) =>
        ['a', 'b'].map((name) => ({ name, subscription, isSecure: false, isRestricted: true })),
      ),
      caches: [],
      exemptions: [],
    };
    const run = await everything(estate);
    const key = catalogue.items.find(({ recommendation: { name } }) => name === secureTransfer)?.recommendation.key;
    const { work, actions } = planWorkOf(run, {
      model: models.classic,
      scopes: [scopeFilterOf([subscriptions[0] ?? ''], run.hierarchy), scopeFilterOf([], run.hierarchy)],
      costOf: () => 1,
      actionOf: ({ subscription }, recommendation) => (recommendation === key ? { key: subscription, cost: 3 } : undefined),
    });
    expect(work.flatMap(({ inScopes, costs, count }) => (Object.keys(costs)[0] === key ? [[count, ...inScopes]] : []))).toEqual([
      [2, true, true],
      [2, false, true],
    ]);
    expect(actions.map(({ key, cost, fixes }) => [key, cost, fixes.length])).toEqual(subscriptions.map((key) => [key, 3, 1]));
  });
});

const arbitraryCosts = fc.array(fc.constantFrom<Cost>(0, 0.5, 1, 3, 'never'), { minLength: 7, maxLength: 7 });

describe('law 6: a plan promises what the estate scores after its fixes', () => {
  test.each(modelNames)('%s', async (model) => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryEstates,
        arbitraryCosts,
        fc.constantFrom('resource' as const, 'recommendation' as const),
        fc.oneof(fc.record({ target: fc.constantFrom(0.5, 0.8, 1) }), fc.record({ budget: fc.nat({ max: 8 }) })),
        async (estate, costs, by, aim) => {
          const run = await everything(estate);
          const costOf = ({ key }: { readonly key: string }) => costs[key.charCodeAt(key.length - 1) % costs.length] ?? 1;
          const { work, model: planned } = planWorkOf(run, { model: models[model], scopes: [], costOf });
          const plan = planOf({
            work,
            model: planned,
            aim:
              'target' in aim
                ? { kind: 'targets', targets: [{ name: '', atLeast: { percentage: aim.target } }] }
                : { kind: 'budget', cost: aim.budget },
            by,
          });
          if (plan.kind === 'outOfReach') return;
          const fixedById = new Map<string, Set<string>>();
          for (const { fixes, reached } of plan.steps) {
            for (const fix of fixes) {
              for (const id of work[fix.work]?.resources.slice(fix.first, fix.first + fix.count) ?? []) {
                const own = fixedById.get(id) ?? new Set();
                fixedById.set(id, own);
                for (const recommendation of fix.recommendations) own.add(recommendation);
              }
            }
            const now = changedRun(run, (resource) => ({
              ...resource,
              assessments: resource.assessments.map((one) =>
                one.status === 'Unhealthy' && fixedById.get(resource.id)?.has(one.recommendation) === true
                  ? { ...one, status: 'Healthy' }
                  : one,
              ),
            }));
            const score = scoreBy(models[model], now.profiles);
            expect(score === null ? null : compare(score.current, reached[0] ?? score.max)).toBe(0);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('taking resources apart loses nothing', () => {
  test.each(modelNames)('the cheapest plan costs what it costs for whole resources: %s', async (name) => {
    await fc.assert(
      fc.asyncProperty(arbitraryEstates, fc.constantFrom(0.6, 0.9, 1), async (estate, percentage) => {
        const run = await everything(estate);
        const costOf = (recommendation: string) => (recommendation.charCodeAt(0) % 3) + 1;
        const aim = { kind: 'targets', targets: [{ name: '', atLeast: { percentage } }] } as const;
        const { work, model } = planWorkOf(run, {
          model: models[name],
          scopes: [],
          costOf: (_resource, recommendation) => costOf(recommendation),
        });
        const whole = run.profiles.map((profile) => ({
          ...profile,
          costs: Object.fromEntries(profile.statuses.map(({ recommendation }) => [recommendation, costOf(recommendation)])),
        }));
        const [apart, together] = [
          planOf({ work, model, aim, by: 'resource' }),
          planOf({ work: whole, model: models[name], aim, by: 'resource' }),
        ];
        expect(apart.kind).toBe(together.kind);
        if (apart.kind === 'outOfReach' || together.kind === 'outOfReach') return;
        expect([apart.cost, apart.proof]).toEqual([together.cost, together.proof]);
      }),
      { numRuns: 60 },
    );
  });
});
