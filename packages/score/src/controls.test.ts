import { describe, expect, test } from 'vitest';
import { type ControlsOptions, controlsScoreOf } from './controls.ts';
import { decimalText, fraction, multiply, type Rational, roundHalfUp, sumOf, zero } from './rational.ts';
import type { ControlTally, ScoredControl } from './tally.ts';

const exact: ControlsOptions = { aggregate: 'weighted', rounding: 'exact' };
const api: ControlsOptions = { aggregate: 'weighted', rounding: 'api' };

/** `[healthy, unhealthy, max]` a control, all in one subscription. */
function estate(rows: readonly (readonly [number, number, number])[], subscription = 's1') {
  const controls = rows.map(([, , max], index): ScoredControl => ({ key: `c${index}`, max, recommendations: [] }));
  const tallies = rows.map(([healthy, unhealthy], index): ControlTally => {
    return { control: `c${index}`, subscription, healthy, unhealthy, notApplicable: 0 };
  });
  return { controls, tallies };
}

function percent(value: Rational | undefined, decimals = 0): string {
  return decimalText(multiply(value ?? fraction(-1), fraction(100)), decimals);
}

describe('one control, as published', () => {
  test.each([
    ['50 resources, 8 unhealthy: 0.12 points each', 6, 42, 8, '5.04', '0.96', '0.12'],
    ['4 of 78', 6, 4, 74, '0.31', '5.69', '0.08'],
    ['74 of 78', 6, 74, 4, '5.69', '0.31', '0.08'],
    ['one of three machines: each is worth 2', 6, 1, 2, '2.00', '4.00', '2.00'],
  ])('%s', (_case, max, healthy, unhealthy, current, potentialIncrease, perResource) => {
    const { controls, tallies } = estate([[healthy, unhealthy, max]]);
    const [control] = controlsScoreOf(tallies, controls, exact).controls;
    expect(decimalText(control?.current ?? zero, 2)).toBe(current);
    expect(decimalText(control?.potentialIncrease ?? zero, 2)).toBe(potentialIncrease);
    expect(decimalText(fraction(max, healthy + unhealthy), 2)).toBe(perResource);
  });

  test('0.96 points of 60 are shown as 2 % (1 point)', () => {
    const { controls, tallies } = estate([[42, 8, 6], ...Array.from({ length: 6 }, () => [1, 0, 9] as const)]);
    const { overall, controls: scored } = controlsScoreOf(tallies, controls, exact);
    const increase = scored[0]?.potentialIncrease ?? zero;
    expect(overall?.max).toEqual(fraction(60));
    expect(percent(multiply(increase, fraction(1, 60)))).toBe('2');
    expect(decimalText(increase)).toBe('1');
  });
});

describe('one subscription, as published', () => {
  test.each([
    [
      '28 of 60 points',
      [
        [1, 0, 10],
        [1, 0, 10],
        [8, 2, 10],
        [0, 1, 10],
        [0, 1, 10],
        [0, 1, 10],
      ],
      '28',
      '60',
      '47',
    ],
    [
      '27 of 60 points',
      [
        [1, 0, 10],
        [1, 0, 10],
        [7, 3, 10],
        [0, 1, 10],
        [0, 1, 10],
        [0, 1, 10],
      ],
      '27',
      '60',
      '45',
    ],
    [
      '12 of 48 points, two controls without resources',
      [
        [1, 0, 8],
        [1, 0, 4],
        [0, 1, 10],
        [0, 1, 10],
        [0, 1, 10],
        [0, 1, 6],
        [0, 0, 8],
        [0, 0, 4],
      ],
      '12',
      '48',
      '25',
    ],
    [
      '37 of 55 points',
      [
        [7, 3, 10],
        [1, 0, 10],
        [1, 0, 10],
        [1, 0, 10],
        [0, 1, 10],
        [0, 1, 5],
      ],
      '37',
      '55',
      '67',
    ],
  ] as const)('%s', (_case, rows, current, max, percentage) => {
    const { controls, tallies } = estate(rows);
    const { overall } = controlsScoreOf(tallies, controls, exact);
    expect(decimalText(overall?.current ?? zero)).toBe(current);
    expect(decimalText(overall?.max ?? zero)).toBe(max);
    expect(percent(overall?.percentage)).toBe(percentage);
  });

  test('the API gives 37 of 55 points as 0.6727', () => {
    const { controls, tallies } = estate([
      [7, 3, 10],
      [1, 0, 10],
      [1, 0, 10],
      [1, 0, 10],
      [0, 1, 10],
      [0, 1, 5],
    ]);
    expect(decimalText(controlsScoreOf(tallies, controls, api).overall?.percentage ?? zero, 4)).toBe('0.6727');
  });
});

describe("the API's own full example", () => {
  const names = [
    'ddos',
    'mfa',
    'best practices',
    'atp',
    'auditing',
    'access',
    'configuration',
    'endpoint',
    'updates',
    'transit',
    'network',
    'rest',
  ];
  const counts = [
    [0, 0, 2],
    [1, 0, 10],
    [7, 0, 0],
    [0, 1, 0],
    [1, 4, 1],
    [1, 1, 4],
    [0, 1, 4],
    [0, 1, 2],
    [0, 1, 6],
    [5, 1, 4],
    [1, 0, 4],
    [1, 0, 4],
  ] as const;
  const { controls, tallies } = estate(counts);
  const score = controlsScoreOf(tallies, controls, api);

  test('23.53 of 39 points, 0.6033: the control without resources drops out', () => {
    expect(score.overall).toEqual({ current: fraction(2353, 100), max: fraction(39), percentage: fraction(6033, 10_000) });
  });

  test.each([
    ['mfa', '10.00', '1.0000', 1],
    ['best practices', '0.00', '0.0000', 7],
    ['atp', '0.00', '0.0000', 1],
    ['auditing', '0.20', '0.2000', 5],
    ['access', '2.00', '0.5000', 2],
    ['configuration', '0.00', '0.0000', 1],
    ['endpoint', '0.00', '0.0000', 1],
    ['updates', '0.00', '0.0000', 1],
    ['transit', '3.33', '0.8325', 6],
    ['network', '4.00', '1.0000', 1],
    ['rest', '4.00', '1.0000', 1],
  ])('%s: %s points, %s, weight %i', (name, current, percentage, weight) => {
    const control = score.controls.find(({ key }) => key === `c${names.indexOf(name)}`);
    expect(decimalText(control?.current ?? fraction(-1), 2)).toBe(current);
    expect(decimalText(control?.percentage ?? fraction(-1), 4)).toBe(percentage);
    expect(control?.weight).toBe(weight);
  });

  test('exactly it is 23 8/15 points, and transit 5/6', () => {
    const precise = controlsScoreOf(tallies, controls, exact);
    expect(precise.overall?.current).toEqual(fraction(353, 15));
    expect(precise.controls.find(({ key }) => key === 'c9')?.percentage).toEqual(fraction(5, 6));
  });

  test('the weight of the subscription is the sum of those of its controls', () => expect(score.subscriptions[0]?.weight).toBe(27));
});

describe('several subscriptions', () => {
  test('pooled: maxima of disjoint controls add up, 30 and 30 make 60', () => {
    const controls = [0, 1, 2, 3, 4, 5].map((index): ScoredControl => ({ key: `c${index}`, max: 10, recommendations: [] }));
    const tallies = controls.map(({ key }, index): ControlTally => {
      return { control: key, subscription: index < 3 ? 's1' : 's2', healthy: index % 2, unhealthy: 1, notApplicable: 0 };
    });
    const score = controlsScoreOf(tallies, controls, { aggregate: 'pooled', rounding: 'exact' });
    expect(score.subscriptions.map((one) => one.score?.max)).toEqual([fraction(30), fraction(30)]);
    expect(score.overall?.max).toEqual(fraction(60));
  });

  test('pooled: 24 of 60 points are 40 %, and the potential increases add up to 36', () => {
    const first = estate([
      [1, 0, 10],
      [2, 2, 10],
      [0, 1, 10],
      [0, 3, 10],
      [0, 1, 10],
      [0, 1, 10],
    ]);
    const second = estate(
      [
        [1, 0, 10],
        [6, 0, 10],
        [0, 1, 10],
        [3, 0, 10],
        [0, 1, 10],
        [1, 8, 10],
      ],
      's2',
    );
    const score = controlsScoreOf([...first.tallies, ...second.tallies], first.controls, { aggregate: 'pooled', rounding: 'exact' });
    expect(score.overall).toEqual({ current: fraction(24), max: fraction(60), percentage: fraction(2, 5) });
    expect(sumOf(score.controls.map(({ potentialIncrease }) => potentialIncrease))).toEqual(fraction(36));
  });

  test.each([
    [
      '0.50 with weight 10 and 0.90 with weight 30',
      [
        [5, 5],
        [27, 3],
      ],
      '80.00',
    ],
    [
      '0.506 with weight 4 and 0.494 with weight 1 (times 500)',
      [
        [1012, 988],
        [247, 253],
      ],
      '50.36',
    ],
  ] as const)('weighted: %s', (_case, [first, second], expected) => {
    const one = estate([[...first, 10]]);
    const two = estate([[...second, 10]], 's2');
    const { overall } = controlsScoreOf([...one.tallies, ...two.tallies], one.controls, exact);
    expect(percent(overall?.percentage, 2)).toBe(expected);
  });

  test('weighted: 50 %, where rounding to whole percents before weighting, as an older published query did, would say 51 %', () => {
    const one = estate([[1012, 988, 10]]);
    const two = estate([[247, 253, 10]], 's2');
    const { overall, subscriptions } = controlsScoreOf([...one.tallies, ...two.tallies], one.controls, exact);
    expect(percent(overall?.percentage)).toBe('50');
    const older = subscriptions.map(({ score, weight }) => multiply(roundHalfUp(score?.percentage ?? zero, 2), fraction(weight, 2500)));
    expect(percent(sumOf(older))).toBe('51');
  });

  test('a subscription without a score has no say', () => {
    const controls: ScoredControl[] = [
      { key: 'c0', max: 10, recommendations: [] },
      { key: 'none', max: 0, recommendations: [] },
    ];
    const tallies: ControlTally[] = [
      { control: 'c0', subscription: 's1', healthy: 1, unhealthy: 1, notApplicable: 0 },
      { control: 'none', subscription: 's2', healthy: 99, unhealthy: 1, notApplicable: 0 },
      { control: 'c0', subscription: 's3', healthy: 0, unhealthy: 0, notApplicable: 5 },
    ];
    const score = controlsScoreOf(tallies, controls, exact);
    expect(score.overall?.percentage).toEqual(fraction(1, 2));
    expect(score.subscriptions.map(({ subscription, score: own }) => [subscription, own === null])).toEqual([
      ['s1', false],
      ['s2', true],
      ['s3', true],
    ]);
  });

  // s1 has 1 of 3, s2 2 of 3: 10 / 3 = 3.33 and 6.67 points, 0.333 and 0.667. (3 x 0.333 + 3 x 0.667) / 6 = 0.5.
  // With s3 at 1 of 1: (1 + 2 + 1) / 7 of the rounded: (0.999 + 2.001 + 1) / 7 = 0.5714, of 10 points 5.71.
  test('weighted and rounded as the API does: each control, each percentage, and the mean of the rounded ones', () => {
    const controls: ScoredControl[] = [{ key: 'c', max: 10, recommendations: [] }];
    const tally = (subscription: string, healthy: number, unhealthy: number): ControlTally => {
      return { control: 'c', subscription, healthy, unhealthy, notApplicable: 2 };
    };
    const {
      overall,
      controls: pooled,
      subscriptions,
    } = controlsScoreOf([tally('s3', 1, 0), tally('s1', 1, 2), tally('s2', 2, 1)], controls, api);
    expect(subscriptions.map(({ subscription, score }) => [subscription, decimalText(score?.percentage ?? zero, 5)])).toEqual([
      ['s1', '0.33300'],
      ['s2', '0.66700'],
      ['s3', '1.00000'],
    ]);
    expect([decimalText(overall?.percentage ?? zero, 6), decimalText(overall?.current ?? zero, 4)]).toEqual(['0.571400', '5.7100']);
    expect(pooled).toMatchObject([
      { healthy: 4, unhealthy: 3, notApplicable: 6, current: fraction(571, 100), percentage: fraction(571, 1000) },
    ]);
    const exactly = controlsScoreOf([tally('s1', 1, 2), tally('s2', 2, 1), tally('s3', 1, 0)], controls, exact);
    expect(exactly.overall).toEqual({ current: fraction(40, 7), max: fraction(10), percentage: fraction(4, 7) });
  });

  test('nothing that counts: no score', () => {
    const { controls, tallies } = estate([
      [0, 0, 10],
      [3, 3, 0],
    ]);
    for (const aggregate of ['weighted', 'pooled'] as const) {
      expect(controlsScoreOf(tallies, controls, { aggregate, rounding: 'exact' }).overall).toBeNull();
    }
  });
});
