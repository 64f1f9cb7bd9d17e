// Scans that remember: whatever changes between two of them, the second finds what a scan of everything finds, to the last character.
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCatalogue } from '@plumbline/catalogue';
import { openInputs } from '@plumbline/inventory/node';
import type { JsonObject, JsonValue } from '@plumbline/policy';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assess } from '../../assess.ts';
import { hierarchyBuilder, writtenHierarchy } from '../../hierarchy.ts';
import { reportOf } from '../../report-of.ts';
import type { AssessmentRun } from '../../run.ts';
import { type AssessFilesOptions, assessFiles } from '../assess-files.ts';
import { catalogueOf } from '../catalogue-recipe.ts';

const { catalogue } = loadCatalogue({});
const now = '2026-11-24T00:00:00Z';
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-again-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function shown(run: AssessmentRun): string {
  return JSON.stringify(
    (['classic', 'controls'] as const).map((model) => reportOf(run, { model })),
    null,
    1,
  );
}

async function inFull(path: string, judgedBy = catalogue) {
  const reading = openInputs([path]);
  const run = await assess(reading.entries(), { catalogue: judgedBy, now, collected: () => reading.account().collected });
  return { shown: shown(run), account: reading.account() };
}

async function again(path: string, state: string, more: Partial<AssessFilesOptions> = {}) {
  const options = {
    catalogue,
    now,
    recipe: {},
    workers: 0,
    lists: false,
    smallestIndexed: 1,
    leastBlock: 2000,
    state,
    version: '1',
    ...more,
  };
  const files = await assessFiles([path], options);
  try {
    return { found: { shown: shown(files.run), account: files.account }, parts: files.parts };
  } finally {
    files.close();
  }
}

function written(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

const subscriptions = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];

/** Every example of the catalogue with what stands around it. */
const groups: readonly (readonly JsonObject[])[] = catalogue.items.flatMap(({ recommendation: { examples } }) =>
  [...examples.healthy, ...examples.unhealthy, ...(examples.notApplicable ?? []), ...(examples.notCollected ?? [])].map(
    ({ resource, estate = [] }) => [resource, ...estate],
  ),
);

/** The group in another place, so that copies of it stand beside each other. */
function placed(group: number, subscription: number, copy: number): readonly string[] {
  return (groups[group % groups.length] ?? []).map((resource) =>
    JSON.stringify(resource)
      .replace(/\/subscriptions\/[^/"]+/gi, `/subscriptions/${subscriptions[subscription]}`)
      .replace(/(\/resourceGroups\/[^/"]+)/gi, `$1-${copy}`),
  );
}

/** Some setting is another one. */
function edited(line: string, at: number): string {
  let count = 0;
  const change = (value: JsonValue, path: string): JsonValue => {
    if (Array.isArray(value)) return value.map((item, index) => change(item, `${path}[${index}]`));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner, `${path}.${name}`)]));
    if (!path.startsWith('.properties')) return value;
    count += 1;
    if (count !== at) return value;
    return typeof value === 'boolean' ? !value : typeof value === 'number' ? value + 1 : value === null ? 'x' : `${String(value)}x`;
  };
  try {
    return JSON.stringify(change(JSON.parse(line) as JsonValue, ''));
  } catch {
    return line;
  }
}

const place = fc.nat(1_000_000);
const kind = fc.constantFrom(
  'edit',
  'edit',
  'edit',
  'delete',
  'delete',
  'insert',
  'insert one',
  'move',
  'move many',
  'twice',
  'elsewhere',
  'case',
  'odd',
);
const change = fc.record({ kind, from: place, to: place, more: place });

interface Change {
  readonly kind: string;
  readonly from: number;
  readonly to: number;
  readonly more: number;
}

function changed(lines: readonly string[], { kind: what, from, to, more }: Change): readonly string[] {
  const source = from % Math.max(1, lines.length);
  const target = to % (lines.length + 1);
  const line = lines[source] ?? '';
  switch (what) {
    case 'edit':
      return lines.with(source, edited(line, 1 + (more % 12)));
    case 'delete':
      return lines.toSpliced(source, 1);
    case 'insert':
      return lines.toSpliced(target, 0, ...placed(more, more % 2, to % 5));
    case 'insert one':
      return lines.toSpliced(target, 0, ...placed(more, more % 2, to % 5).slice(0, 1));
    case 'move':
      return lines.toSpliced(source, 1).toSpliced(target, 0, line);
    case 'move many':
      return [...lines.slice(source), ...lines.slice(0, source)];
    case 'twice':
      return more % 4 === 0 ? lines.toSpliced(target, 0, line) : lines;
    case 'elsewhere':
      return lines.with(source, line.replace(/(.)(\/subscriptions\/)[^/"]+(?![^]*\2)/, `$1$2${subscriptions[more % 2]}`));
    case 'case':
      return lines.with(
        source,
        line.replace(/"id":"([^"]+)"/, (_all, id: string) => `"id":"${id.toUpperCase()}"`),
      );
    default:
      return more % 3 === 0 ? lines.toSpliced(target, 0, ['', '{"id":', '[]', 'null', ' '][from % 5] ?? '') : lines;
  }
}

const start = fc.array(fc.record({ group: place, subscription: fc.nat(1), copy: fc.nat(4) }), { minLength: 10, maxLength: 60 });

function estateOf(places: readonly { readonly group: number; readonly subscription: number; readonly copy: number }[]): readonly string[] {
  return [...new Set(places.flatMap(({ group, subscription, copy }) => placed(group, subscription, copy)))];
}

/** Enough lines that some changes are few, without two of one id. */
const plainEstate = (): readonly string[] => {
  const byId = new Map<string, string>();
  for (const [position] of groups.entries())
    for (const line of placed(position, position % 2, position)) byId.set((JSON.parse(line) as { id: string }).id.toLowerCase(), line);
  return [...byId.values()].filter((line) => !/policyExemptions|not-readable/i.test(line));
};

function definition(name: string, policyRule: JsonObject) {
  return { file: `${name}.json`, json: { name, properties: { displayName: name, mode: 'All', policyRule } } };
}

const policies = {
  definitions: [
    definition('names-differ', {
      if: { field: 'name', like: "*[field('location')]*" },
      then: { effect: 'audit' },
    }),
    definition('accounts-are-watched', {
      if: { field: 'type', equals: 'Microsoft.Storage/storageAccounts' },
      then: { effect: 'auditIfNotExists', details: { type: 'Microsoft.Insights/diagnosticSettings' } },
    }),
    definition('machines-have-others', {
      if: { field: 'type', equals: 'Microsoft.Compute/virtualMachines' },
      then: { effect: 'auditIfNotExists', details: { type: 'Microsoft.Network/networkInterfaces', existenceScope: 'subscription' } },
    }),
    definition('assigned', {
      if: {
        allOf: [
          { field: 'type', like: 'Microsoft.*' },
          { field: 'tags', exists: false },
        ],
      },
      then: { effect: 'audit' },
    }),
  ],
  initiatives: [],
  library: [],
  assignments: [
    {
      file: 'assignment',
      json: {
        id: `/subscriptions/${subscriptions[0]}/providers/Microsoft.Authorization/policyAssignments/a`,
        name: 'a',
        properties: { policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/assigned' },
      },
    },
  ],
  hierarchy: writtenHierarchy(hierarchyBuilder().facts),
};

describe('a scan with a state', () => {
  test('finds what a scan of everything finds, after any change', async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(start, fc.array(fc.array(change, { maxLength: 6 }), { minLength: 1, maxLength: 4 }), async (places, rounds) => {
        count += 1;
        const state = join(folder, `state-${count}`);
        let lines = estateOf(places);
        await again(written('changing.ndjson', lines), state);
        for (const changes of rounds) {
          for (const one of changes) lines = changed(lines, one);
          const path = written('changing.ndjson', lines);
          expect((await again(path, state)).found).toEqual(await inFull(path));
        }
      }),
      { numRuns: 20 },
    );
  }, 120_000);

  test('finds it with policies of a user, some of them assigned', async () => {
    const recipe = { policies };
    const judgedBy = catalogueOf(recipe);
    let count = 0;
    const parts = { kept: 0, renewed: 0, full: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(change, { maxLength: 3 }), { minLength: 1, maxLength: 3 }), async (rounds) => {
        count += 1;
        const state = join(folder, `policies-${count}`);
        let lines = plainEstate();
        await again(written('policies.ndjson', lines), state, { catalogue: judgedBy, recipe });
        for (const changes of rounds) {
          for (const one of changes) lines = changed(lines, one);
          const path = written('policies.ndjson', lines);
          const result = await again(path, state, { catalogue: judgedBy, recipe });
          for (const name of ['kept', 'renewed', 'full'] as const) parts[name] += result.parts[name];
          expect(result.found).toEqual(await inFull(path, judgedBy));
        }
      }),
      { numRuns: 5 },
    );
    expect(parts.renewed).toBeGreaterThan(0);
  }, 180_000);

  test('is not taken for one by other policies', async () => {
    const state = join(folder, 'state-other-policies');
    const path = written('other-policies.ndjson', plainEstate());
    const recipe = { policies };
    await again(path, state, { catalogue: catalogueOf(recipe), recipe });
    const other = { policies: { ...policies, definitions: policies.definitions.slice(1) } };
    const result = await again(path, state, { catalogue: catalogueOf(other), recipe: other });
    expect(result.parts).toEqual({ kept: 0, renewed: 0, full: 1 });
    expect(result.found).toEqual(await inFull(path, catalogueOf(other)));
  });

  test('finds it in a larger estate, where few lines change at a time, mostly without assessing a part in full', async () => {
    const estate = plainEstate();
    let count = 0;
    const parts = { kept: 0, renewed: 0, full: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 5 }), async (rounds) => {
        count += 1;
        const state = join(folder, `large-${count}`);
        let lines = estate;
        await again(written('large.ndjson', lines), state);
        for (const changes of rounds) {
          for (const one of changes) lines = changed(lines, one);
          const path = written('large.ndjson', lines);
          const result = await again(path, state);
          for (const name of ['kept', 'renewed', 'full'] as const) parts[name] += result.parts[name];
          expect(result.found).toEqual(await inFull(path));
        }
      }),
      { numRuns: 5 },
    );
    expect(parts.renewed).toBeGreaterThan(0);
  }, 180_000);

  test('finds it where settings change again and again while every line stays in its place, and when one then goes', async () => {
    const estate = plainEstate();
    const edits = fc.array(fc.record({ line: fc.nat(estate.length - 1), setting: fc.integer({ min: 1, max: 12 }) }), {
      minLength: 1,
      maxLength: 8,
    });
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(edits, { minLength: 4, maxLength: 8 }), change, async (rounds, last) => {
        count += 1;
        const state = join(folder, `edited-${count}`);
        let lines = estate;
        await again(written('edited.ndjson', lines), state);
        const holds = async () => {
          const path = written('edited.ndjson', lines);
          expect((await again(path, state)).found).toEqual(await inFull(path));
        };
        for (const all of rounds) {
          for (const { line, setting } of all) lines = lines.with(line, edited(lines[line] ?? '', setting));
          await holds();
        }
        lines = changed(lines, last);
        await holds();
      }),
      { numRuns: 5 },
    );
  }, 180_000);

  test.each([
    ['an edited line', (lines: readonly string[]) => lines.with(40, edited(lines[40] ?? '', 1)), 'renewed'],
    ['lines in another order', (lines: readonly string[]) => [...lines.slice(9), ...lines.slice(0, 9)], 'renewed'],
    ['nothing', (lines: readonly string[]) => lines, 'kept'],
    [
      'one more subscription',
      (lines: readonly string[]) => [...lines, '{"id":"/subscriptions/00000000-0000-4000-8000-00000000000a/x/y"}'],
      'full',
    ],
    ['a line twice', (lines: readonly string[]) => [...lines, lines[3] ?? ''], 'full'],
  ] as const)('%s: the part is assessed again only as far as it has to be', async (title, act, kept) => {
    const state = join(folder, `state ${title}`);
    await again(written('acted.ndjson', plainEstate()), state);
    const { parts } = await again(written('acted.ndjson', act(plainEstate())), state);
    expect(parts).toEqual({ kept: 0, renewed: 0, full: 0, [kept]: 1 });
  });
});

describe('a state', () => {
  const estate = plainEstate();

  test('that was damaged anywhere never changes a result', async () => {
    const path = written('damaged.ndjson', estate);
    const state = join(folder, 'state-whole');
    const whole = (await again(path, state)).found;
    const changedPath = written('damaged-changed.ndjson', estate.with(5, edited(estate[5] ?? '', 1)));
    const wholeChanged = await inFull(changedPath);
    const bytes = readFileSync(state);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), async (at, by, isCut) => {
        const damaged = join(folder, 'state-damaged');
        const copy = isCut ? Buffer.from(bytes.subarray(0, at)) : Buffer.from(bytes);
        if (!isCut) copy[at] = (copy[at] ?? 0) ^ by;
        // With its beginning gone it is no state any more, and is left alone.
        if (at < 16) return;
        writeFileSync(damaged, copy);
        expect((await again(path, damaged)).found).toEqual(whole);
        writeFileSync(damaged, copy);
        const found = await again(changedPath, damaged);
        expect(found.found.shown).toBe(wholeChanged.shown);
      }),
      { numRuns: 5 },
    );
  }, 120_000);

  test('stays what it was until the next one is complete', async () => {
    const state = join(folder, 'state-stays');
    await again(written('stays.ndjson', estate), state);
    copyFileSync(state, `${state}.copy`);
    const controller = new AbortController();
    const path = written('stays.ndjson', [...estate.slice(1), '{"id":"/subscriptions/00000000-0000-4000-8000-00000000000a/x/y"}']);
    const options = { catalogue, now, recipe: {}, workers: 0, lists: false, smallestIndexed: 1, state, version: '1' };
    const stopped = assessFiles([path], {
      ...options,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('stopped')),
    });
    await stopped.then(
      (files) => files.close(),
      () => undefined,
    );
    expect(readdirSync(folder).filter((name) => name.startsWith('state-stays.') && name.endsWith('.part'))).toEqual([]);
    expect(readFileSync(state).length).toBeGreaterThan(0);
    expect((await again(path, state)).found).toEqual(await inFull(path));
  });
});
