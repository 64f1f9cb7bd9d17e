import { describe, expect, test } from 'vitest';
import { classicScoreOf } from './classic.ts';
import { decimalText, fraction, subtract } from './rational.ts';
import type { ScoredRecommendation, Tally } from './tally.ts';

function tally(recommendation: string, healthy: number, unhealthy: number, subscription = 's1'): Tally {
  return { recommendation, subscription, healthy, unhealthy, notApplicable: 0, notAssessed: 0 };
}

function recommendation(key: string, points: number | null, category = 'compute'): ScoredRecommendation {
  return { key, category, points };
}

describe('one recommendation, as published', () => {
  test.each([
    ['nothing healthy: the whole of a 35-point recommendation is its impact', 35, 0, 12, '0', '35'],
    ['everything healthy: all 50 points', 50, 7, 0, '50', '0'],
    ['half of it', 30, 3, 3, '15', '15'],
  ])('%s', (_case, points, healthy, unhealthy, current, impact) => {
    const score = classicScoreOf([tally('r', healthy, unhealthy)], [recommendation('r', points)]);
    expect(decimalText(score.recommendations[0]?.current ?? fraction(-1))).toBe(current);
    expect(decimalText(score.recommendations[0]?.impact ?? fraction(-1))).toBe(impact);
  });

  test('42 points and an impact of 3 make 45 once it is completed', () => {
    const recommendations = [recommendation('full', 40), recommendation('half', 5)];
    const before = classicScoreOf([tally('full', 1, 0), tally('half', 2, 3)], recommendations);
    expect(before.overall?.current).toEqual(fraction(42));
    expect(before.top.map(({ key, impact }) => [key, impact])).toEqual([['half', fraction(3)]]);
    const after = classicScoreOf([tally('full', 1, 0), tally('half', 5, 0)], recommendations);
    expect(after.overall).toEqual({ current: fraction(45), max: fraction(45) });
  });
});

describe('what counts', () => {
  test.each([
    ['no tallies', [], [recommendation('r', 10)]],
    ['only not applicable and not assessed', [{ ...tally('r', 0, 0), notApplicable: 4, notAssessed: 2 }], [recommendation('r', 10)]],
    ['a recommendation without points', [tally('r', 1, 1)], [recommendation('r', null)]],
    ['a recommendation that is not in the catalogue', [tally('unknown', 1, 1)], [recommendation('r', 10)]],
  ])('%s: no score', (_case, tallies, recommendations) => {
    const score = classicScoreOf(tallies, recommendations);
    expect(score.overall).toBeNull();
    expect(score.categories).toEqual([]);
    expect(score.top).toEqual([]);
    expect(score.recommendations.map(({ active }) => active)).toEqual([false]);
  });

  test('counts are kept for what does not count', () => {
    const [found] = classicScoreOf([tally('r', 3, 4)], [recommendation('r', null)]).recommendations;
    expect(found).toMatchObject({ healthy: 3, unhealthy: 4, active: false, impact: fraction(0) });
  });
});

test('counts are pooled, also those that do not count', () => {
  const tally = { recommendation: 'r', healthy: 1, unhealthy: 2, notApplicable: 3, notAssessed: 4 };
  const tallies = [
    { ...tally, subscription: 's1' },
    { ...tally, subscription: 's2', notApplicable: 5, notAssessed: 6 },
  ];
  const [scored] = classicScoreOf(tallies, [{ key: 'r', category: 'data', points: 6 }]).recommendations;
  expect(scored).toMatchObject({ healthy: 2, unhealthy: 4, notApplicable: 8, notAssessed: 10 });
});

describe('several subscriptions', () => {
  const recommendations = [recommendation('r', 30)];
  const tallies = [tally('r', 9, 1, 's1'), tally('r', 0, 2, 's2')];

  test('are pooled: the overall score is neither the sum nor the mean of theirs', () => {
    const own = ['s1', 's2'].map((subscription) => {
      return classicScoreOf(
        tallies.filter((one) => one.subscription === subscription),
        recommendations,
      ).overall?.current;
    });
    expect(own).toEqual([fraction(27), fraction(0)]);
    expect(classicScoreOf(tallies, recommendations).overall?.current).toEqual(fraction(45, 2));
  });
});

test('recommendations are sorted by impact, those alike as given, and the top three leave out what is complete', () => {
  const recommendations = ['a', 'b', 'c', 'd', 'e', 'f'].map((key, index) => recommendation(key, index === 5 ? 50 : 10));
  const tallies = [tally('a', 9, 1), tally('b', 1, 1), tally('c', 1, 1), tally('d', 1, 0), tally('e', 1, 9), tally('f', 1, 0)];
  const score = classicScoreOf(tallies, recommendations);
  expect(score.recommendations.map(({ key }) => key)).toEqual(['e', 'b', 'c', 'a', 'd', 'f']);
  expect(score.top.map(({ key }) => key)).toEqual(['e', 'b', 'c']);
});

test('categories hold their active recommendations', () => {
  const recommendations = [
    recommendation('a', 10, 'data'),
    recommendation('b', 20, 'compute'),
    recommendation('c', 5, 'data'),
    recommendation('d', 5, 'iot'),
  ];
  const score = classicScoreOf([tally('a', 1, 1), tally('b', 3, 1), tally('c', 0, 1)], recommendations);
  expect(score.categories).toEqual([
    { category: 'data', current: fraction(5), max: fraction(15), healthy: 1, unhealthy: 2 },
    { category: 'compute', current: fraction(15), max: fraction(20), healthy: 3, unhealthy: 1 },
  ]);
  expect(subtract(score.overall?.max ?? fraction(0), score.overall?.current ?? fraction(0))).toEqual(fraction(15));
});
