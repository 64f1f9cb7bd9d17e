import type { CatalogueItem } from '@plumbline/catalogue';
import { expect, test } from 'vitest';
import { owners, scanResult, secureTransfer } from './estate.fixture.ts';
import { findItem, namesLike, recommendationPage } from './recommendation-page.ts';

const item = (recommendation: typeof secureTransfer): CatalogueItem => ({ recommendation, points: 20, controls: [], state: 'standard' });
const items = [item({ ...secureTransfer, alsoKnownAs: ['Require secure transfer to storage account'] }), item(owners)];

test.each([
  'storage-secure-transfer',
  'STORAGE-SECURE-TRANSFER',
  secureTransfer.key.toUpperCase(),
  secureTransfer.title,
  ' Require secure transfer to storage account ',
])('found by %s', (wanted) => {
  expect(findItem(items, wanted)?.recommendation.name).toBe('storage-secure-transfer');
});

test.each([
  ['secure-transfer', ['storage-secure-transfer']],
  ['mfa', ['subscription-mfa-owners']],
  ['owner', ['subscription-mfa-owners']],
  ['zzz', []],
] as const)('%s is like %j', (wanted, names) => {
  expect(namesLike(items, wanted)).toEqual(names);
});

test('resources by status, what needs work first, each with its reason', () => {
  const page = recommendationPage(item(secureTransfer), 'Data & storage', { score: undefined, assessments: scanResult().assessments() });
  expect(page.resources.map(({ status, resources }) => [status, resources.map(({ reason }) => reason)])).toEqual([
    ['Unhealthy', ['supportsHttpsTrafficOnly is false', 'supportsHttpsTrafficOnly is false', 'supportsHttpsTrafficOnly is false']],
    ['Healthy', ['supportsHttpsTrafficOnly is true']],
    ['NotAssessed', ['supportsHttpsTrafficOnly is false; export with properties (az graph query, not az resource list)']],
    ['NotApplicable', ['Exempted by Legacy upload account']],
  ]);
  expect(page.resources.flatMap(({ resources }) => resources.flatMap(({ command }) => command ?? []))).toHaveLength(3);
});
