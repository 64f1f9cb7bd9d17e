import { expect, test } from 'vitest';
import type { Profile } from '../tally.ts';
import { fixedProfiles } from './fixes.ts';

const profile: Profile = {
  subscription: 's1',
  statuses: [
    { recommendation: 'a', status: 'Unhealthy' },
    { recommendation: 'b', status: 'NotAssessed' },
  ],
  count: 5,
};

test('overlapping fixes split a profile; only what is unhealthy turns healthy', () => {
  const fixed = fixedProfiles(
    [profile],
    [
      { work: 0, first: 1, count: 3, recommendations: ['a'] },
      { work: 0, first: 3, count: 2, recommendations: ['b'] },
    ],
  );
  expect(fixed.map(({ statuses, count }) => [statuses.map(({ status }) => status), count])).toEqual([
    [['Unhealthy', 'NotAssessed'], 1],
    [['Healthy', 'NotAssessed'], 2],
    [['Healthy', 'NotAssessed'], 1],
    [['Unhealthy', 'NotAssessed'], 1],
  ]);
});

test.each([
  [0, 3, 3],
  [1, 0, 1],
  [0, -1, 1],
])('profile %i, resources from %i, %i of them: refused', (work, first, count) => {
  expect(() => fixedProfiles([profile], [{ work, first, count, recommendations: ['a'] }])).toThrow(
    new RangeError(`a fix names resources ${first} to ${first + count} of profile ${work}, which has ${work === 0 ? 5 : 0}`),
  );
});
