import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { run } from '../program.ts';
import { fakeTerminal } from '../terminal.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-query-'));
afterAll(() => rmSync(folder, { recursive: true }));

const inSubscription = (rest: string): string => `/subscriptions/11111111-1111-4111-8111-111111111111${rest}`;
const resources = [
  {
    id: inSubscription('/resourceGroups/Shop/providers/Microsoft.Storage/storageAccounts/b'),
    location: 'westeurope',
    properties: { open: true },
    tags: { env: 'prod' },
  },
  {
    id: inSubscription('/resourceGroups/shop/providers/Microsoft.Storage/storageAccounts/a'),
    location: 'westeurope',
    properties: { open: false },
  },
  { id: inSubscription('/resourceGroups/shop/providers/Microsoft.KeyVault/vaults/k'), location: 'northeurope', properties: {} },
].map((resource) => ({ ...resource, name: resource.id.split('/').at(-1), type: resource.id.split('/').slice(6, 8).join('/') }));
const others = [
  { id: inSubscription(''), subscriptionId: '11111111-1111-4111-8111-111111111111', displayName: 'Shop Production', state: 'Enabled' },
];
writeFileSync(join(folder, 'resources.json'), JSON.stringify(resources));
writeFileSync(join(folder, 'subscriptions.json'), JSON.stringify(others));
writeFileSync(join(folder, 'broken.json'), '[{"id": "/subscr');

async function query(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const terminal = fakeTerminal({ cwd: folder, input: JSON.stringify(resources) });
  const code = await run(['query', ...args], terminal);
  return { code, ...terminal.written };
}

it.each([
  [
    'text',
    'type                               count_\nmicrosoft.storage/storageaccounts       2\nmicrosoft.keyvault/vaults               1\n',
  ],
  ['json', '[\n  {"type":"microsoft.storage/storageaccounts","count_":2},\n  {"type":"microsoft.keyvault/vaults","count_":1}\n]\n'],
  ['ndjson', '{"type":"microsoft.storage/storageaccounts","count_":2}\n{"type":"microsoft.keyvault/vaults","count_":1}\n'],
  ['csv', 'type,count_\r\nmicrosoft.storage/storageaccounts,2\r\nmicrosoft.keyvault/vaults,1\r\n'],
])('answers as %s', async (format, out) => {
  expect(await query('resources.json', '-q', 'resources | summarize count() by type | order by count_ desc', '-f', format)).toEqual({
    code: 0,
    out,
    err: '',
  });
});

it('joins what stands in different files, with the columns of Azure', async () => {
  const text =
    'resources | join kind=inner (resourcecontainers | project subscription = name, subscriptionId) on subscriptionId | where properties.open == true | project name, type, resourceGroup, subscription, tags.env';
  expect((await query('.', '-q', text, '-f', 'ndjson', '--allow-partial', '--quiet')).out).toBe(
    '{"name":"b","type":"microsoft.storage/storageaccounts","resourceGroup":"shop","subscription":"Shop Production","tags_env":"prod"}\n',
  );
});

it('reads standard input once, however often the query does', async () => {
  expect(await query('-', '-q', 'union resources, resources | count', '-f', 'csv')).toMatchObject({ code: 0, out: 'Count\r\n6\r\n' });
});

it('reads the query from a file, knows the time that it is given, and writes to a file', async () => {
  writeFileSync(join(folder, 'when.kql'), 'resources\n| take 1\n| project at = now()');
  expect(await query('resources.json', '-q', '@when.kql', '--at', '2026-01-02', '-f', 'csv', '-o', 'out.csv')).toEqual({
    code: 0,
    out: '',
    err: '',
  });
  expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe('at\r\n2026-01-02T00:00:00Z\r\n');
});

it('tells how many rows a page leaves out', async () => {
  expect(await query('resources.json', '-q', 'resources | project name', '--first', '1', '--skip', '1', '-f', 'csv')).toEqual({
    code: 0,
    out: 'name\r\na\r\n',
    err: '1 row of 3.\n',
  });
});

it('marks the place of what is wrong', async () => {
  expect(await query('resources.json', '-q', 'resources\n| where nam == 1')).toEqual({
    code: 2,
    out: '',
    err: expect.stringContaining("plumbline: The column 'nam' does not exist here. (line 2, column 9)\n  | where nam == 1\n          ^\n"),
  });
});

it.each([
  [['resources.json', '-q', '@nosuch.kql'], 'nosuch.kql cannot be read'],
  [['nosuch.json', '-q', 'resources'], 'There is no file or folder of this name.'],
  [['resources.json', '-q', 'nosuch | count'], 'Table nosuch is invalid, unsupported or disallowed.'],
  [['resources.json'], "required option '-q, --query <query>' not specified"],
  [['resources.json', '-q', 'resources', '--first', 'x'], 'Expected a whole number.'],
])('%s ends with 2', async (args, message) => {
  const { code, err } = await query(...args);
  expect(err).toContain(message);
  expect(code).toBe(2);
});

it('ends with 3 when part of the input could not be read', async () => {
  const { code, out, err } = await query('resources.json', 'broken.json', '-q', 'resources | count', '-f', 'csv');
  expect({ code, out }).toEqual({ code: 3, out: 'Count\r\n3\r\n' });
  expect(err).toContain('broken.json');
});
