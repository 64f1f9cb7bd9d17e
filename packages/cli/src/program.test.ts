import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from './program.ts';
import { type FakeTerminal, fakeTerminal } from './terminal.fixture.ts';

const subscription = '6f1c2d34-58a0-4b7e-9c11-0d2e3f405162';
const account = (name: string, isSecure: boolean) => ({
  id: `/subscriptions/${subscription}/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/${name}`,
  type: 'Microsoft.Storage/storageAccounts',
  name,
  properties: { supportsHttpsTrafficOnly: isSecure, networkAcls: { defaultAction: 'Deny' } },
});

let folder: string;
let good: string;
let partial: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-cli-'));
  good = join(folder, 'estate.json');
  writeFileSync(good, JSON.stringify([account('a', true), account('b', false), account('c', false)]));
  partial = join(folder, 'partial.ndjson');
  writeFileSync(partial, `${JSON.stringify(account('a', true))}\n{"id": \n${JSON.stringify(account('b', false))}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function ran(args: readonly string[], terminal: FakeTerminal = fakeTerminal()) {
  const exitCode = await run(args, terminal);
  return { exitCode, ...terminal.written };
}

describe('exit codes', () => {
  test.each([
    ['scored', () => ['scan', good], 0],
    ['a gate that passes', () => ['scan', good, '--fail-under', '40%'], 0],
    ['a score under the gate', () => ['scan', good, '--fail-under', '99%'], 1],
    ['an unhealthy one of that severity', () => ['scan', good, '--fail-on', 'high'], 1],
    ['no input named', () => ['scan'], 2],
    ['no such file', () => ['scan', join(folder, 'none.json')], 2],
    ['an unknown option', () => ['scan', good, '--colour'], 2],
    ['an unknown command', () => ['scna', good], 2],
    ['an unknown format', () => ['scan', good, '--format', 'pdf'], 2],
    ['a time that is none', () => ['scan', good, '--at', '2026-02-30'], 2],
    ['a scope that holds nothing', () => ['scan', good, '--scope', 'nowhere'], 2],
    ['a catalogue that is not there', () => ['scan', good, '--catalogue', join(folder, 'none.yaml')], 2],
    ['an output that cannot be', () => ['scan', good, '-o', join(folder, 'no', 'score.json')], 2],
    ['a part that cannot be read', () => ['scan', partial], 3],
    ['a part that cannot be read, allowed', () => ['scan', partial, '--allow-partial'], 0],
    ['a failed gate on a part', () => ['scan', partial, '--fail-under', '100%', '--allow-partial'], 1],
    ['an unknown recommendation', () => ['show', 'storage'], 2],
    ['one recommendation', () => ['show', 'storage-secure-transfer', good], 0],
    ['the catalogue', () => ['recommendations'], 0],
    ['help', () => ['--help'], 0],
    ['nothing asked', () => [], 2],
  ] as const)('%s', async (_name, args, exitCode) => {
    expect((await ran(args())).exitCode).toBe(exitCode);
  });
});

describe('messages say what, what was expected, and what to do', () => {
  test.each([
    ['no input', () => ['scan'], /nothing to scan\. Expected files.*\nSuch as: plumbline scan export\//],
    ['a wrong time', () => ['scan', good, '--at', 'noon'], /--at.*'noon' is invalid\. Expected a time in ISO 8601/],
    ['a wrong gate', () => ['scan', good, '--fail-under', 'half'], /--fail-under half: expected points or a percentage\.\nSuch as/],
    ['a near miss', () => ['show', 'secure-transfer'], /no recommendation secure-transfer\.\nDid you mean .*storage-secure-transfer/],
    [
      'a missing folder',
      () => ['scan', good, '-o', join(folder, 'no', 'x')],
      /could not be written to .*: there is no such file or folder\. .*\nCheck/,
    ],
    ['a folder as output', () => ['scan', good, '-o', folder], /it is a folder, not a file/],
    ['an unknown command', () => ['scna'], /unknown command 'scna'\n\(Did you mean scan\?\)\nSee plumbline --help\./],
    ['a missing input', () => ['scan', join(folder, 'none.json')], /Nothing in the input could be read\.\n.*none\.json/s],
  ] as const)('%s', async (_name, args, message) => {
    const { err, out } = await ran(args());
    expect(err).toMatch(message);
    expect(out).toBe('');
  });
});

test.each(['text', 'json', 'ndjson', 'csv', 'markdown', 'html', 'sarif'])('two runs give the same bytes: %s', async (format) => {
  const args = ['scan', good, '--format', format, '--at', '2026-11-24'];
  const first = await ran(args);
  expect(first).toMatchObject({ exitCode: 0, err: '' });
  expect(first.out.length).toBeGreaterThan(100);
  expect(await ran(args, fakeTerminal({ now: () => new Date('2030-01-01') }))).toEqual(first);
});

test('the score of three accounts of which one is secure', async () => {
  const { out } = await ran(['scan', good, '--format', 'json']);
  const report = JSON.parse(out);
  const secure = report.recommendations.find((one: { name: string }) => one.name === 'storage-secure-transfer');
  expect(secure).toMatchObject({ healthy: 1, unhealthy: 2, score: { current: 20 / 3, max: 20 } });
  expect(report.generatedAt).toBe('2026-11-24T02:18:00.000Z');
});

test('standard input', async () => {
  const { exitCode, out } = await ran(['scan', '-', '--format', 'ndjson'], fakeTerminal({ input: readFileSync(good, 'utf8') }));
  expect(exitCode).toBe(0);
  expect(out.split('\n').map((line) => line && JSON.parse(line).status)).toContain('Unhealthy');
});

test('-o writes the file, says so, and leaves nothing beside it', async () => {
  const output = mkdtempSync(join(folder, 'out-'));
  const { exitCode, out, err } = await ran(['scan', good, '--format', 'json', '-o', join(output, 'score.json')]);
  expect({ exitCode, out }).toEqual({ exitCode: 0, out: '' });
  expect(err).toMatch(/^Score \d+ of \d+ \(\d+%\)\. Written to .*score\.json\.\n$/);
  expect(readdirSync(output)).toEqual(['score.json']);
  expect((await ran(['scan', good, '--format', 'json', '-o', join(output, 'score.json'), '--quiet'])).err).toBe('');
});

test('show tells the reason and the command with the real id', async () => {
  const { out } = await ran(['show', 'Storage-Secure-Transfer', good]);
  expect(out).toContain('Unhealthy: 2');
  expect(out).toContain(account('b', false).id);
  const { resources, impact } = JSON.parse((await ran(['show', 'storage-secure-transfer', good, '--format', 'json'])).out);
  expect(impact).toBeCloseTo(40 / 3, 12);
  expect(resources.map((one: { status: string }) => one.status)).toEqual(['Unhealthy', 'Unhealthy', 'Healthy']);
});

test('show without inputs tells what the catalogue says, in every format', async () => {
  for (const format of ['text', 'json', 'markdown']) {
    const { exitCode, out } = await ran(['show', 'storage-secure-transfer', '--format', format]);
    expect({ exitCode, hasTitle: out.includes('Secure transfer to storage accounts should be enabled') }).toEqual({
      exitCode: 0,
      hasTitle: true,
    });
  }
});

test('the catalogue as JSON has the documented keys', async () => {
  const list = JSON.parse((await ran(['recommendations', '--format', 'json'])).out);
  expect(list).toHaveLength(92);
  for (const one of list) {
    expect(Object.keys(one)).toEqual([
      'key',
      'name',
      'displayName',
      'category',
      'severity',
      'kind',
      'threats',
      'points',
      'controls',
      'needs',
    ]);
    expect(Object.keys(one.points)).toEqual(['2019-01', '2019-11']);
  }
});

test('the catalogue as text sorts by the points of the edition', async () => {
  const points = async (edition: string) => {
    const { out } = await ran(['recommendations', '--edition', edition]);
    return out
      .split('\n')
      .slice(1)
      .flatMap((line) => /^ *(\d+|-) {2}/.exec(line)?.[1] ?? [])
      .map((text) => (text === '-' ? 0 : Number(text)));
  };
  for (const edition of ['2019-01', '2019-11']) {
    const listed = await points(edition);
    expect(listed).toHaveLength(92);
    expect(listed).toEqual(listed.toSorted((a, b) => b - a));
  }
});

describe('interruption', () => {
  const aborted = AbortSignal.abort();

  test('a scan that was stopped ends with 130 and writes nothing', async () => {
    const output = mkdtempSync(join(folder, 'out-'));
    const { exitCode, out } = await ran(['scan', good, '-o', join(output, 'x')], fakeTerminal({ signal: aborted }));
    expect({ exitCode, out, files: readdirSync(output) }).toEqual({ exitCode: 130, out: '', files: [] });
  });
});

test('a pipe that nobody reads any more ends quietly', async () => {
  const closed = { isTTY: false, columns: undefined, write: async () => false };
  expect(await ran(['recommendations'], fakeTerminal({ stdout: closed }))).toEqual({ exitCode: 0, out: '', err: '' });
});

test('standard output on a full disk is told', async () => {
  const full = { isTTY: false, columns: undefined, write: () => Promise.reject(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })) };
  const { exitCode, err } = await ran(['recommendations'], fakeTerminal({ stdout: full }));
  expect(exitCode).toBe(2);
  expect(err).toMatch(/could not be written to standard output: the disk is full\./);
});

describe('help', () => {
  test.each([[['--help']], [['scan', '--help']], [['show', '--help']], [['recommendations', '--help']], [['help', 'scan']]])(
    '%s fits 80 columns',
    async (args) => {
      const { out, exitCode } = await ran(args);
      expect(exitCode).toBe(0);
      for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    },
  );

  test('every option of scan that the documentation names is there', async () => {
    const { out } = await ran(['scan', '--help']);
    const documented = readFileSync(new URL('../../../docs/cli.md', import.meta.url), 'utf8');
    const section = /^## plumbline scan$([\s\S]*?)^## /m.exec(documented)?.[1] ?? '';
    const named = [...section.matchAll(/^\| `(?:-\w, )?(--[a-z-]+)/gm)].map((match) => match[1]);
    const offered = [...out.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map((match) => match[1]);
    expect(named.toSorted()).toEqual(offered.filter((option) => option !== '--help').toSorted());
  });
});
