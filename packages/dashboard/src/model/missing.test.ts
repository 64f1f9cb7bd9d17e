import { expect, it } from 'vitest';
import { missingOf } from './missing.ts';

it('gathers what is missing, the most missed first', () => {
  const row = { recommendation: 'r', subscription: 's', resources: 2 };
  expect(
    missingOf([
      { ...row, needs: 'a' },
      { ...row, needs: 'b', recommendation: 'q', resources: 9 },
      { ...row, needs: 'a', subscription: 't' },
    ]),
  ).toEqual([
    { needs: 'b', isRefused: false, recommendations: 1, subscriptions: 1, assessments: 9 },
    { needs: 'a', isRefused: false, recommendations: 1, subscriptions: 2, assessments: 4 },
  ]);
});
