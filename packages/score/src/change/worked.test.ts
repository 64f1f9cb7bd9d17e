import { describe, expect, test } from 'vitest';
import { fraction } from '../rational.ts';
import type { ProfileStatus, ScoredControl, Status } from '../tally.ts';
import type { Contribution } from './contributions.ts';
import { explanationOf, groupedContributions } from './explain.ts';
import type { ChangeModel } from './patterns.ts';
import type { ChangeCause, Transition } from './transition.ts';

type Expected = readonly [
  cause: ChangeCause,
  unit: string | null,
  subscription: string | null,
  resources: number,
  top: number,
  bottom?: number,
];

const control: ScoredControl = { key: 'c', max: 10, recommendations: ['r', 'q'] };

describe('the weighted model, worked by hand', () => {
  const steady = [moved('s1', 'Healthy', 'Healthy', 1), moved('s1', 'Unhealthy', 'Unhealthy', 1)];

  // 3/4 over a weight of 4 becomes 5/6 over 6. A share is worth (1/4 + 1/6)/2 = 5/24 and costs (3/4/6 + 5/6/4)/2 = 1/6 a unit of weight.
  // The percentage of s1 rises from 1/2 to 3/4 at a mean weight of 3: 5/24 x 3 x 1/4 = 5/32. Its weight rises by 2 at a mean percentage
  // of 5/8: (5/24 x 5/8 - 1/6) x 2 = -7/96. Together 1/12.
  test('new resources raise the percentage of their subscription, and its weight', () => {
    expectContributions(
      [...steady, moved('s1', null, 'Healthy', 2), moved('s2', 'Healthy', 'Healthy', 2)],
      [
        ['new', 'c', 's1', 2, 5, 32],
        ['new', null, 's1', 2, -7, 96],
      ],
    );
  });

  // The other way round, and by two causes: of the two that went, one was deleted and one is exempted; each has half.
  test('what went, by cause', () => {
    expectContributions(
      [
        ...steady,
        moved('s1', 'Healthy', null, 1),
        { ...moved('s1', 'Healthy', 'NotApplicable', 1), cause: 'exempted' },
        moved('s2', 'Healthy', 'Healthy', 2),
      ],
      [
        ['exempted', 'c', 's1', 1, -5, 64],
        ['gone', 'c', 's1', 1, -5, 64],
        ['exempted', null, 's1', 1, 7, 192],
        ['gone', null, 's1', 1, 7, 192],
      ],
    );
  });

  // 1/2 over 2 becomes 3/4 over 4. s2 counts from now on: its points 3/8, its weight (3/8 x 1/2 - 1/4) x 2 = -1/8, which is put down to
  // the same two resources. Together 1/4.
  test('a subscription that gets its first score', () => {
    expectContributions([...steady, moved('s2', null, 'Healthy', 2)], [['new', 'c', 's2', 2, 1, 4]]);
  });

  test('one that loses its last', () => {
    expectContributions([...steady, moved('s2', 'Healthy', null, 2)], [['gone', 'c', 's2', 2, -1, 4]]);
  });

  // The two resources of s2 count in a control of no points as well: 1/2 over 2 becomes 5/6 over 6, and that control has no part in it.
  test('a first score to which a control without points adds weight', () => {
    const statuses: ProfileStatus[] = ['p', 'r'].map((recommendation) => ({ recommendation, status: 'Healthy' }));
    const controls = [control, { key: 'd', max: 0, recommendations: ['p'] }];
    const found = contributionsOf([...steady, { subscription: 's2', before: null, after: statuses, count: 2 }], {
      kind: 'controls',
      aggregate: 'weighted',
      before: controls,
      after: controls,
    });
    expect(found).toEqual(expectedOf([['new', 'c', 's2', 2, 1, 3]]));
  });

  // As before, but the resources of s2 counted already, in a control of no points that gets some: nothing moved, so it is the catalogue.
  test('a first score by points that a control gets, and a last one lost by those that it had', () => {
    const other: ScoredControl = { key: 'd', max: 0, recommendations: ['p'] };
    const statuses: ProfileStatus[] = [{ recommendation: 'p', status: 'Healthy' }];
    const transitions = [...steady, { subscription: 's2', before: statuses, after: statuses, count: 2 }];
    const [poor, rich] = [
      [control, other],
      [control, { ...other, max: 10 }],
    ];
    expect(contributionsOf(transitions, { kind: 'controls', aggregate: 'weighted', before: poor, after: rich })).toEqual(
      expectedOf([
        ['recommendationAdded', 'd', 's2', 0, 3, 8],
        ['recommendationAdded', null, 's2', 0, -1, 8],
      ]),
    );
    expect(contributionsOf(transitions, { kind: 'controls', aggregate: 'weighted', before: rich, after: poor })).toEqual(
      expectedOf([
        ['recommendationDropped', 'd', 's2', 0, -3, 8],
        ['recommendationDropped', null, 's2', 0, 1, 8],
      ]),
    );
  });

  // Again the same numbers: s2 comes with a recommendation that counted before, but in a control that it has left for one of its own.
  test('a first score in a control that took a recommendation over from another one', () => {
    const about = (recommendation: string, status: Status): ProfileStatus[] => [{ recommendation, status }];
    const transitions: Transition[] = [
      { subscription: 's1', before: about('q', 'Healthy'), after: about('q', 'Healthy'), count: 1 },
      { subscription: 's1', before: about('q', 'Unhealthy'), after: about('q', 'Unhealthy'), count: 1 },
      { subscription: 's2', before: null, after: about('r', 'Healthy'), count: 2 },
    ];
    const after = [
      { ...control, recommendations: ['q'] },
      { key: 'd', max: 10, recommendations: ['r'] },
    ];
    expect(contributionsOf(transitions, { kind: 'controls', aggregate: 'weighted', before: [control], after })).toEqual(
      expectedOf([
        ['controlsChanged', 'd', 's2', 2, 3, 8],
        ['controlsChanged', null, 's2', 0, -1, 8],
      ]),
    );
  });
});

describe('what is counted in a place', () => {
  const model: ChangeModel = { kind: 'controls', aggregate: 'pooled', before: [control], after: [control] };
  const two = (r: Status, q: Status): ProfileStatus[] => [
    { recommendation: 'q', status: q },
    { recommendation: 'r', status: r },
  ];

  test('a resource that is fixed in part is not among those that brought something', () => {
    const transitions: Transition[] = [
      { subscription: 's', before: two('Unhealthy', 'Healthy'), after: two('Healthy', 'Healthy'), count: 3 },
      { subscription: 's', before: two('Unhealthy', 'Unhealthy'), after: two('Healthy', 'Unhealthy'), count: 7 },
    ];
    expect(contributionsOf(transitions, model, 'points')).toEqual(expectedOf([['fixed', 'c', 's', 3, 3]]));
  });

  // Of three causes that have to meet, each has a third; and what was exempted is fixed by no one.
  test('three causes that have to meet share what they bring', () => {
    const wide: ScoredControl = { key: 'c', max: 12, recommendations: ['a', 'b', 'c'] };
    const all = (status: Status): ProfileStatus[] => ['a', 'b', 'c'].map((recommendation) => ({ recommendation, status }));
    const causes: Transition['causes'] = { a: 'fixed', b: 'switchedOn', c: 'exemptionEnded' };
    const found = contributionsOf(
      [{ subscription: 's', before: all('Unhealthy'), after: all('Healthy'), count: 5, causes }],
      { ...model, before: [wide], after: [wide] },
      'points',
    );
    expect(found).toEqual(
      expectedOf([
        ['exemptionEnded', 'c', 's', 5, 4],
        ['fixed', 'c', 's', 5, 4],
        ['switchedOn', 'c', 's', 5, 4],
      ]),
    );
  });

  // Counts as 5 of 10 before; after, the 2 exempted ones are out: 5 of 8. d(h/t) = 5/8 - 1/2 = 1/8, of 10 points 5/4.
  test('what was hidden is gained by hiding; what it cost is not', () => {
    const transitions: Transition[] = [
      moved('s', 'Healthy', 'Healthy', 5),
      moved('s', 'Unhealthy', 'Unhealthy', 3),
      { ...moved('s', 'Unhealthy', 'NotApplicable', 2), cause: 'exempted' },
    ];
    const gained = explanationOf({ transitions, model, measure: 'points' });
    expect(gained.hiding).toEqual(expectedOf([['exempted', 'c', 's', 2, 5, 4]]));
    expect(gained.difference).toEqual(fraction(5, 4));
    const lost = explanationOf({
      transitions: [
        moved('s', 'Unhealthy', 'Unhealthy', 3),
        moved('s', 'Healthy', 'Healthy', 5),
        { ...moved('s', 'Healthy', 'NotApplicable', 2), cause: 'exempted' },
      ],
      model,
      measure: 'points',
    });
    expect(lost.hiding).toEqual([]);
    expect(lost.difference.numerator).toBeLessThan(0n);
  });
});

describe('what the catalogue did', () => {
  const transitions = [moved('s', 'Healthy', 'Healthy', 1), moved('s', 'Unhealthy', 'Unhealthy', 1)];
  const pooled = (before: ScoredControl[], after: ScoredControl[]): ChangeModel => ({
    kind: 'controls',
    aggregate: 'pooled',
    before,
    after,
  });

  test.each<[string, ScoredControl[], ScoredControl[], Expected[]]>([
    ['nothing', [control], [{ ...control, recommendations: ['q', 'r'] }], []],
    ['points', [control], [{ ...control, max: 6 }], [['controlsChanged', 'c', null, 0, -2]]],
    ['points that are no whole number', [{ ...control, max: 2.5 }], [{ ...control, max: 3.5 }], [['controlsChanged', 'c', null, 0, 1, 2]]],
    [
      'a recommendation that is no longer in it',
      [control],
      [{ ...control, recommendations: ['q'] }],
      [['recommendationDropped', 'c', 's', 2, -5]],
    ],
    // Midway the control is worth 8 points; of 10 -> 6 points a mean ratio of 1/4 is lost.
    [
      'points, and a recommendation that is no longer in it',
      [control],
      [{ ...control, max: 6, recommendations: ['q'] }],
      [
        ['recommendationDropped', 'c', 's', 2, -4],
        ['controlsChanged', 'c', null, 0, -1],
      ],
    ],
    ['another one instead', [control], [{ ...control, recommendations: ['q', 'x'] }], [['recommendationDropped', 'c', 's', 2, -5]]],
    [
      'a recommendation that goes to another one',
      [control, { key: 'd', max: 4, recommendations: ['x'] }],
      [
        { ...control, recommendations: ['q'] },
        { key: 'd', max: 4, recommendations: ['r', 'x'] },
      ],
      [
        ['controlsChanged', 'c', 's', 2, -5],
        ['controlsChanged', 'd', 's', 2, 2],
      ],
    ],
    ['one more of which nothing is known', [control], [{ ...control, recommendations: ['q', 'r', 'x'] }], []],
    ['a control that is gone', [control], [], [['recommendationDropped', 'c', null, 0, -5]]],
    ['a control that is new', [], [control], [['recommendationAdded', 'c', null, 0, 5]]],
  ])('%s', (_case, before, after, expected) => {
    expect(contributionsOf(transitions, pooled(before, after), 'points')).toEqual(expectedOf(expected));
    const edition = explanationOf({ transitions, model: pooled(before, after), measure: 'points', isOtherEdition: true });
    expect(edition.contributions).toEqual(
      expectedOf(expected.map(([cause, ...rest]) => [cause === 'controlsChanged' ? 'editionChanged' : cause, ...rest])),
    );
  });

  test('what happened in a control that is new, or gone, is its doing', () => {
    const changed = [moved('s', 'Unhealthy', 'Healthy', 1), moved('s', 'Unhealthy', 'Unhealthy', 1)];
    expect(contributionsOf(changed, pooled([], [control]), 'points')).toEqual(expectedOf([['recommendationAdded', 'c', null, 0, 5]]));
    expect(contributionsOf(changed, pooled([control], []), 'points')).toEqual([]);
  });

  test('a recommendation that joins a control brings what it is by then, whatever happened to it', () => {
    const narrow = { ...control, recommendations: ['q'] };
    const statuses = (r: Status): ProfileStatus[] => [
      { recommendation: 'q', status: 'Healthy' },
      { recommendation: 'r', status: r },
    ];
    const transition: Transition = { subscription: 's', before: statuses('Healthy'), after: statuses('Unhealthy'), count: 2 };
    expect(contributionsOf([transition], pooled([narrow], [control]), 'points')).toEqual(
      expectedOf([['recommendationAdded', 'c', 's', 2, -10]]),
    );
  });
});

describe('grouped', () => {
  const one = (cause: ChangeCause, unit: string | null, group: string | null, amount: number): Contribution => {
    return { cause, unit, subscription: null, group, resources: 1, amount: fraction(amount) };
  };

  test('places are not confused, resources add up, nothing is left out but what comes to nothing; the greatest first', () => {
    const all = [
      one('fixed', 'ab', 'c', 1),
      one('fixed', 'a', 'bc', 1),
      one('new', 'a', 'x', 3),
      one('new', 'a', 'x', -3),
      one('gone', 'a', 'x', -2),
    ];
    expect(groupedContributions([...all, one('fixed', 'ab', 'c', 4)], (contribution) => contribution)).toEqual([
      { ...one('fixed', 'ab', 'c', 5), resources: 2 },
      one('gone', 'a', 'x', -2),
      one('fixed', 'a', 'bc', 1),
    ]);
  });

  test('of the same amount, by cause and place', () => {
    const amounts = [one('new', 'b', null, 1), one('gone', 'b', null, -1), one('new', 'a', null, 1), one('fixed', 'c', null, 1)];
    const sorted = groupedContributions(amounts, (contribution) => contribution).map(({ cause, unit }) => `${cause} ${unit}`);
    expect(sorted).toEqual(['fixed c', 'gone b', 'new a', 'new b']);
  });
});

function moved(subscription: string, before: Status | null, after: Status | null, count: number): Transition {
  const statusesOf = (status: Status | null): ProfileStatus[] | null => status && [{ recommendation: 'r', status }];
  return { subscription, before: statusesOf(before), after: statusesOf(after), count };
}

function contributionsOf(transitions: Transition[], model: ChangeModel, measure: 'points' | 'percentage' = 'percentage') {
  return explanationOf({ transitions, model, measure }).contributions;
}

function expectContributions(transitions: Transition[], expected: readonly Expected[]): void {
  const model: ChangeModel = { kind: 'controls', aggregate: 'weighted', before: [control], after: [control] };
  expect(contributionsOf(transitions, model)).toEqual(expectedOf(expected));
  expect(contributionsOf(transitions.toReversed(), model)).toEqual(expectedOf(expected));
}

function expectedOf(expected: readonly Expected[]): Contribution[] {
  return expected.map(([cause, unit, subscription, resources, top, bottom = 1]) => {
    return { cause, unit, subscription, group: null, resources, amount: fraction(top, bottom) };
  });
}
