import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ClassicScore, classicScoreOf, type Score } from './classic.ts';
import { type ControlsOptions, type ControlsScore, controlsScoreOf, totalOfSums, weightedTermsOf } from './controls.ts';
import { controlsImpactsOf, gainTermsOf, unhealthyByControlOf, weightedImpactsOf } from './controls-impact.ts';
import { type Estate, estates } from './estates.fixture.ts';
import { controlsByRecommendationOf, controlTalliesOf, talliesOf } from './fold.ts';
import { add, compare, type Rational, subtract, sumOf, zero } from './rational.ts';
import type { Profile, Status } from './tally.ts';

const options = fc.record({
  aggregate: fc.constantFrom('weighted' as const, 'pooled' as const),
  rounding: fc.constantFrom('exact' as const, 'api' as const),
});

describe('1. a score lies between 0 and its maximum, in every scope, category, control and recommendation', () => {
  test('classic', () => {
    fc.assert(
      fc.property(estates(), (estate) => {
        const score = classicOf(estate);
        for (const one of [score.overall, ...score.categories, ...score.recommendations]) expectWithin(one);
      }),
    );
  });

  test('controls', () => {
    fc.assert(
      fc.property(estates(), options, (estate, chosen) => {
        const score = controlsOf(estate, chosen);
        for (const one of [score.overall, ...score.controls, ...score.subscriptions.map((own) => own.score)]) expectWithin(one);
        for (const own of score.subscriptions) for (const control of own.controls) expectWithin(control);
      }),
    );
  });
});

describe('2. what is reached and what is missing add up to the maximum', () => {
  test('classic: overall + impacts = overall maximum', () => {
    fc.assert(
      fc.property(estates(), (estate) => {
        const { overall, recommendations } = classicOf(estate);
        expect(sumOf([overall?.current ?? zero, ...recommendations.map(({ impact }) => impact)])).toEqual(overall?.max ?? zero);
      }),
    );
  });

  test('classic: categories add up to the overall score', () => {
    fc.assert(
      fc.property(estates(), (estate) => {
        const { overall, categories } = classicOf(estate);
        expect(sumOf(categories.map(({ current }) => current))).toEqual(overall?.current ?? zero);
      }),
    );
  });

  test('controls: points + potential increases = maximum of each control', () => {
    fc.assert(
      fc.property(estates(), fc.constantFrom('weighted' as const, 'pooled' as const), (estate, aggregate) => {
        for (const { current, potentialIncrease, max } of controlsOf(estate, { aggregate, rounding: 'exact' }).controls) {
          expect(add(current, potentialIncrease)).toEqual(max);
        }
      }),
    );
  });
});

describe('an impact is what completing the recommendation really adds', () => {
  test('classic', () => {
    fc.assert(
      fc.property(estates(), (estate) => {
        const before = classicOf(estate);
        for (const { key, impact } of before.recommendations) {
          expect(gained(before.overall, classicOf(completed(estate, key)).overall)).toEqual(impact);
        }
      }),
    );
  });

  test('controls', () => {
    fc.assert(
      fc.property(estates(), options, (estate, options) => {
        const before = controlsOf(estate, options).overall;
        for (const { recommendation, points, percentage } of controlsImpactsOf(estate.profiles, estate.controls, options)) {
          const after = controlsOf(completed(estate, recommendation), options).overall;
          expect(gained(before, after)).toEqual(points);
          expect(subtract(after?.percentage ?? zero, before?.percentage ?? zero)).toEqual(percentage);
        }
      }),
    );
  });
});

describe('sums over subscriptions give the same', () => {
  test('score and impacts in the controls model', () => {
    fc.assert(
      fc.property(estates({ subscriptions: 4, profiles: 12 }), ({ profiles, controls }) => {
        const exact = { aggregate: 'weighted', rounding: 'exact' } as const;
        const score = controlsScoreOf(controlTalliesOf(profiles, controls), controls, exact);
        const terms = score.subscriptions.map(weightedTermsOf);
        const sums = { weight: sumOf(terms.map(({ weight }) => weight)), weighted: sumOf(terms.map(({ weighted }) => weighted)) };
        expect(totalOfSums(score.controls, sums, exact)).toEqual(score.overall);
        const controlsByRecommendation = controlsByRecommendationOf(controls);
        const gains = new Map<string, Rational>();
        for (const own of score.subscriptions) {
          const obstacles = profiles
            .filter(({ subscription }) => subscription === own.subscription)
            .flatMap(({ statuses, count }) =>
              [...unhealthyByControlOf(statuses, controlsByRecommendation)].flatMap(([control, [recommendation = '', ...others]]) =>
                others.length > 0 ? [] : [{ recommendation, control, resources: count }],
              ),
            );
          for (const [key, gain] of gainTermsOf(own, obstacles)) gains.set(key, add(gains.get(key) ?? zero, gain));
        }
        expect(weightedImpactsOf(score, controls, { weight: sums.weight, gains })).toEqual(controlsImpactsOf(profiles, controls, exact));
      }),
    );
  });
});

describe('3. fixing never lowers a score, breaking never raises one', () => {
  const where = fc.record({ profile: fc.nat(), status: fc.nat() });

  test('classic', () => {
    fc.assert(
      fc.property(estates(), where, (estate, { profile, status }) => {
        const fixed = turned(estate, profile, status, 'Unhealthy', 'Healthy');
        const broken = turned(estate, profile, status, 'Healthy', 'Unhealthy');
        expectRise(classicOf(estate).overall, classicOf(fixed).overall);
        expectRise(classicOf(broken).overall, classicOf(estate).overall);
      }),
    );
  });

  test('controls', () => {
    fc.assert(
      fc.property(estates(), where, options, (estate, { profile, status }, chosen) => {
        const fixed = turned(estate, profile, status, 'Unhealthy', 'Healthy');
        const broken = turned(estate, profile, status, 'Healthy', 'Unhealthy');
        expectRise(controlsOf(estate, chosen).overall, controlsOf(fixed, chosen).overall);
        expectRise(controlsOf(broken, chosen).overall, controlsOf(estate, chosen).overall);
      }),
    );
  });
});

describe('4. order, batches and merged profiles leave no trace', () => {
  test('in the tallies', () => {
    fc.assert(
      fc.property(estates(), fc.infiniteStream(fc.nat()), ({ profiles, controls }, stream) => {
        const scattered = singles(profiles)
          .map((profile) => ({ profile, order: stream.next().value ?? 0 }))
          .sort((a, b) => a.order - b.order)
          .map(({ profile }) => profile);
        expect(talliesOf(scattered)).toEqual(talliesOf(profiles));
        expect(controlTalliesOf(scattered, controls)).toEqual(controlTalliesOf(profiles, controls));
      }),
    );
  });

  test('in the scores: tallies of batches, in any order, score as those of the whole', () => {
    fc.assert(
      fc.property(estates(), options, fc.nat(), (estate, chosen, at) => {
        const { profiles, recommendations, controls } = estate;
        const batches = [profiles.slice(at % 9), profiles.slice(0, at % 9)];
        expect(classicScoreOf(batches.flatMap(talliesOf), recommendations)).toEqual(classicOf(estate));
        expect(
          controlsScoreOf(
            batches.flatMap((batch) => controlTalliesOf(batch, controls)),
            controls,
            chosen,
          ),
        ).toEqual(controlsOf(estate, chosen));
      }),
    );
  });
});

test('a control averaged over subscriptions by its weight is the control of the pooled resources', () => {
  fc.assert(
    fc.property(estates(), (estate) => {
      const pooled = controlsOf(estate, { aggregate: 'pooled', rounding: 'exact' });
      for (const { key, current, weight } of pooled.controls) {
        const own = pooled.subscriptions.flatMap(({ controls }) => controls.filter((control) => control.key === key));
        const weighted = sumOf(
          own.map((control) => ({ ...control.current, numerator: control.current.numerator * BigInt(control.weight) })),
        );
        expect(weighted).toEqual(sumOf([{ ...current, numerator: current.numerator * BigInt(weight) }]));
      }
    }),
  );
});

function classicOf({ profiles, recommendations }: Estate): ClassicScore {
  return classicScoreOf(talliesOf(profiles), recommendations);
}

function controlsOf({ profiles, controls }: Estate, chosen: ControlsOptions): ControlsScore {
  return controlsScoreOf(controlTalliesOf(profiles, controls), controls, chosen);
}

function expectWithin(score: Score | null): void {
  if (!score) return;
  expect(compare(score.current, zero)).toBeGreaterThanOrEqual(0);
  expect(compare(score.current, score.max)).toBeLessThanOrEqual(0);
}

function expectRise(before: Score | null, after: Score | null): void {
  expect(after?.max).toEqual(before?.max);
  expect(compare(after?.current ?? zero, before?.current ?? zero)).toBeGreaterThanOrEqual(0);
}

function gained(before: Score | null, after: Score | null): Rational {
  return subtract(after?.current ?? zero, before?.current ?? zero);
}

function completed(estate: Estate, recommendation: string): Estate {
  const fix = (status: Profile['statuses'][number]) => {
    return status.recommendation === recommendation && status.status === 'Unhealthy' ? { ...status, status: 'Healthy' as const } : status;
  };
  return { ...estate, profiles: estate.profiles.map((profile) => ({ ...profile, statuses: profile.statuses.map(fix) })) };
}

/** One status of one resource changed, where it is as expected. */
function turned(estate: Estate, at: number, statusAt: number, from: Status, to: Status): Estate {
  const profiles = singles(estate.profiles);
  const profile = profiles[at % Math.max(1, profiles.length)];
  const status = profile?.statuses[statusAt % Math.max(1, profile.statuses.length)];
  if (status?.status !== from) return estate;
  const statuses = profile?.statuses.map((one) => (one === status ? { ...one, status: to } : one)) ?? [];
  return { ...estate, profiles: profiles.map((one) => (one === profile ? { ...one, statuses } : one)) };
}

function singles(profiles: readonly Profile[]): Profile[] {
  return profiles.flatMap((profile) => Array.from({ length: profile.count }, () => ({ ...profile, count: 1 })));
}
