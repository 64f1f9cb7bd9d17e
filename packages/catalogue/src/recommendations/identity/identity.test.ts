import { describe, expect, test } from 'vitest';
import { exampleCases } from '../../example-cases.ts';
import { brokenByRemoval, estateAsRead } from '../../example-laws.ts';
import { neighboursOf } from '../../example-neighbours.ts';
import { assignmentType } from '../../identity/types.ts';
import { subscriptionDeprecatedAccounts } from './subscription-deprecated-accounts.ts';
import { subscriptionDeprecatedOwners } from './subscription-deprecated-owners.ts';
import { subscriptionExternalOwners } from './subscription-external-owners.ts';
import { subscriptionExternalReaders } from './subscription-external-readers.ts';
import { subscriptionExternalWriters } from './subscription-external-writers.ts';
import { subscriptionMaximumThreeOwners } from './subscription-maximum-three-owners.ts';
import { subscriptionMoreThanOneOwner } from './subscription-more-than-one-owner.ts';

const cases = exampleCases([
  subscriptionExternalOwners,
  subscriptionExternalWriters,
  subscriptionExternalReaders,
  subscriptionDeprecatedOwners,
  subscriptionDeprecatedAccounts,
  subscriptionMoreThanOneOwner,
  subscriptionMaximumThreeOwners,
]);

describe.each(cases)('$title', ({ status, recommendation, example }) => {
  const verdict = recommendation.judge(example.resource, neighboursOf(example.resource, example.estate ?? []));

  test(`is ${status}`, () => {
    expect(verdict).toMatchObject({ status });
    expect(verdict.because?.text).toMatch(/^\S.*\.$/);
  });

  // One assignment less of many cannot be noticed: whoever exports part of a list has to say so.
  test('is not judged differently when something was not collected', () => {
    expect(brokenByRemoval(recommendation, example, [assignmentType])).toEqual([]);
  });

  test('looks only at what it says that it reads', () => {
    const shown = estateAsRead(recommendation, example.estate ?? []);
    expect(recommendation.judge(example.resource, neighboursOf(example.resource, shown))).toEqual(verdict);
  });
});
