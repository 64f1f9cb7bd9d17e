import { readdirSync } from 'node:fs';
import { compileDefinition, type Resource } from '@plumbline/policy';
import { describe, expect, test } from 'vitest';
import { pointsByName } from '../points.ts';
import type { Example, GraphRecommendation, Neighbours, Recommendation } from '../recommendation.ts';
import { isObject, textAt, valueAt } from '../value-at.ts';

/** App Service, compute configuration, messaging and diagnostic logs: one file, one recommendation; graph ones judged as their examples say. */
const folders = ['app-service', 'compute', 'messaging', 'diagnostics'] as const;
const now = '2026-11-24T00:00:00Z';

const files = folders.flatMap((folder) =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => ({ folder, name: file.slice(0, -'.ts'.length) })),
);

const recommendations = await Promise.all(
  files.map(async ({ folder, name }) => {
    const module = (await import(`./${folder}/${name}.ts`)) as Record<string, Recommendation | undefined>;
    return { name, exported: module[camelCase(name)] };
  }),
);

const verdicts = { healthy: 'Healthy', unhealthy: 'Unhealthy', notApplicable: 'NotApplicable', notCollected: 'NotCollected' } as const;

describe.each(recommendations)('$name', ({ name, exported }) => {
  test('is exported under its own name and has points', () => {
    expect(exported?.name).toBe(name);
    expect(Object.keys(pointsByName)).toContain(name);
  });
  if (exported === undefined) return;

  test('has a key and tells why, what threatens, how to fix and when not to', () => {
    expect(exported.key).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(exported.threats.length).toBeGreaterThan(0);
    for (const text of [exported.title, exported.why, exported.whenNotToFix, ...exported.fix.steps])
      expect(text.length).toBeGreaterThan(10);
    for (const [placeholder] of exported.fix.command?.matchAll(/\{[a-zA-Z]*\}/g) ?? []) {
      expect(['{id}', '{name}', '{resourceGroup}', '{subscription}']).toContain(placeholder);
    }
  });

  const examples = Object.entries(verdicts).flatMap(([group, status]) =>
    (exported.examples[group as keyof typeof verdicts] ?? []).map((example) => ({ status, called: example.name, example })),
  );
  if (exported.kind === 'graph') {
    test.each(examples)('$status: $called', ({ status, example }) => {
      expect(judgeGraph(exported, example)).toBe(status);
    });
  }
  if (exported.kind === 'policy') {
    // The examples of policies are judged for the whole catalogue at once; here, that no alias of a rule had to be guessed.
    test('compiles with aliases that exist', () => {
      const { problems, notes } = compileDefinition({ mode: 'All', displayName: exported.title, policyRule: exported.rule });
      expect({ problems, notes }).toEqual({ problems: [], notes: [] });
    });
  }

  test('has examples of both verdicts, each called differently', () => {
    expect(exported.examples.healthy.length).toBeGreaterThan(0);
    expect(exported.examples.unhealthy.length).toBeGreaterThan(0);
    expect(new Set(examples.map(({ status, called }) => `${status} ${called}`)).size).toBe(examples.length);
  });
});

test('every key is given once', () => {
  const keys = recommendations.map(({ exported }) => exported?.key);
  expect(new Set(keys).size).toBe(keys.length);
});

function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function judgeGraph(recommendation: GraphRecommendation, example: Example): string {
  const estate = [example.resource, ...(example.estate ?? [])];
  const verdict = recommendation.judge(example.resource, neighboursIn(estate));
  // A reason is what the user sees: it names the resource and leads to where it was found.
  const reason = verdict.because;
  expect(reason?.text).toContain(textAt(example.resource, 'name'));
  if (reason?.path !== undefined && reason.found !== undefined) {
    const id = reason.resource ?? textAt(example.resource, 'id');
    expect(
      valueAt(
        estate.find((resource) => textAt(resource, 'id') === id),
        reason.path,
      ),
      reason.path,
    ).toBeDefined();
  }
  // Only what `reads` names is kept of an estate, so that no more may decide.
  const kept = estate.flatMap((resource) => keptOf(recommendation.reads, resource));
  const [subject = {}] = kept;
  expect(recommendation.judge(subject, neighboursIn(kept)).status).toBe(verdict.status);
  return verdict.status;
}

function keptOf(reads: GraphRecommendation['reads'], resource: Resource): readonly Resource[] {
  const found = Object.entries(reads).find(([type]) => isOfType(resource, type));
  if (found === undefined) return [];
  const [, paths] = found;
  const properties = valueAt(resource, 'properties');
  if (paths === '*' || !isObject(properties)) return [resource];
  const wanted = new Set(paths.map((path) => path.split('.')[1]?.toLowerCase()));
  return [{ ...resource, properties: Object.fromEntries(Object.entries(properties).filter(([key]) => wanted.has(key.toLowerCase()))) }];
}

function neighboursIn(estate: readonly Resource[]): Neighbours {
  const ofType = (type: string) => estate.filter((resource) => isOfType(resource, type));
  return {
    now,
    subscription: '6f1f2c1e-5a0b-4b7e-9d55-0c2f1a7e3b11',
    managementGroups: [],
    byId: (id) => estate.find((resource) => textAt(resource, 'id').toLowerCase() === id.toLowerCase()),
    under: (id, type) => ofType(type).filter((resource) => isUnder(resource, id)),
    inSubscription: ofType,
    inTenant: () => [],
    isCollected: (type) => ofType(type).length > 0,
  };
}

function isOfType(resource: Resource, type: string): boolean {
  return textAt(resource, 'type').toLowerCase() === type.toLowerCase();
}

function isUnder(resource: Resource, id: string): boolean {
  return textAt(resource, 'id').toLowerCase().startsWith(`${id.toLowerCase()}/`);
}
