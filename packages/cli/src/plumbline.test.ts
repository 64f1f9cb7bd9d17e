// The program as a process: what only a process can show.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
let program: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-process-'));
  mkdirSync(join(folder, 'out'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', version: '9.8.7' }));
  const bundle = await rolldown({
    input: { plumbline: new URL('./plumbline.ts', import.meta.url).pathname },
    platform: 'node',
    resolve: { conditionNames: ['plumbline-source', 'node', 'import', 'default'] },
    logLevel: 'silent',
  });
  await bundle.write({ dir: join(folder, 'dist') });
  await bundle.close();
  program = join(folder, 'dist/plumbline.js');
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shell = (command: string) =>
  spawnSync('sh', ['-c', command], { encoding: 'utf8', env: { ...process.env, P: `${process.execPath} ${program}` } });

test('a pipe whose reader has left ends the program quietly', () => {
  const { stdout, stderr, status } = shell('{ $P recommendations --format json; echo "$?" >&2; } | head -c 1');
  expect({ stdout, stderr, status }).toEqual({ stdout: '[', stderr: '0\n', status: 0 });
});

test('a full disk behind standard output is told', () => {
  const { stderr, status } = shell('$P recommendations > /dev/full');
  expect(status).toBe(2);
  expect(stderr).toMatch(/could not be written to standard output: the disk is full/);
});

test('the version is that of the package it is shipped in', () => {
  expect(shell('$P --version').stdout).toBe('9.8.7\n');
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s ends with %i and leaves nothing behind', async (signal, expected) => {
  const child = spawn(process.execPath, [program, 'scan', '-', '-o', join(folder, 'out/score.txt')], { stdio: ['pipe', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += String(text);
  });
  // Reading has begun when it has taken more than a pipe holds.
  await new Promise((resolve) => child.stdin.write(`[${'{"id":"/subscriptions/1"},'.repeat(100_000)}`, resolve));
  child.kill(signal);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  expect({ code, stderr, files: readdirSync(join(folder, 'out')) }).toEqual({ code: expected, stderr: 'Interrupted.\n', files: [] });
});

const whyNoPipe = process.platform === 'win32' ? ' (left out: files that are pipes are not known there)' : '';
test.skipIf(whyNoPipe !== '')(`a second Ctrl-C ends what waits for a reader that never comes${whyNoPipe}`, async () => {
  shell(`mkfifo '${join(folder, 'pipe')}'`);
  const child = spawn(process.execPath, [program, 'recommendations', '-o', join(folder, 'pipe')], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal)));
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  child.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(child.exitCode ?? child.signalCode).toBeNull();
  child.kill('SIGINT');
  expect(await ended).toBe('SIGINT');
});

test('help is there at once: little later than node itself', () => {
  const quickest = (args: readonly string[]) =>
    Math.min(
      ...Array.from({ length: 7 }, () => {
        const start = performance.now();
        spawnSync(process.execPath, [...args]);
        return performance.now() - start;
      }),
    );
  const own = quickest([program, '--help']) - quickest(['-e', '0']);
  expect(own).toBeLessThan(100);
});
