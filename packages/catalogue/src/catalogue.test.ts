import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { controlsOf, controlTables } from './controls.ts';
import { neighboursOf } from './example-neighbours.ts';
import { textAt } from './json-reading.ts';
import { editions, pointsByName } from './points.ts';
import type { Example, Examples } from './recommendation.ts';
import { recommendations } from './recommendations.generated.ts';

const folder = join(import.meta.dirname, 'recommendations');
const files = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap((entry) => readdirSync(join(folder, entry.name)).map((file) => join(entry.name, file)))
  .filter((file) => !file.endsWith('.test.ts'));
const names = recommendations.map(({ name }) => name);
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe('the list', () => {
  test('holds every recommendation of the points table, in its order', () => {
    expect(names).toEqual(Object.keys(pointsByName));
  });

  test.each(files)('%s is named like its recommendation and its export', (file) => {
    const name = file.slice(file.lastIndexOf('/') + 1, -'.ts'.length);
    const camel = name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toContain(`export const ${camel}:`);
    expect(text).toContain(`name: '${name}'`);
    expect(names).toContain(name);
  });

  test('gives every recommendation a key of its own', () => {
    for (const { key } of recommendations) expect(key).toMatch(guid);
    expect(repeated(recommendations.map(({ key }) => key))).toEqual([]);
  });

  test('gives every display name to one recommendation only', () => {
    const titles = recommendations.flatMap(({ title, alsoKnownAs = [] }) => [
      ...new Set([title, ...alsoKnownAs].map((name) => name.toLowerCase())),
    ]);
    expect(repeated(titles)).toEqual([]);
  });
});

describe('the points', () => {
  // Sums of the published tables, each recommendation once.
  test.each([
    ['2019-01', { networking: 145, compute: 809, data: 206, identity: 230 }, 1390],
    ['2019-11', { networking: 160, compute: 803, data: 146, identity: 230 }, 1339],
  ] as const)('of edition %s add up by category and in all', (edition, byCategory, all) => {
    const index = editions.indexOf(edition);
    const sums: Record<string, number> = {};
    for (const { name, category } of recommendations) sums[category] = (sums[category] ?? 0) + (pointsByName[name]?.[index] ?? 0);
    expect(sums).toEqual(byCategory);
    expect(Object.values(sums).reduce((sum, points) => sum + points, 0)).toBe(all);
  });

  test.each(Object.entries(pointsByName))('of %s are published ones', (_name, points) => {
    for (const value of points) if (value !== null) expect([1, 4, 5, 10, 15, 20, 25, 30, 35, 40, 50]).toContain(value);
  });
});

describe('the controls', () => {
  test.each([
    ['2019-12', 60],
    ['current', 58],
  ] as const)('of table %s add up to %i', (table, sum) => {
    expect(controlsOf(table).reduce((total, { max }) => total + max, 0)).toBe(sum);
  });

  test.each(controlTables)('of table %s hold recommendations of the catalogue, each once', (table) => {
    const controls = controlsOf(table);
    expect(repeated(controls.map(({ key }) => key))).toEqual([]);
    for (const { key, name, recommendations: members } of controls) {
      expect(key).toMatch(guid);
      expect(
        members.filter((member) => !names.includes(member)),
        name,
      ).toEqual([]);
      expect(repeated(members), name).toEqual([]);
    }
  });

  test('move three recommendations to the best practices in the current table', () => {
    const controlOf = (table: 'current' | '2019-12', name: string) =>
      controlsOf(table)
        .filter(({ recommendations: members }) => members.includes(name))
        .map((control) => control.name);
    expect(controlOf('2019-12', 'subscription-mfa-readers')).toEqual(['Enable MFA']);
    expect(controlOf('current', 'subscription-mfa-readers')).toEqual(['Implement security best practices']);
    expect(controlOf('current', 'subscription-maximum-three-owners')).toEqual(['Implement security best practices']);
    expect(controlOf('current', 'subscription-external-readers')).toEqual(['Implement security best practices']);
  });
});

describe.each(recommendations.map((recommendation) => [recommendation.name, recommendation] as const))('%s', (_name, recommendation) => {
  test('has texts, types and examples', () => {
    expect(recommendation.title.trim()).toBe(recommendation.title);
    expect(recommendation.why).toMatch(/\.$/);
    expect(recommendation.whenNotToFix).toMatch(/\.$/);
    expect(recommendation.threats.length).toBeGreaterThan(0);
    expect(recommendation.resourceTypes.length).toBeGreaterThan(0);
    expect(recommendation.fix.steps.length).toBeGreaterThan(0);
    expect(recommendation.examples.healthy.length).toBeGreaterThan(0);
    expect(recommendation.examples.unhealthy.length).toBeGreaterThan(0);
  });

  test('has examples of its types, with ids', () => {
    const types = recommendation.resourceTypes.map((type) => type.toLowerCase());
    for (const [status, example] of examplesOf(recommendation.examples)) {
      expect(textAt(example.resource, 'id') ?? '', example.name).toMatch(/^\//);
      if (status !== 'NotApplicable') expect(types, example.name).toContain((textAt(example.resource, 'type') ?? '').toLowerCase());
      for (const resource of example.estate ?? []) {
        expect(textAt(resource, 'id') ?? '', example.name).toMatch(/^\//);
        expect(textAt(resource, 'type') ?? '', example.name).toMatch(/^[a-z.]+\/[a-z/]+$/i);
      }
    }
  });

  test('names placeholders that a resource can fill', () => {
    const placeholders = recommendation.fix.command?.match(/\{[a-zA-Z]+\}/g) ?? [];
    expect(placeholders.filter((name) => !['{id}', '{name}', '{resourceGroup}', '{subscription}'].includes(name))).toEqual([]);
  });
});

const graphCases = recommendations.flatMap((recommendation) =>
  recommendation.kind === 'graph'
    ? examplesOf(recommendation.examples).map(
        ([status, example]) => [recommendation.name, status, example.name, recommendation, example] as const,
      )
    : [],
);

test.each(graphCases)('%s: %s when %s', (_name, status, _title, recommendation, example) => {
  const types = recommendation.resourceTypes.map((type) => type.toLowerCase());
  if (!types.includes((textAt(example.resource, 'type') ?? '').toLowerCase())) return expect(status).toBe('NotApplicable');
  const verdict = recommendation.judge(example.resource, neighboursOf(example.resource, example.estate ?? []));
  expect(verdict).toMatchObject({ status });
  expect(verdict.because?.text ?? 'Nothing.').toMatch(/\.$/);
});

function examplesOf(examples: Examples): readonly (readonly [string, Example])[] {
  return [
    ...examples.healthy.map((example) => ['Healthy', example] as const),
    ...examples.unhealthy.map((example) => ['Unhealthy', example] as const),
    ...(examples.notApplicable ?? []).map((example) => ['NotApplicable', example] as const),
    ...(examples.notCollected ?? []).map((example) => ['NotCollected', example] as const),
  ];
}

function repeated(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}
