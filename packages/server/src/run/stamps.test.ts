import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { differences, stampsOf } from './stamps.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-stamps-'));
  mkdirSync(join(folder, 'deep/er'), { recursive: true });
  writeFileSync(join(folder, 'a.json'), '1');
  writeFileSync(join(folder, 'deep/er/b.json'), '1');
  writeFileSync(join(folder, '.hidden'), '1');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('files of folders are found, however deep, and hidden ones are not', async () => {
  expect([...(await stampsOf([folder])).keys()]).toEqual([join(folder, 'a.json'), join(folder, 'deep/er/b.json')]);
});

test.each([
  ['a file', () => join(folder, 'a.json'), 1],
  ['a pattern', () => join(folder, '*.json'), 2],
  ['a pattern deeper', () => join(folder, 'deep/**/*.json'), 1],
  ['standard input', () => '-', 0],
  ['nothing that exists', () => join(folder, 'none'), 0],
])('%s', async (_name, input, count) => {
  expect((await stampsOf([input()])).size).toBe(count);
});

test('what is new, changed and gone', async () => {
  const before = await stampsOf([folder]);
  writeFileSync(join(folder, 'a.json'), '12');
  writeFileSync(join(folder, 'c.json'), '1');
  rmSync(join(folder, 'deep/er/b.json'));
  const { changed, gone } = differences(before, await stampsOf([folder]));
  expect({ changed, gone }).toEqual({ changed: [join(folder, 'a.json'), join(folder, 'c.json')], gone: [join(folder, 'deep/er/b.json')] });
});
