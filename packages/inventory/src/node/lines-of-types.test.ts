import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linesOfTypes } from './lines-of-types.ts';
import { openInputs } from './open.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-types-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const subscription = '/subscriptions/00000000-0000-4000-8000-000000000001';
const assignments = 'Microsoft.Authorization/policyAssignments';
const other = (at: number) =>
  JSON.stringify({
    id: `${subscription}/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/s${at}`,
    name: `s${at}`,
    type: 'Microsoft.Storage/storageAccounts',
    properties: { more: 'x'.repeat(1000) },
  });
const id = `${subscription}/providers/${assignments}`;

/** What is looked for, as it may be written, and what has to be read because it may be anything. */
const found: Readonly<Record<string, readonly [line: string, key: string]>> = {
  plain: [JSON.stringify({ id: `${id}/plain`, name: 'plain', type: assignments, properties: {} }), `${id}/plain`],
  'in another case': [
    JSON.stringify({ id: `${subscription}/x/case`, name: 'case', type: assignments.toUpperCase() }),
    `${subscription}/x/case`,
  ],
  'slashes escaped': [
    JSON.stringify({ id: `${subscription}/x/slash`, name: 's', type: assignments }).replaceAll('Authorization/', 'Authorization\\/'),
    `${subscription}/x/slash`,
  ],
  'letters escaped': [
    JSON.stringify({ id: `${subscription}/x/letters`, name: 's', type: assignments }).replace('policyA', 'policy\\u0041'),
    `${subscription}/x/letters`,
  ],
  'its type in the id alone': [JSON.stringify({ id: `${id}/alone`, properties: {} }), `${id}/alone`],
  'a subscription': [JSON.stringify({ id: subscription, name: 'one', type: 'Microsoft.Resources/subscriptions' }), subscription],
  'nothing of a subscription': [
    JSON.stringify({ id: '/providers/Microsoft.Management/managementGroups/g', name: 'g', type: 'Microsoft.Management/managementGroups' }),
    '/providers/Microsoft.Management/managementGroups/g',
  ],
  'its members in another order': [JSON.stringify({ name: 's', id: `${subscription}/x/y/z`, type: 'A.B/c' }), `${subscription}/x/y/z`],
  'after a space': [` ${JSON.stringify({ id: `${subscription}/x/y/space`, name: 's', type: 'A.B/c' })}`, `${subscription}/x/y/space`],
  'longer than a piece': [
    JSON.stringify({ id: `${id}/long`, name: 'long', type: assignments, properties: { more: 'y'.repeat(3 << 20) } }),
    `${id}/long`,
  ],
};

test('of a large file of lines only what may be of the types is read', async () => {
  const lines = Object.values(found).flatMap(([line], index) => [
    ...Array.from({ length: 600 }, (_, at) => other(index * 1000 + at)),
    line,
  ]);
  const path = join(folder, 'estate.ndjson');
  writeFileSync(path, lines.join('\n'));
  const index = linesOfTypes(['microsoft.authorization/policyassignments', 'microsoft.management/managementgroups']);
  const reading = openInputs([path], { index });
  const keys: string[] = [];
  for await (const batch of reading.entries()) for (const { key } of batch) keys.push(key);
  expect(keys).toEqual(Object.values(found).map(([, key]) => key.toLowerCase()));
  expect(reading.account().problems).toEqual([]);
});

test('everything else is read as it is', async () => {
  const path = join(folder, 'small.ndjson');
  writeFileSync(path, `${other(1)}\n${other(2)}\n`);
  const reading = openInputs([path, join(folder, 'missing.json')], { index: linesOfTypes(['a.b/c']) });
  let count = 0;
  for await (const batch of reading.entries()) count += batch.length;
  expect(count).toBe(2);
  expect(reading.account().problems).toHaveLength(1);
});
