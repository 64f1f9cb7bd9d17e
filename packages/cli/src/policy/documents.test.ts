import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OperationError } from '../operation-error.ts';
import { definitionText, type PolicyDocument, policyDocuments, readJson } from './documents.ts';

const rule = '{ "if": { "field": "tags.owner", "equals": "Jürgen" }, "then": { "effect": "audit" } }';
const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();

const files: Readonly<Record<string, string | Uint8Array>> = {
  'plain/a.json': rule,
  'plain/b.JSONC': rule,
  'plain/.hidden.json': '{',
  'plain/node_modules/c.json': '{',
  'plain/notes.md': '{',
  'plain/deep/d.json': '{"a":1}',
  'mark.json': `\uFEFF${rule}`,
  'utf16le.json': Buffer.from(`\uFEFF${rule}`, 'utf16le'),
  'utf16be.json': swapped(`\uFEFF${rule}`),
  'latin1.json': Buffer.from(rule, 'latin1'),
  'utf32.json': Buffer.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0]),
  'packed.json': gzipSync(rule),
  'cut.json': '{\n  "if": {\n    "field": "type',
  'two.json': `${rule}\n${rule}`,
  'empty.json': '',
  'list.json': `[${rule}, 5, null, ${rule}]`,
  'page.json': `{"value": [${rule}]}`,
  'deep.json': `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  'huge/policy.json': rule.replace('{', '{ "policyRule": 1,'),
  'huge/other.json': '{ "data": [] }',
  'links/real.json': rule,
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-documents-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  for (const name of ['policy', 'other']) await truncate(join(folder, `huge/${name}.json`), 100_000_000);
  await mkdir(join(folder, 'empty'));
  await symlink('real.json', join(folder, 'links/alias.json'));
  await symlink('..', join(folder, 'links/above'));
  await symlink('.', join(folder, 'links/self'));
  await symlink('nowhere.json', join(folder, 'links/broken.json'));
  await symlink('round.json', join(folder, 'links/round.json'));
  await symlink('nowhere', join(folder, 'links/broken'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function found(...paths: readonly string[]): Promise<readonly PolicyDocument[]> {
  const documents: PolicyDocument[] = [];
  for await (const document of policyDocuments(paths, folder)) documents.push(document);
  return documents;
}

test('a place is told by its way from here, and by its whole path where that leads elsewhere', async () => {
  const placesFrom = async (cwd: string) => {
    const places: string[] = [];
    for await (const { file } of policyDocuments([join(folder, 'plain')], cwd)) places.push(file);
    return places;
  };
  expect(await placesFrom(folder)).toContain(join('plain', 'a.json'));
  expect(await placesFrom(join(folder, 'links'))).toContain(join(folder, 'plain', 'a.json'));
});

const told = (documents: readonly PolicyDocument[]) =>
  documents.map(
    (document) => `${document.file}: ${document.kind === 'unreadable' ? `${document.code}, ${document.message}` : document.kind}`,
  );

test('folders are read to the bottom in the order of names, without hidden files, packages and what is no JSON', async () => {
  expect(told(await found('plain'))).toEqual(['plain/a.json: definition', 'plain/b.JSONC: definition', 'plain/deep/d.json: other']);
});

test('an empty folder holds nothing', async () => {
  expect(await found('empty')).toEqual([]);
});

test.each(['mark.json', 'utf16le.json', 'utf16be.json'])('%s is the same text', async (file) => {
  expect(await found(file)).toMatchObject([{ kind: 'definition', text: rule }]);
  expect(await readJson(file, folder)).toEqual(JSON.parse(rule));
  expect(await definitionText(file, folder)).toBe(rule);
});

describe('what cannot be read is told with its place and what to do', () => {
  test.each([
    ['latin1.json', 'unreadable, it is no text in UTF-8 or UTF-16'],
    ['utf32.json', 'unreadable, it is no text in UTF-8 or UTF-16'],
    ['packed.json', 'unreadable, it is no text in UTF-8 or UTF-16'],
    ['cut.json', 'not-json, not JSON: line 3, column 14: a string is not closed'],
    ['two.json', 'not-json, not JSON: line 2, column 1: expected the end of the text'],
    ['empty.json', 'not-json, not JSON: line 1, column 1: the text ends too early'],
    ['huge/policy.json', 'too-large, the file has 100 MB, and a file of definitions has at most 33 MB'],
    ['huge/other.json', 'too-large, the file has 100 MB, and a file of definitions has at most 33 MB'],
  ])('%s', async (file, message) => {
    const documents = await found(file);
    expect(told(documents)).toEqual([`${file}: ${message}`]);
    expect(documents).toMatchObject([{ hint: expect.stringMatching(/\w/) }]);
  });

  test('a file that is no policy is left out of a folder however large it is', async () => {
    expect(told(await found('huge'))).toEqual([
      'huge/other.json: other',
      'huge/policy.json: too-large, the file has 100 MB, and a file of definitions has at most 33 MB',
    ]);
  });

  test('lists are taken apart, and what nests without end is some other file', async () => {
    expect(told(await found('list.json', 'page.json', 'deep.json'))).toEqual([
      'list.json[0]: definition',
      'list.json[3]: definition',
      'page.json[0]: definition',
      'deep.json: other',
    ]);
  });
});

test('links are followed once, and those that lead nowhere are told', async () => {
  const documents = told(await found('links'));
  expect(documents.filter((line) => line.startsWith('links/') && !line.startsWith('links/above/'))).toEqual([
    'links/alias.json: definition',
    'links/broken.json: unreadable, there is no such file or folder',
    'links/real.json: definition',
    'links/round.json: unreadable, its symbolic links lead in a circle',
  ]);
  // The folder above is another one, which holds this one again; the way ends there.
  expect(documents.filter((line) => line.includes('above/links/above/links'))).toEqual([]);
});

test('a folder and a file without permission', async () => {
  await mkdir(join(folder, 'locked/in'), { recursive: true });
  await writeFile(join(folder, 'locked/secret.json'), rule);
  await chmod(join(folder, 'locked/in'), 0);
  await chmod(join(folder, 'locked/secret.json'), 0);
  const documents = told(await found('locked'));
  const alone = told(await found('locked/in'));
  await chmod(join(folder, 'locked/in'), 0o700);
  // The superuser may read everything.
  const isRoot = process.getuid?.() === 0;
  const reason = 'unreadable, you may not use that path';
  expect(documents).toEqual(isRoot ? ['locked/secret.json: definition'] : [`locked/in: ${reason}`, `locked/secret.json: ${reason}`]);
  expect(alone).toEqual(isRoot ? [] : [`locked/in: ${reason}`]);
});

describe('files that options name', () => {
  test.each([
    ['a file that is not there', () => readJson('none.json', folder), 'none.json cannot be read: there is no such file or folder.'],
    ['a folder', () => readJson('plain', folder), 'plain cannot be read: it is a folder, not a file.'],
    ['another encoding', () => definitionText('latin1.json', folder), 'latin1.json cannot be read: it is no text in UTF-8 or UTF-16.'],
    ['broken JSON', () => readJson('cut.json', folder), 'cut.json is not JSON: line 3, column 14: a string is not closed.'],
    [
      'a definition of 100 MB',
      () => definitionText('huge/policy.json', folder),
      'huge/policy.json cannot be read: the file has 100 MB, and a file of definitions has at most 33 MB.',
    ],
  ])('%s', async (_, read, message) => {
    const error: unknown = await read().catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(OperationError);
    expect(error).toMatchObject({ message, hint: expect.stringMatching(/\w/) });
  });

  test('a path that was named and does not exist', async () => {
    await expect(found('none')).rejects.toThrow('none could not be read: there is no such file or folder.');
    await expect(found('links/round.json')).rejects.toThrow('links/round.json could not be read: its symbolic links lead in a circle.');
  });
});
