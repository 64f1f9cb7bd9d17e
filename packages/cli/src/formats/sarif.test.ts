import publishedSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { assessment, hostileResult, plainStyle, report, scanResult, storageId } from '../estate.fixture.ts';
import type { ScanResult } from '../result.ts';
import { sarif } from './sarif.ts';

const isSarif = validator();

test.each([
  ['a scan', scanResult()],
  ['hostile names', hostileResult()],
  ['nothing found', scanResult({ assessments: () => [] })],
  ['no score and no catalogue', scanResult({ report: { ...report, score: null, recommendations: [] }, recommendations: new Map() })],
] as const)('%s is valid SARIF 2.1.0', (_name, result) => {
  isSarif(logOf(result));
  expect(isSarif.errors).toBeNull();
});

test('the schema is really held against it', () => {
  expect(isSarif({ ...logOf(scanResult()), version: '2.0.0' })).toBe(false);
  expect(
    isSarif({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, results: [{ level: 'bad', message: { text: '' } }] }] }),
  ).toBe(false);
});

test('a result for every unhealthy and every exempted resource, the latter suppressed', () => {
  const [run] = logOf(scanResult()).runs;
  const names = run.results.map((result: Result) => [
    result.ruleId,
    result.locations[0]?.logicalLocations[0]?.name,
    result.suppressions?.length ?? 0,
  ]);
  expect(names).toEqual([
    ['storage-secure-transfer', 'legacy', 1],
    ['storage-secure-transfer', 'logs', 0],
    ['storage-secure-transfer', 'media', 0],
    ['storage-secure-transfer', 'uploads', 0],
    ['subscription-mfa-owners', '6f1c2d34-58a0-4b7e-9c11-0d2e3f405162', 0],
  ]);
  for (const result of run.results) expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
});

test('a rule tells why and how', () => {
  const [rule] = logOf(scanResult()).runs[0].tool.driver.rules;
  expect(rule.help.text).toContain('1. Find clients that still use http://');
  expect(rule.properties).toMatchObject({ 'security-severity': '8.0', points: 20, impact: 15 });
  expect(rule.defaultConfiguration.level).toBe('error');
});

test('a fingerprint stays when the casing of the id changes, and differs for another resource', () => {
  const of = (id: string) =>
    logOf(scanResult({ assessments: () => [assessment('x', { resource: id })] })).runs[0].results[0].partialFingerprints[
      'recommendationAndResource/v1'
    ];
  expect(of(storageId('logs').toUpperCase())).toBe(of(storageId('logs')));
  expect(of(storageId('media'))).not.toBe(of(storageId('logs')));
});

test('the relative address of a resource is one, whatever its id holds', () => {
  const uri = logOf(hostileResult()).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri;
  expect(uri).toMatch(/^subscriptions\/[\w%./()'!*~-]+$/);
  expect(new URL(uri, 'https://example.org/').origin).toBe('https://example.org');
});

interface Result {
  readonly ruleId: string;
  readonly suppressions?: readonly unknown[];
  readonly locations: readonly { readonly logicalLocations: readonly { readonly name: string }[] }[];
}

function logOf(result: ScanResult) {
  return JSON.parse([...sarif(result, plainStyle)].join(''));
}

/** The published schema, as Microsoft's SARIF SDK ships it. It is of draft 4, and uses only what later drafts understand alike. */
function validator() {
  const { $schema: _draft, id: _id, ...schema } = publishedSchema;
  return addFormats.default(new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })).compile(schema);
}
