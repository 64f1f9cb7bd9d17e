import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../program.ts';
import { fakeTerminal } from '../terminal.fixture.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const estate = join(root, 'examples/estate');
const shop = '/subscriptions/11111111-1111-4111-8111-111111111111';
const account = `${shop}/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/prodstore1`;
const ajv = addFormats.default(new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true }));

let folder: string;
let fewer: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-schemas-'));
  fewer = join(folder, 'fewer.ndjson');
  const lines = readFileSync(join(estate, 'resources-shop-production.ndjson'), 'utf8').trim().split('\n');
  writeFileSync(fewer, lines.slice(0, -7).join('\n'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The documented schema, in which nothing may stand that it does not name. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in inner ? { ...inner, additionalProperties: false } : inner;
}

const validators = new Map(
  ['plan', 'what-if', 'diff', 'explain'].map((name) => {
    const schema: object = JSON.parse(readFileSync(join(root, `docs/${name}-report.schema.json`), 'utf8'));
    return [name, ajv.compile(closed({ ...schema, $id: `urn:closed:${name}` }) as object)] as const;
  }),
);

test.each<[schema: string, args: () => readonly string[]]>([
  ['plan', () => ['plan', estate, '--target', '75%']],
  ['plan', () => ['plan', estate, '--budget', '40h', '--by', 'group']],
  ['plan', () => ['plan', estate, '--target', '80%', '--by', 'recommendation', '--model', 'controls']],
  ['plan', () => ['plan', estate, '--target', '1']],
  ['plan', () => ['plan', estate, '--target', '1208']],
  ['what-if', () => ['whatif', estate, '--complete', 'storage-secure-transfer', '--exempt', account, '--debt']],
  ['what-if', () => ['whatif', estate, '--to-model', 'controls']],
  ['what-if', () => ['whatif', estate, '--remove', shop, '--model', 'controls']],
  ['diff', () => ['diff', join(estate, 'resources-shop-production.ndjson'), fewer]],
  ['diff', () => ['diff', estate, fewer, '--model', 'controls', '--by', 'type']],
  ['diff', () => ['diff', estate, estate, '--base-edition', '2019-01', '--by', 'tag:environment']],
  ['explain', () => ['explain', estate, '--recommendation', 'storage-secure-transfer', '--resource', account]],
  ['explain', () => ['explain', estate, '--recommendation', 'subscription-mfa-owners', '--resource', shop, '--model', 'controls']],
])('%s: what is printed is as its schema says, and nothing besides', async (name, args) => {
  const terminal = fakeTerminal();
  await run([...args(), '--format', 'json', '--quiet'], terminal);
  const isValid = validators.get(name);
  isValid?.(JSON.parse(terminal.written.out));
  expect(isValid?.errors).toBeNull();
});
