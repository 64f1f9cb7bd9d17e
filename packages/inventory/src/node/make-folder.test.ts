import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder } from './make-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-make-folder-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('folders that are missing are made, and one that is there stays', () => {
  const deep = join(folder, 'a/b/c');
  makeFolder(deep);
  makeFolder(deep);
  expect(statSync(deep).isDirectory()).toBe(true);
});

test('a file in the way is told', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => makeFolder(join(folder, 'file'))).toThrow(/it is a file, not a folder/);
  expect(() => makeFolder(join(folder, 'file/a'))).toThrow(/ENOTDIR/);
});

test.runIf(process.platform === 'linux')('where nothing can be made, that is told at once', () => {
  expect(() => makeFolder('/proc/plumbline')).toThrow(/ENOENT/);
  expect(() => makeFolder('/proc/plumbline/data')).toThrow(/ENOENT/);
});
