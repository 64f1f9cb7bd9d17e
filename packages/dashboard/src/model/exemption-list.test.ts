import { expect, it } from 'vitest';
import type { ExemptionRow } from './answers.ts';
import { exemptionCounts, exemptionStandingOf, shownExemptions } from './exemption-list.ts';

const now = '2026-01-01T00:00:00Z';
const row = (more: Partial<ExemptionRow> = {}): ExemptionRow => ({
  id: 'x',
  displayName: 'Legacy shop',
  category: 'Waiver',
  scope: '/subscriptions/s1',
  recommendations: ['storage-secure-transfer'],
  reason: 'Replaced in March.',
  owner: 'Ada',
  expiresOn: null,
  expired: false,
  assessments: 3,
  byRecommendation: {},
  ...more,
});

it.each([
  ['never ends', {}, 'in-force'],
  ['ends after 30 days', { expiresOn: '2026-01-31T00:00:01Z' }, 'in-force'],
  ['ends in 30 days', { expiresOn: '2026-01-31T00:00:00Z' }, 'ending'],
  ['ends soon and changes nothing', { expiresOn: '2026-01-02T00:00:00Z', assessments: 0 }, 'ending'],
  ['changes nothing', { assessments: 0 }, 'idle'],
  ['ended', { expiresOn: '2025-12-31T00:00:00Z', expired: true, assessments: 0 }, 'expired'],
  ['has an end that is no date', { expiresOn: 'soon', expired: true }, 'expired'],
] as const)('one that %s', (_, more, standing) => {
  expect(exemptionStandingOf(row(more), now)).toBe(standing);
});

it.each([
  ['', 'all', 2],
  ['legacy ADA', 'all', 1],
  ['march', 'all', 1],
  ['secure-transfer s1', 'all', 2],
  ['ada bob', 'all', 0],
  ['', 'idle', 1],
  ['legacy', 'idle', 0],
] as const)('finds by "%s" among %s', (q, show, found) => {
  const rows = [row(), row({ displayName: 'Other', reason: '', owner: null, assessments: 0 })];
  expect(shownExemptions(rows, { show, q }, now)).toHaveLength(found);
});

it('counts each by its standing', () => {
  const rows = [row(), row({ assessments: 0 }), row({ expired: true }), row({ expiresOn: '2026-01-09T00:00:00Z' }), row()];
  expect(exemptionCounts(rows, now)).toEqual({ expired: 1, ending: 1, idle: 1, 'in-force': 2 });
});
