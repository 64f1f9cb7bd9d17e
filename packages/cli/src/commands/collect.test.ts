import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInputs } from '@plumbline/inventory/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { estateOf, tenant } from '../../../collect/src/stand-in/estate.fixture.ts';
import { type StandIn, standIn } from '../../../collect/src/stand-in/stand-in.fixture.ts';
import { run } from '../program.ts';
import { fakeTerminal } from '../terminal.fixture.ts';
import { durationText } from './collect.ts';

let folder: string;
let azure: StandIn;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-collect-command-'));
  const resources = [];
  for await (const batch of openInputs([new URL('../../../../examples/estate', import.meta.url).pathname]).entries())
    resources.push(...batch.map(({ resource }) => resource));
  azure = await standIn({
    estate: estateOf(resources),
    fault: ({ path }) => (path === '/v1.0/users' ? { kind: 'status', status: 403, code: 'Authorization_RequestDenied' } : undefined),
  });
  writeFileSync(join(folder, 'ca.pem'), azure.ca);
  writeFileSync(join(folder, 'none.json'), '{}');
}, 60_000);
afterAll(async () => {
  await azure.close();
  rmSync(folder, { recursive: true, force: true });
});

const env = { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: 'collector', AZURE_CLIENT_SECRET: 'right' };

function terminalWith(secret: string) {
  return fakeTerminal({ cwd: folder, env: { ...env, AZURE_CLIENT_SECRET: secret } });
}

function to(azureLike: StandIn): readonly string[] {
  const { resourceManager, graph = '', authority = '' } = azureLike.endpoints;
  return ['--endpoint', resourceManager, '--graph-endpoint', graph, '--authority', authority, '--ca', 'ca.pem'];
}

test('collect, then scan: what was refused is told by both, and not judged', async () => {
  const collecting = terminalWith('right');
  expect(await run(['collect', '--out', 'export', ...to(azure)], collecting)).toBe(3);
  expect(collecting.written.err).toMatch(/^\d+ things of 3 subscriptions collected into export/);
  expect(collecting.written.err).toContain('Not readable: microsoft.graph/users in 1 place (403 Authorization_RequestDenied).');
  const scanning = terminalWith('right');
  expect(await run(['scan', 'export', '--format', 'json', '--at', '2026-11-24T02:18Z'], scanning)).toBe(0);
  const { coverage, score } = JSON.parse(scanning.written.out) as {
    readonly score: { readonly current: number };
    readonly coverage: {
      readonly notPermitted: readonly object[];
      readonly notCollected: readonly { readonly needs: string; readonly why?: string }[];
    };
  };
  expect(score.current).toBeGreaterThan(0);
  expect(coverage.notPermitted).toContainEqual({ type: 'microsoft.graph/users', status: 403, reason: 'Authorization_RequestDenied' });
  const users = coverage.notCollected.filter(({ needs }) => needs === 'microsoft.graph/users');
  expect(users.length).toBeGreaterThan(0);
  expect(users.filter(({ why }) => why !== 'no permission')).toEqual([]);
  const reading = terminalWith('right');
  await run(['scan', 'export', '--at', '2026-11-24T02:18Z'], reading);
  expect(reading.written.out.replaceAll(/\s+/g, ' ')).toContain(
    'no permission: give the collector Directory.Read.All (microsoft.graph/users) and collect again',
  );
});

test('the plan is printed and nothing is written', async () => {
  const terminal = terminalWith('right');
  const before = readdirSync(folder);
  expect(await run(['collect', '--plan', ...to(azure)], terminal)).toBe(0);
  expect(terminal.written.out).toContain('GET {id}/providers/Microsoft.Insights/diagnosticSettings?api-version=2021-05-01-preview');
  expect(terminal.written.out).toMatch(/requests for 3 subscriptions.*\nUnder the documented limits they take at least \d+ s\.\n$/);
  expect(readdirSync(folder)).toEqual(before);
});

test.each<readonly [string, readonly string[], string, RegExp]>([
  ['no folder', [], 'right', /Expected --out FOLDER, or --plan/],
  ['an endpoint without https', ['--out', 'x', '--endpoint', 'http://localhost'], 'right', /Expected an address with https/],
  ['a wrong secret', ['--out', 'x'], 'wrong', /Signing in .* failed: .*The secret is wrong/],
  [
    'a subscription that is not there',
    ['--out', 'x', '--subscription', '/subscriptions/99999999-9999-4999-8999-99999999999A'],
    'right',
    /None of the selected subscriptions may be read: 99999999-9999-4999-8999-99999999999a\./,
  ],
  ['a subscription by its name', ['--out', 'x', '--subscription', 'production'], 'right', /Expected the GUID of a subscription/],
  ['a file of certificates without any', ['--out', 'x', '--ca', 'none.json'], 'right', /The file none\.json of --ca holds no certificate/],
  ['a missing file of certificates', ['--out', 'x', '--ca', 'none.pem'], 'right', /none\.pem cannot be read: there is no such file/],
])('%s is told', async (_name, args, secret, message) => {
  const terminal = terminalWith(secret);
  const isOwn = args.includes('--endpoint') || args.includes('--ca') || args.length === 0;
  expect(await run(['collect', ...args, ...(isOwn ? [] : to(azure))], terminal)).toBe(2);
  expect(terminal.written.err).toMatch(message);
});

test.each([
  [0, '1 s'],
  [7000, '7 s'],
  [390_000, '7 min'],
  [7_800_000, '2 h 10 min'],
])('%i ms are %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});
