import { chmodSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeToFile } from './output.ts';
import { systemReason } from './problems.ts';
import { fakeTerminal } from './terminal.fixture.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-output-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const terminal = fakeTerminal();

test('a file that appears is complete', async () => {
  const pieces = Array.from({ length: 5000 }, (_, at) => `line ${at}\n`);
  await writeToFile(pieces, join(folder, 'x'), terminal);
  expect(readFileSync(join(folder, 'x'), 'utf8')).toBe(pieces.join(''));
});

test('a relative name starts from the working directory', async () => {
  await writeToFile(['1'], 'x', fakeTerminal({ cwd: folder }));
  expect(readdirSync(folder)).toEqual(['x']);
});

test('when writing fails half way, the old file stays and nothing is left beside it', async () => {
  writeFileSync(join(folder, 'x'), 'old');
  const failing = function* () {
    yield 'x'.repeat(200_000);
    throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
  };
  await expect(writeToFile(failing(), join(folder, 'x'), terminal)).rejects.toThrow(/the disk is full\. Nothing was left half written\./);
  expect(readdirSync(folder)).toEqual(['x']);
  expect(readFileSync(join(folder, 'x'), 'utf8')).toBe('old');
});

test('a process that is ended at once in the middle leaves nothing beside it', async () => {
  const before = process.listeners('exit');
  const ended = function* () {
    yield 'x'.repeat(200_000);
    expect(readdirSync(folder)).toHaveLength(1);
    for (const listener of process.listeners('exit')) if (!before.includes(listener)) listener(130);
    expect(readdirSync(folder)).toEqual([]);
    throw new Error('ended');
  };
  await expect(writeToFile(ended(), join(folder, 'x'), terminal)).rejects.toThrow('ended');
  expect(process.listeners('exit')).toEqual(before);
});

test('a name that is empty is refused', async () => {
  await expect(writeToFile(['x'], '', terminal)).rejects.toThrow('--output has no name');
});

test('after Ctrl-C the old file stays', async () => {
  writeFileSync(join(folder, 'x'), 'old');
  await expect(writeToFile(['new'], join(folder, 'x'), fakeTerminal({ signal: AbortSignal.abort() }))).rejects.toThrow('Interrupted');
  expect(readdirSync(folder)).toEqual(['x']);
  expect(readFileSync(join(folder, 'x'), 'utf8')).toBe('old');
});

test('a link stays a link, and permissions stay', async () => {
  writeFileSync(join(folder, 'real'), 'old');
  chmodSync(join(folder, 'real'), 0o640);
  symlinkSync('real', join(folder, 'link'));
  await writeToFile(['new'], join(folder, 'link'), terminal);
  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('new');
  expect(statSync(join(folder, 'real')).mode & 0o777).toBe(0o640);
});

test('a device is written directly, and a full one is told', async () => {
  await writeToFile(['x'], '/dev/null', terminal);
  expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  await expect(writeToFile(['x'], '/dev/full', terminal)).rejects.toThrow(/\/dev\/full: the disk is full/);
});

test.each(['ENOSPC', 'EROFS', 'EACCES', 'ENOENT', 'EISDIR', 'EDQUOT', 'ENOTDIR'])('%s has a reason and a hint in words', (code) => {
  const { reason, hint } = systemReason(Object.assign(new Error(code), { code }), 'write');
  expect(reason).not.toContain(code);
  expect(hint).toMatch(/\.$/);
});
