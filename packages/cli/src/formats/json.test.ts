import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileResult, plainStyle, report, scanResult } from '../estate.fixture.ts';
import { json, stableJson } from './json.ts';
import { ndjson } from './ndjson.ts';

const ajv = addFormats.default(new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true }));
const isReport = ajv.compile(JSON.parse(readFileSync(new URL('../../../../docs/score-report.schema.json', import.meta.url), 'utf8')));

const valid = [
  ['a report', scanResult()],
  ['hostile names', hostileResult()],
  ['no score', scanResult({ report: { ...report, score: null, recommendations: [], topRecommendations: [], subscriptions: [] } })],
] as const;

test.each(valid)('%s is as the schema says', (_name, result) => {
  isReport(JSON.parse([...json(result, plainStyle)].join('')));
  expect(isReport.errors).toBeNull();
});

test.each([
  ['a score above its maximum share', { score: { current: 5, max: 4, percentage: 1.25 } }],
  ['another model', { model: 'cloud' }],
  ['a fourth top recommendation', { topRecommendations: [1, 2, 3, 4].map(() => report.recommendations[0]) }],
  ['a negative count', { coverage: { ...report.coverage, refused: -1 } }],
  ['a time without a day', { generatedAt: '02:18' }],
  ['a text for a number', { score: { current: '5', max: 6, percentage: 0.8 } }],
] as const)('the schema refuses %s', (_name, change) => {
  expect(isReport({ ...report, ...change })).toBe(false);
});

test.each(Object.keys(report))('the schema refuses a report without %s', (key) => {
  expect(isReport({ ...report, [key]: undefined })).toBe(false);
});

test('the same report gives the same bytes, in whatever order its keys were built', () => {
  const once = stableJson(report);
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
      expect(stableJson(shuffled(report, numbers))).toBe(once);
    }),
    { numRuns: 20 },
  );
});

test('keys stand in the order of the documentation', () => {
  const keys = Object.keys(JSON.parse(stableJson(report)));
  expect(keys).toEqual(Object.keys(report));
  expect(Object.keys(JSON.parse(stableJson(report.recommendations[0])))).toEqual(Object.keys(report.recommendations[0] ?? {}));
});

test('numbers are the doubles themselves', () => {
  expect(JSON.parse(stableJson({ third: 1 / 3, tiny: 5e-324, large: 1e21 }))).toEqual({ third: 1 / 3, tiny: 5e-324, large: 1e21 });
});

test('ndjson: one assessment a line, with what decided', () => {
  const lines = [...ndjson(scanResult(), plainStyle)].map((line) => JSON.parse(line));
  expect(lines).toHaveLength(7);
  expect(lines[1]).toMatchObject({ name: 'storage-secure-transfer', status: 'NotAssessed', cause: 'NotCollected', needs: 'configuration' });
  expect(lines[3]).toEqual({
    recommendation: '1c5de8e1-f68d-6a17-e0d2-ec259c42768c',
    name: 'storage-secure-transfer',
    resource: '/subscriptions/6f1c2d34-58a0-4b7e-9c11-0d2e3f405162/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/logs',
    type: 'microsoft.storage/storageaccounts',
    subscription: '6f1c2d34-58a0-4b7e-9c11-0d2e3f405162',
    status: 'Unhealthy',
    decidedBy: 'rule',
    because: { text: 'supportsHttpsTrafficOnly is false', path: 'properties.supportsHttpsTrafficOnly', found: false, expected: true },
  });
});

test('ndjson: hostile names stay in their line and keep their value', () => {
  const [line = ''] = ndjson(hostileResult(), plainStyle);
  expect(line.trimEnd()).not.toMatch(/[\p{Cc}\u202A-\u202E]/u);
  const [given] = hostileResult().assessments();
  expect(JSON.parse(line).resource).toBe(given?.resource);
});

/** The same value with the keys of every object in another order. */
function shuffled(value: unknown, numbers: Iterator<number>): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, numbers));
  if (typeof value !== 'object' || value === null) return value;
  const ranked = Object.entries(value).map(([key, item]) => ({ key, item, rank: Number(numbers.next().value) }));
  return Object.fromEntries(ranked.toSorted((a, b) => a.rank - b.rank).map(({ key, item }) => [key, shuffled(item, numbers)]));
}
