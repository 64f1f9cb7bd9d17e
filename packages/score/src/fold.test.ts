import { describe, expect, test } from 'vitest';
import { controlTalliesOf, talliesOf } from './fold.ts';
import type { Profile, ProfileStatus, Status } from './tally.ts';

function profile(statuses: Readonly<Record<string, Status>>, count = 1, subscription = 's1'): Profile {
  const entries = Object.entries(statuses).map(([recommendation, status]): ProfileStatus => ({ recommendation, status }));
  return { subscription, statuses: entries, count };
}

const controls = [{ key: 'c', max: 4, recommendations: ['a', 'b'] }];

describe('the state of a resource in a control of a and b', () => {
  test.each<[Readonly<Record<string, Status>>, string | null]>([
    [{ a: 'Healthy', b: 'Healthy' }, 'healthy'],
    [{ a: 'Healthy', b: 'Unhealthy' }, 'unhealthy'],
    [{ a: 'Unhealthy', b: 'Healthy' }, 'unhealthy'],
    [{ a: 'NotApplicable', b: 'Unhealthy' }, 'unhealthy'],
    [{ a: 'NotApplicable', b: 'Healthy' }, 'healthy'],
    [{ a: 'Healthy', b: 'NotAssessed' }, 'healthy'],
    [{ a: 'Unhealthy' }, 'unhealthy'],
    [{ a: 'NotApplicable', b: 'NotAssessed' }, 'notApplicable'],
    [{ b: 'NotAssessed' }, 'notApplicable'],
    [{ elsewhere: 'Unhealthy' }, null],
    [{ a: 'Healthy', elsewhere: 'Unhealthy' }, 'healthy'],
    [{}, null],
  ])('%o is %s', (statuses, state) => {
    const none = { healthy: 0, unhealthy: 0, notApplicable: 0 };
    const expected = state === null ? [] : [{ control: 'c', subscription: 's1', ...none, [state]: 7 }];
    expect(controlTalliesOf([profile(statuses, 7)], controls)).toEqual(expected);
  });
});

test('tallies count resources by status, recommendation and subscription', () => {
  const profiles = [
    profile({ a: 'Healthy', b: 'NotAssessed' }, 3),
    profile({ a: 'Unhealthy' }, 2),
    profile({ a: 'NotApplicable' }, 5, 's2'),
  ];
  const none = { healthy: 0, unhealthy: 0, notApplicable: 0, notAssessed: 0 };
  expect(talliesOf(profiles)).toEqual([
    { recommendation: 'a', subscription: 's1', ...none, healthy: 3, unhealthy: 2 },
    { recommendation: 'a', subscription: 's2', ...none, notApplicable: 5 },
    { recommendation: 'b', subscription: 's1', ...none, notAssessed: 3 },
  ]);
});

test('a resource counts in every control that a recommendation is in', () => {
  const twice = [...controls, { key: 'd', max: 2, recommendations: ['b', 'b'] }];
  const tallies = controlTalliesOf([profile({ a: 'Unhealthy', b: 'Healthy' })], twice);
  expect(tallies.map(({ control, healthy, unhealthy }) => [control, healthy, unhealthy])).toEqual([
    ['c', 0, 1],
    ['d', 1, 0],
  ]);
});
