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
    { needs: 'b', recommendations: ['q'], subscriptions: ['s'], assessments: 9 },
    { needs: 'a', recommendations: ['r'], subscriptions: ['s', 't'], assessments: 4 },
  ]);
});
