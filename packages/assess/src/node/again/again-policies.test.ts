// Scans that remember, with rules of users: what a change does not touch of all that a rule may read is not judged again, and whatever it
// does touch is, also in those that look at it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalogue } from '@plumbline/catalogue';
import { openInputs } from '@plumbline/inventory/node';
import type { JsonObject, JsonValue } from '@plumbline/policy';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { madeUpCatalogue, member, resources, rule, value } from '../../alike/made-up.fixture.ts';
import { assess } from '../../assess.ts';
import { reportOf } from '../../report-of.ts';
import type { AssessmentRun } from '../../run.ts';
import { assessFiles } from '../assess-files.ts';

const now = '2026-11-24T00:00:00Z';
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-again-policies-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shown = (run: AssessmentRun) => JSON.stringify((['classic', 'controls'] as const).map((model) => reportOf(run, { model })));

async function inFull(path: string, catalogue: Catalogue) {
  const reading = openInputs([path]);
  const run = await assess(reading.entries(), { catalogue, now, collected: () => reading.account().collected });
  return { shown: shown(run), account: reading.account() };
}

async function again(path: string, state: string, catalogue: Catalogue) {
  const options = { workers: 0, lists: false, smallestIndexed: 1, leastBlock: 300, version: '1' };
  const files = await assessFiles([path], { catalogue, now, recipe: {}, state, ...options });
  try {
    return { found: { shown: shown(files.run), account: files.account }, parts: files.parts };
  } finally {
    files.close();
  }
}

const change = fc.record({
  line: fc.nat(1000),
  kind: fc.constantFrom(
    'nothing read',
    'properties',
    'properties',
    'tags',
    'name',
    'letters of its id',
    'location',
    'type',
    'another type',
    'twice',
  ),
  member,
  value,
});

interface Change {
  readonly line: number;
  readonly kind: string;
  readonly member: string;
  readonly value: JsonValue;
}

function changed(resource: JsonObject, { kind, member: name, value: given }: Change): JsonObject {
  const properties = resource['properties'] as JsonObject;
  switch (kind) {
    case 'nothing read':
      return { ...resource, changedAt: given, properties: { ...properties, note: given } };
    case 'properties':
      return { ...resource, properties: { ...properties, [name]: given } };
    case 'tags':
      return { ...resource, tags: { env: JSON.stringify(given), team: name } };
    case 'name':
      return { ...resource, name: `${String(resource['name'])}-${name}` };
    case 'letters of its id':
      return { ...resource, id: String(resource['id']).replace('/resourceGroups/', '/RESOURCEGROUPS/').replace('hub', 'Hub') };
    case 'location':
      return { ...resource, location: name };
    case 'type':
      return { ...resource, type: String(resource['type']).toLowerCase() };
    case 'another type':
      return { ...resource, type: name === 'first' ? 'Contoso.Things/lids' : `Contoso.Things/${name}` };
    default:
      return resource;
  }
}

const written = (lines: readonly JsonObject[]) => {
  const path = join(folder, 'estate.ndjson');
  writeFileSync(path, `${lines.map((resource) => JSON.stringify(resource)).join('\n')}\n`);
  return path;
};

test('rules of a user find what they find in full, whatever changed of what they read or of what they do not', async () => {
  let count = 0;
  const parts = { kept: 0, renewed: 0, full: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(rule, { minLength: 1, maxLength: 3 }),
      fc.array(resources, { minLength: 12, maxLength: 40 }),
      fc.array(fc.array(change, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
      async (rules, estate, rounds) => {
        count += 1;
        const catalogue = madeUpCatalogue(rules);
        const state = join(folder, `state-${count}`);
        const byId = new Map(estate.flat().map((resource) => [String(resource['id']).toLowerCase(), resource]));
        let lines = [...byId.values()];
        await again(written(lines), state, catalogue);
        for (const changes of rounds) {
          for (const one of changes) {
            const at = one.line % lines.length;
            const line = changed(lines[at] ?? {}, one);
            lines = one.kind === 'twice' && one.line % 3 === 0 ? [...lines, { ...line, changedAt: one.member }] : lines.with(at, line);
          }
          const path = written(lines);
          const { found, parts: how } = await again(path, state, catalogue);
          for (const name of ['kept', 'renewed', 'full'] as const) parts[name] += how[name];
          expect(found).toEqual(await inFull(path, catalogue));
        }
      },
    ),
    { numRuns: 100 },
  );
  expect(parts.renewed).toBeGreaterThan(parts.full);
}, 180_000);
