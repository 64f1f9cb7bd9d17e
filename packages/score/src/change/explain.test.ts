import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estates } from '../estates.fixture.ts';
import { add, compare, fraction, type Rational, rationalOf, subtract, sumOf, zero } from '../rational.ts';
import type { ProfileStatus, ScoredControl, ScoredRecommendation, Status } from '../tally.ts';
import type { Contribution } from './contributions.ts';
import { type ExplanationRequest, explanationOf, groupedContributions } from './explain.ts';
import type { ChangeModel } from './patterns.ts';
import type { ChangeCause, Transition } from './transition.ts';

const measured = fc.constantFrom(
  { kind: 'classic', aggregate: 'pooled', measure: 'points' } as const,
  { kind: 'classic', aggregate: 'pooled', measure: 'percentage' } as const,
  { kind: 'controls', aggregate: 'pooled', measure: 'points' } as const,
  { kind: 'controls', aggregate: 'pooled', measure: 'percentage' } as const,
  { kind: 'controls', aggregate: 'weighted', measure: 'percentage' } as const,
);
const told = fc.constantFrom<(ChangeCause | undefined)[]>(undefined, undefined, undefined, 'exempted', 'switchedOff', 'scopeLeft');

/** Two random estates with two random catalogues that have some recommendations and controls in common. */
const requests: fc.Arbitrary<ExplanationRequest> = fc
  .tuple(estates({ profiles: 6 }), estates({ profiles: 6 }), measured, fc.infiniteStream(told), fc.boolean())
  .map(([first, second, { kind, aggregate, measure }, causes, isOtherEdition]) => {
    const length = Math.max(first.profiles.length, second.profiles.length);
    const transitions = Array.from({ length }, (_, index): Transition => {
      const [from, to] = [first.profiles[index], second.profiles[index]];
      const cause = causes.next().value;
      return {
        subscription: from?.subscription ?? to?.subscription ?? '',
        before: from?.statuses ?? null,
        after: to?.statuses ?? null,
        count: Math.min(from?.count ?? 5, to?.count ?? 5),
        group: `g${index % 2}`,
        ...(cause ? { cause } : {}),
        causes: { r1: causes.next().value ?? 'fixed' },
      };
    });
    const model: ChangeModel =
      kind === 'classic'
        ? { kind, before: first.recommendations, after: second.recommendations }
        : { kind, aggregate, before: first.controls, after: second.controls };
    return { transitions, model, measure, isOtherEdition };
  });

describe('5. an explanation adds up to exactly the change', () => {
  test('whatever happened, in every model and measure', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { before, after, difference, contributions } = explanationOf(request);
        expect(subtract(after, before)).toEqual(difference);
        expect(sumOf(contributions.map(({ amount }) => amount))).toEqual(difference);
      }),
      { numRuns: 400 },
    );
  });

  test('in any grouping', () => {
    const groupings: ((one: Contribution) => Contribution)[] = [
      (one) => ({ ...one, unit: null, subscription: null, group: null }),
      (one) => ({ ...one, cause: 'fixed', subscription: null, group: null }),
      (one) => ({ ...one, cause: 'fixed', unit: null, group: null }),
      (one) => ({ ...one, cause: 'fixed', unit: null, subscription: null }),
    ];
    fc.assert(
      fc.property(requests, fc.constantFrom(...groupings), (request, partOf) => {
        const { difference, contributions } = explanationOf(request);
        expect(sumOf(groupedContributions(contributions, partOf).map(({ amount }) => amount))).toEqual(difference);
      }),
    );
  });

  test('going back has the opposite sign, contribution by contribution', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const transitions = request.transitions.map((transition) => ({
          ...transition,
          cause: transition.cause ?? ('new' as const),
          causes: {},
        }));
        const forth = explanationOf({ ...request, transitions, isOtherEdition: true });
        const back = explanationOf({
          ...request,
          transitions: transitions.map((one) => ({ ...one, before: one.after, after: one.before })),
          model: { ...request.model, before: request.model.after, after: request.model.before } as ChangeModel,
          isOtherEdition: true,
        });
        const negated = back.contributions.map((one) => ({ ...one, cause: reverseOf(one.cause), amount: subtract(zero, one.amount) }));
        expect(byPlace(negated)).toEqual(byPlace(forth.contributions));
      }),
    );
  });

  test('a cause that touched only what does not count contributes nothing', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const idle: Transition = {
          subscription: 's1',
          before: null,
          after: [{ recommendation: 'elsewhere', status: 'Unhealthy' }],
          count: 3,
          cause: 'scopeEntered',
        };
        const { contributions } = explanationOf({ ...request, transitions: [...request.transitions, idle] });
        expect(contributions.filter(({ cause }) => cause === 'scopeEntered')).toEqual([]);
      }),
    );
  });

  test('how resources are grouped into transitions leaves no trace', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const single = request.transitions.flatMap((one) => Array.from({ length: one.count }, () => ({ ...one, count: 1 })));
        expect(byPlace(explanationOf({ ...request, transitions: single.toReversed() }).contributions)).toEqual(
          byPlace(explanationOf(request).contributions),
        );
      }),
    );
  });
});

const rated: readonly ScoredRecommendation[] = [{ key: 'r', category: 'data', points: 30 }];

describe('one recommendation of 30 points, in points', () => {
  test.each<[string, Transition[], [ChangeCause, number | [number, number]][], [number, number]]>([
    ['two of ten are fixed', [steady('Healthy', 4), changed('Unhealthy', 'Healthy', 2), steady('Unhealthy', 4)], [['fixed', 6]], [12, 18]],
    [
      'one is fixed, one breaks',
      [steady('Healthy', 8), changed('Unhealthy', 'Healthy', 1), changed('Healthy', 'Unhealthy', 1)],
      [
        ['broken', -3],
        ['fixed', 3],
      ],
      [27, 27],
    ],
    ['healthy ones are new', [steady('Healthy', 1), steady('Unhealthy', 1), changed(null, 'Healthy', 2)], [['new', [15, 2]]], [15, 22.5]],
    ['all is new', [changed(null, 'Healthy', 2), changed(null, 'Unhealthy', 1)], [['new', 20]], [0, 20]],
    ['all is gone', [changed('Healthy', null, 2), changed('Unhealthy', null, 1)], [['gone', -20]], [20, 0]],
    [
      'half of the unhealthy ones are no longer collected',
      [steady('Healthy', 1), steady('Unhealthy', 1), changed('Unhealthy', 'NotAssessed', 1)],
      [['noLongerCollected', 5]],
      [10, 15],
    ],
    [
      // fixed first: 10 -> 20, then the other is exempted: 20 -> 30. Exempted first: 10 -> 15, then fixed: 15 -> 30. Means 12.5 and 7.5.
      'one is fixed and another exempted: the mean of both orders',
      [steady('Healthy', 1), changed('Unhealthy', 'Healthy', 1), { ...changed('Unhealthy', 'NotApplicable', 1), cause: 'exempted' }],
      [
        ['fixed', [25, 2]],
        ['exempted', [15, 2]],
      ],
      [10, 30],
    ],
  ])('%s', (_case, transitions, expected, [before, after]) => {
    const found = explanationOf({ transitions, model: { kind: 'classic', before: rated, after: rated }, measure: 'points' });
    const byCause = groupedContributions(found.contributions, (one) => ({ ...one, unit: null, subscription: null, group: null }));
    expect([found.before, found.after]).toEqual([rationalOf(before), rationalOf(after)]);
    expect(byCause.map(({ cause, amount }) => [cause, amount])).toEqual(
      expected.map(([cause, amount]) => [cause, typeof amount === 'number' ? fraction(amount) : fraction(...amount)]),
    );
  });

  test.each<[string, ScoredRecommendation[], ScoredRecommendation[], ChangeCause, number]>([
    ['added', [], [...rated], 'recommendationAdded', 15],
    ['dropped', [...rated], [], 'recommendationDropped', -15],
    ['given points', [{ key: 'r', category: 'data', points: null }], [...rated], 'recommendationAdded', 15],
    ['worth 20 instead', [...rated], [{ key: 'r', category: 'data', points: 20 }], 'pointsChanged', -5],
  ])('%s', (_case, before, after, cause, amount) => {
    const { contributions } = explanationOf({
      transitions: [steady('Healthy', 1), steady('Unhealthy', 1)],
      model: { kind: 'classic', before, after },
      measure: 'points',
    });
    expect(contributions.map((one) => [one.cause, one.amount])).toEqual([[cause, fraction(amount)]]);
  });

  test('a rise by what was hidden is told apart from a rise by what was fixed', () => {
    const transitions = [changed('Unhealthy', 'Healthy', 1), changed('Unhealthy', 'NotAssessed', 1), steady('Healthy', 2)];
    const { hiding, difference } = explanationOf({
      transitions,
      model: { kind: 'classic', before: rated, after: rated },
      measure: 'points',
    });
    expect(difference).toEqual(fraction(15));
    const gained = sumOf(hiding.map(({ amount }) => amount));
    expect(compare(gained, zero)).toBe(1);
    expect(compare(gained, difference)).toBe(-1);
    const honest = explanationOf({
      transitions: [changed('Unhealthy', 'Healthy', 1)],
      model: { kind: 'classic', before: rated, after: rated },
      measure: 'points',
    });
    expect(honest.hiding).toEqual([]);
  });

  test('what counts as hidden does not hang on how the rest is grouped', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const ungrouped = request.transitions.map(({ group: _group, ...transition }) => transition);
        expect(byPlace(explanationOf(request).hiding)).toEqual(byPlace(explanationOf({ ...request, transitions: ungrouped }).hiding));
      }),
    );
  });
});

describe('a recommendation that counts no longer was dropped, whatever the catalogue is called', () => {
  const other: ScoredRecommendation = { key: 'other', category: 'data', points: 10 };
  const kept: Transition = {
    subscription: 's1',
    before: [{ recommendation: 'other', status: 'Healthy' }],
    after: [{ recommendation: 'other', status: 'Healthy' }],
    count: 1,
  };
  const control = (key: string, max: number, recommendations: readonly string[]): ScoredControl => ({ key, max, recommendations });
  const pooled = { kind: 'controls', aggregate: 'pooled' } as const;
  test.each<[string, ChangeModel, ChangeCause[]]>([
    ['a recommendation', { kind: 'classic', before: [...rated, other], after: [other] }, ['recommendationDropped']],
    ['only its points', { kind: 'classic', before: [...rated, other], after: [{ key: 'r', category: 'data', points: 1 }, other] }, []],
    [
      'from its control',
      { ...pooled, before: [control('c', 4, ['r', 'other'])], after: [control('c', 4, ['other'])] },
      ['recommendationDropped'],
    ],
    [
      'with its control',
      { ...pooled, before: [control('c', 4, ['r']), control('d', 4, ['other'])], after: [control('d', 4, ['other'])] },
      ['recommendationDropped'],
    ],
    [
      'with the maximum of its control',
      {
        ...pooled,
        before: [control('c', 4, ['r']), control('d', 4, ['other'])],
        after: [control('c', 0, ['r']), control('d', 4, ['other'])],
      },
      ['recommendationDropped'],
    ],
    [
      'to another control',
      { ...pooled, before: [control('c', 4, ['r']), control('d', 4, ['other'])], after: [control('d', 4, ['other', 'r'])] },
      [],
    ],
  ])('%s', (_case, model, causes) => {
    const found = explanationOf({
      transitions: [steady('Unhealthy', 1), kept],
      model,
      measure: 'percentage',
      isOtherEdition: true,
    });
    expect(found.hiding.map(({ cause }) => cause)).toEqual(causes);
    expect(sumOf(found.contributions.map(({ amount }) => amount))).toEqual(found.difference);
  });
});

test('points of the weighted model are refused', () => {
  const controls: ScoredControl[] = [];
  const model: ChangeModel = { kind: 'controls', aggregate: 'weighted', before: controls, after: controls };
  expect(() => explanationOf({ transitions: [], model, measure: 'points' })).toThrow(
    new RangeError('points of the weighted controls model are not a sum over controls; explain its percentage'),
  );
});

/** What a cause is called from the second estate to the first; of those that the catalogue has. */
function reverseOf(cause: ChangeCause): ChangeCause {
  if (cause === 'recommendationAdded') return 'recommendationDropped';
  return cause === 'recommendationDropped' ? 'recommendationAdded' : cause;
}

function steady(status: Status, count: number): Transition {
  return changed(status, status, count);
}

function changed(before: Status | null, after: Status | null, count: number): Transition {
  const statusesOf = (status: Status | null): ProfileStatus[] | null => (status ? [{ recommendation: 'r', status }] : null);
  return { subscription: 's1', before: statusesOf(before), after: statusesOf(after), count };
}

function byPlace(contributions: readonly Contribution[]): Map<string, Rational> {
  const places = new Map<string, Rational>();
  for (const { cause, unit, subscription, group, amount } of contributions) {
    const place = [cause, unit, subscription, group].join();
    places.set(place, add(places.get(place) ?? zero, amount));
  }
  return new Map([...places].sort(([a], [b]) => (a < b ? -1 : 1)));
}
