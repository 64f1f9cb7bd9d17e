import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClientSecretCredential } from '@azure/identity';
import { assess, reportOf } from '@plumbline/assess';
import { loadCatalogue } from '@plumbline/catalogue';
import type { Entry } from '@plumbline/inventory';
import { openInputs } from '@plumbline/inventory/node';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Clock, systemClock } from './clock.ts';
import { type CollectOptions, type CollectResult, collect } from './collect.ts';
import type { JsonMap } from './json.ts';
import { requestPlan } from './request-plan.ts';
import { estateOf, subscriptionId, tenant } from './stand-in/estate.fixture.ts';
import { linesIn, tree, vault } from './stand-in/playing.fixture.ts';
import { type Estate, type Fault, type StandIn, type StandInOptions, standIn } from './stand-in/stand-in.fixture.ts';

const { catalogue } = loadCatalogue();
const now = '2026-11-24T02:18:00.000Z';
/** Time that goes a hundred times as fast. */
const begun = Date.now();
const hasty: Clock = {
  now: () => begun + (Date.now() - begun) * 100,
  random: () => 0.5,
  sleep: (ms, signal) => systemClock.sleep(ms / 100, signal),
};
const example = new URL('../../../examples/estate', import.meta.url).pathname;

let folder: string;
let azure: StandIn | undefined;
let exampleEntries: readonly Entry[];
let exampleEstate: Estate;
let whole: { readonly lines: readonly string[]; readonly requests: number; readonly statuses: ReadonlyMap<string, string> };
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-collect-'));
  exampleEntries = await entriesOf([example]);
  exampleEstate = estateOf(
    exampleEntries.map(({ resource }) => resource),
    tree,
  );
  const out = outFolder();
  const { requests } = await run(await play(exampleEstate), out);
  whole = { lines: linesIn(out), requests, statuses: await statusesIn(out) };
  await azure?.close();
}, 60_000);
afterEach(async () => {
  await azure?.close();
  azure = undefined;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function entriesOf(paths: readonly string[]): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for await (const batch of openInputs(paths).entries()) entries.push(...batch);
  return entries;
}

async function play(estate: Estate, options: Partial<StandInOptions> = {}): Promise<StandIn> {
  azure = await standIn({ estate, ...options });
  return azure;
}

let outs = 0;
function outFolder(): string {
  outs += 1;
  return join(folder, `export-${outs}`);
}

function optionsFor({ endpoints, ca }: StandIn, out: string, changes: Partial<CollectOptions> = {}): CollectOptions {
  return {
    out,
    catalogue,
    endpoints,
    ca: [ca],
    managementGroups: [],
    subscriptions: [],
    // The real library, as in the command.
    credential: () =>
      Promise.resolve(
        new ClientSecretCredential(tenant, 'collector', 'right', {
          authorityHost: endpoints.authority ?? '',
          disableInstanceDiscovery: true,
          tlsOptions: { ca },
        }),
      ),
    ...changes,
  };
}

function run(played: StandIn, out: string, changes: Partial<CollectOptions> = {}): Promise<CollectResult> {
  return collect(optionsFor(played, out, changes));
}

interface ReadManifest {
  readonly collected: readonly { readonly type: string; readonly subscription?: string }[];
  readonly refused: readonly { readonly type: string; readonly scope?: string; readonly status?: number; readonly reason: string }[];
  readonly asked: readonly {
    readonly what: string;
    readonly rows: number;
    readonly totalRecords?: number;
    readonly requests: number;
    readonly requestIds: readonly string[];
  }[];
  readonly files: readonly string[];
  readonly differences: readonly unknown[];
  readonly redacted: Readonly<Record<string, number>>;
}

function manifestIn(out: string): ReadManifest {
  return JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as ReadManifest;
}

/** Every assessment of an export that was decided, by recommendation and resource. */
async function statusesIn(out: string): Promise<ReadonlyMap<string, string>> {
  const reading = openInputs([out]);
  const result = await assess(reading.entries(), { catalogue, now, collected: () => reading.account().collected });
  const decided = Array.from(result.assessments()).filter(({ status }) => status === 'Healthy' || status === 'Unhealthy');
  return new Map(decided.map(({ recommendation, resource, status }) => [`${recommendation} ${resource.toLowerCase()}`, status]));
}

async function* inBatches(entries: readonly Entry[]): AsyncGenerator<readonly Entry[]> {
  yield entries;
}

async function scoreOfExport(out: string) {
  const reading = openInputs([out]);
  const result = await assess(reading.entries(), { catalogue, now, collected: () => reading.account().collected });
  expect(reading.account().problems).toEqual([]);
  return reportOf(result, { model: 'classic', aggregate: 'weighted', rounding: 'exact' });
}

async function scoreOf(entries: readonly Entry[], collected: ReadManifest['collected']) {
  const result = await assess(inBatches(entries), { catalogue, now, collected: () => collected });
  return reportOf(result, { model: 'classic', aggregate: 'weighted', rounding: 'exact' });
}

/** By name, since the order is that of the impact. */
function countsOf(report: Awaited<ReturnType<typeof scoreOf>>) {
  const counts = report.recommendations.map(
    ({ name, healthy, unhealthy, notAssessed }) => [name, { healthy, unhealthy, notAssessed }] as const,
  );
  return Object.fromEntries(counts);
}

describe('an estate in, the same score out', () => {
  test('the example estate scores from its export as it does by itself', async () => {
    const out = outFolder();
    const played = await play(exampleEstate);
    const result = await run(played, out);
    const own = await scoreOf(exampleEntries, manifestIn(out).collected);
    const exported = await scoreOfExport(out);
    expect(countsOf(exported)).toEqual(countsOf(own));
    expect(exported.score).toEqual(own.score);
    expect(own.score?.current).toBeGreaterThan(0);
    expect(result.refused).toEqual([]);
    expect(result.requests).toBe(played.seen.length);
  });

  test('the manifest tells every request, and totals that hold', async () => {
    const out = outFolder();
    const played = await play(exampleEstate);
    const { requests } = await run(played, out);
    const { asked, files, differences } = manifestIn(out);
    // The list of subscriptions is asked for before there is a folder.
    expect(asked.reduce((sum, one) => sum + one.requestIds.length, 0)).toBeGreaterThanOrEqual(requests - 2);
    for (const one of asked) expect(one.totalRecords ?? one.rows).toBe(one.rows);
    expect(files).toEqual(
      readdirSync(out)
        .filter((file) => file.endsWith('.gz'))
        .sort((a, b) => (a < b ? -1 : 1)),
    );
    expect(differences).toEqual([]);
  });

  test('only what rules look at is asked for', async () => {
    const played = await play(exampleEstate);
    await run(played, outFolder());
    const asked = played.seen.map(({ path }) => path);
    const withLogs = asked.filter((path) => path.endsWith('/diagnosticsettings'));
    expect(withLogs.length).toBeGreaterThan(0);
    expect(withLogs.filter((path) => path.includes('/microsoft.network/networkinterfaces/'))).toEqual([]);
    expect(asked.filter((path) => path.endsWith('/pricings'))).toEqual([]);
    expect(played.seen.find(({ path }) => path === '/v1.0/users')?.query).toContain(
      '$select=id,displayName,userPrincipalName,userType,accountEnabled',
    );
  });
});

const passing: readonly (readonly [string, Fault])[] = [
  ['429 with a time', { kind: 'status', status: 429, headers: { 'retry-after': '2' } }],
  ['429 without one', { kind: 'status', status: 429 }],
  ['500', { kind: 'status', status: 500 }],
  ['503 with a date', { kind: 'status', status: 503, headers: { 'retry-after': new Date(Date.now() + 1000).toUTCString() } }],
  ['an answer that breaks off', { kind: 'truncated' }],
  ['a connection that breaks', { kind: 'reset' }],
  ['an answer that ends too early', { kind: 'text', text: '{"value":[{"id"' }],
];

describe('what passes is tried again', () => {
  test.each(passing)('%s', async (_name, fault) => {
    let met = 0;
    const played = await play(exampleEstate, {
      fault: ({ path }, count) => {
        const isMet = count === 1 && (path.length % 3 === 0 || path.includes('resourcegraph'));
        if (isMet) met += 1;
        return isMet ? fault : undefined;
      },
    });
    const out = outFolder();
    await run(played, out, { clock: hasty });
    expect(met).toBeGreaterThan(5);
    expect(linesIn(out)).toEqual(whole.lines);
  });

  test('an answer that does not come', async () => {
    const played = await play(exampleEstate, {
      fault: ({ path }, count) => (path === '/v1.0/users' && count === 1 ? { kind: 'slow', ms: 5000 } : undefined),
    });
    const out = outFolder();
    await run(played, out, { clock: hasty, patienceMs: 1500 });
    expect(linesIn(out)).toEqual(whole.lines);
  });
});

describe('signing in', () => {
  test('tokens that end are renewed before they do', async () => {
    // The first answer, which all others wait for, comes after half of the token's life, however fast the machine is.
    const played = await play(exampleEstate, {
      tokenSeconds: 6,
      fault: ({ path }, count) => (path === '/subscriptions' && count === 1 ? { kind: 'slow', ms: 3500 } : undefined),
    });
    const out = outFolder();
    await run(played, out);
    expect(played.tokens.length).toBeGreaterThan(1);
    expect(played.seen.filter(({ status }) => status === 401)).toEqual([]);
    expect(linesIn(out)).toEqual(whole.lines);
  });

  test('tokens that are revoked are replaced', async () => {
    const played = await play(exampleEstate, {
      fault: ({ path }, count) => {
        if (path === '/v1.0/users' && count === 1) played.revoke();
        return undefined;
      },
    });
    const out = outFolder();
    await run(played, out);
    expect(played.tokens.length).toBeGreaterThan(1);
    expect(linesIn(out)).toEqual(whole.lines);
  });

  test('a claims challenge is met with a token that has the claims', async () => {
    const played = await play(exampleEstate, { claims: '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}' });
    const out = outFolder();
    await run(played, out);
    expect(played.tokens.at(-1)).toContain('nbf');
    expect(linesIn(out)).toEqual(whole.lines);
  });

  test('a wrong secret is told as such', async () => {
    const played = await play(exampleEstate);
    const { endpoints, ca } = played;
    const credential = () =>
      Promise.resolve(
        new ClientSecretCredential(tenant, 'collector', 'wrong', {
          authorityHost: endpoints.authority ?? '',
          disableInstanceDiscovery: true,
          tlsOptions: { ca },
        }),
      );
    await expect(run(played, outFolder(), { credential })).rejects.toMatchObject({
      code: 'sign-in-failed',
      message: expect.stringContaining('The secret is wrong.') as string,
    });
  });
});

describe('quotas', () => {
  test('are obeyed before Resource Graph has to refuse', async () => {
    const resources = Array.from({ length: 60 }, (_, index) => vault(index));
    const played = await play(estateOf(resources, tree), { quota: { queries: 3, windowMs: 1100 }, pageRows: 6 });
    const out = outFolder();
    await run(played, out, { catalogue: withOnly('key-vault') });
    const statuses = played.seen.filter(({ path }) => path.includes('resourcegraph')).map(({ status }) => status);
    expect(statuses.length).toBeGreaterThan(10);
    expect(statuses.filter((status) => status === 429)).toEqual([]);
  });

  test('of one host are not asked beyond what it takes at once', async () => {
    const played = await play(exampleEstate, { fault: () => ({ kind: 'slow', ms: 5 }) });
    await run(played, outFolder());
    expect(played.most.atOnce).toBeLessThanOrEqual(3 + 8 + 4);
  });
});

describe('what is refused', () => {
  test('is told with what it leaves out, and nothing else changes', async () => {
    const vaults = exampleEntries.filter(({ type }) => type === 'microsoft.keyvault/vaults').map(({ key }) => key);
    const [first = ''] = vaults;
    const played = await play(exampleEstate, {
      fault: ({ path }) =>
        path.startsWith(`${first}/providers/microsoft.insights/`)
          ? { kind: 'status', status: 403, code: 'AuthorizationFailed' }
          : undefined,
    });
    const out = outFolder();
    const result = await run(played, out);
    expect(vaults.length).toBeGreaterThan(1);
    expect(result.refused).toEqual([
      {
        type: 'microsoft.insights/diagnosticsettings',
        scope: expect.stringMatching(new RegExp(`^${first}$`, 'i')) as string,
        status: 403,
        reason: 'AuthorizationFailed',
      },
    ]);
    const reading = openInputs([out]);
    const assessed = await assess(reading.entries(), { catalogue, now, collected: () => reading.account().collected });
    const report = reportOf(assessed, {
      model: 'classic',
      aggregate: 'weighted',
      rounding: 'exact',
      reading: { ...reading.account(), files: 1 },
    });
    expect(report.coverage.notCollected).toContainEqual({
      recommendation: keyOf('key-vault-diagnostic-logs'),
      subscription: first.split('/')[2],
      needs: 'microsoft.insights/diagnosticsettings',
      resources: 1,
      why: 'no permission',
    });
    const left = [...whole.statuses].filter(([name]) => name !== `${keyOf('key-vault-diagnostic-logs')} ${first}`);
    expect(await statusesIn(out)).toEqual(new Map(left));
  });

  test.each([1, 2, 3, 4])('decides nothing: what is still judged is judged as before (%i)', async (seed) => {
    const played = await play(exampleEstate, {
      fault: ({ path, method, body }) => {
        const text = `${seed} ${path} ${method} ${JSON.stringify(body)}`;
        const isRefused =
          path !== '/subscriptions' &&
          Array.from(text).reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 1009, 7) % 4 === 0;
        return isRefused ? { kind: 'status', status: 403, code: 'AuthorizationFailed' } : undefined;
      },
    });
    const out = outFolder();
    const { refused } = await run(played, out);
    expect(refused.length).toBeGreaterThan(5);
    const statuses = await statusesIn(out);
    for (const [name, status] of statuses) expect(`${name} ${whole.statuses.get(name)}`).toBe(`${name} ${status}`);
  });

  test('what Resource Graph leaves out in silence is found by asking what may be read', async () => {
    const [{ id } = { id: '' }] = exampleEstate.subscriptions;
    const paths = new Map(exampleEstate.paths);
    paths.set(`/subscriptions/${id}/providers/microsoft.authorization/permissions`, {
      value: [{ actions: ['*/read'], notActions: ['Microsoft.Network/networkInterfaces/*'] }],
    });
    const out = outFolder();
    const { refused } = await run(await play({ ...exampleEstate, paths }), out);
    expect(refused).toEqual([
      { type: 'microsoft.network/networkinterfaces', scope: `/subscriptions/${id}`, status: 403, reason: 'NoReadPermission' },
    ]);
    expect(manifestIn(out).collected).not.toContainEqual({ type: 'microsoft.network/networkinterfaces', subscription: id });
  });

  test('a subscription of the tree that may not be seen is named', async () => {
    const hidden = subscriptionId(77);
    const child = { id: `/subscriptions/${hidden}`, type: '/subscriptions', name: hidden, displayName: 'Hidden' };
    const managementGroup = { ...tree, properties: { displayName: 'Root', details: {}, children: [child] } };
    const { refused } = await run(await play({ ...exampleEstate, managementGroup }), outFolder());
    expect(refused).toEqual([
      { type: 'Microsoft.Resources/subscriptions', scope: `/subscriptions/${hidden}`, status: 403, reason: 'NotVisible' },
    ]);
  });
});

describe('a break', () => {
  test.each([12, 40, 90, 140])('after %i requests is gone on from, and nothing is lost', async (limit) => {
    let left = limit;
    const played = await play(exampleEstate, {
      fault: () => {
        left -= 1;
        return left < 0 ? { kind: 'reset' } : undefined;
      },
    });
    const out = outFolder();
    await expect(run(played, out, { clock: hasty, retries: 0 })).rejects.toMatchObject({ code: 'unreachable' });
    expect(readdirSync(out)).toEqual(['.collecting']);
    // What a page that was cut off in the middle of being written leaves behind.
    for (const file of readdirSync(join(out, '.collecting'))) writeFileSync(join(out, '.collecting', file), 'half a li', { flag: 'a' });
    left = Number.POSITIVE_INFINITY;
    const result = await run(played, out);
    expect(result.isResumed).toBe(true);
    expect(result.requests).toBeLessThan(whole.requests);
    expect([...new Set(linesIn(out))]).toEqual([...new Set(whole.lines)]);
    expect(readdirSync(out).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('Ctrl-C stops at once', async () => {
    const stop = new AbortController();
    const played = await play(exampleEstate, {
      fault: ({ path }) => {
        if (path === '/v1.0/users') stop.abort(new Error('enough'));
        return { kind: 'slow', ms: 20 };
      },
    });
    await expect(run(played, outFolder(), { signal: stop.signal })).rejects.toThrow('enough');
  });
});

describe('an estate that changes between pages', () => {
  test('rows that were missed are asked for again', async () => {
    const vaults = Array.from({ length: 30 }, (_, index) => vault(index));
    const estate = estateOf(vaults, tree);
    let gone: JsonMap | undefined;
    const rows = estate.tables['resources'] as JsonMap[];
    const out = outFolder();
    const played = await play(estate, {
      pageRows: 10,
      fault: ({ path, body }) => {
        const isPage = path.includes('resourcegraph') && String(body['query']).startsWith('resources ');
        // A vault of the first page goes while the second is asked for, and one of the third slips into the gap.
        if (isPage && JSON.stringify(body).includes('skipToken') && gone === undefined) gone = rows.shift();
        return undefined;
      },
    });
    const result = await run(played, out, { catalogue: withOnly('key-vault') });
    const ids = new Set(
      linesIn(out)
        .filter((line) => line.includes('Microsoft.KeyVault/vaults"'))
        .map((line) => (JSON.parse(line) as { id: string }).id),
    );
    for (const row of rows) expect(ids).toContain(row['id']);
    expect(result.things).toBeGreaterThan(30);
  });
});

test('the plan knows the requests before they are made', async () => {
  const played = await play(exampleEstate);
  const plan = await requestPlan(optionsFor(played, ''));
  const diagnostics = plan.planned.find(({ what }) => what === 'microsoft.insights/diagnosticsettings');
  expect(plan.subscriptions).toBe(exampleEstate.subscriptions.length);
  expect(diagnostics?.requests).toBe(whole.lines.length === 0 ? 0 : await diagnosticsAsked());
  expect(plan.leastMs).toBeGreaterThan(0);
});

async function diagnosticsAsked(): Promise<number> {
  await azure?.close();
  const played = await play(exampleEstate);
  await run(played, outFolder());
  return played.seen.filter(({ path }) => path.endsWith('/providers/microsoft.insights/diagnosticsettings')).length;
}

test('100,000 resources in 300 subscriptions in constant memory', { timeout: 240_000 }, async () => {
  const resources = Array.from({ length: 100_000 }, (_, index) => ({
    id: `/subscriptions/${subscriptionId(index % 300)}/resourceGroups/rg-${index % 7}/providers/Microsoft.Storage/storageAccounts/store${index}`,
    name: `store${index}`,
    type: 'microsoft.storage/storageaccounts',
    location: 'westeurope',
    properties: {
      supportsHttpsTrafficOnly: index % 3 > 0,
      networkAcls: { defaultAction: 'Deny' },
      encryption: { keySource: 'Microsoft.Storage' },
    },
  }));
  const played = await play(estateOf(resources, tree));
  const out = outFolder();
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().heapUsed);
  }, 50);
  const before = process.memoryUsage().heapUsed;
  const from = process.cpuUsage();
  const result = await run(played, out);
  clearInterval(watch);
  expect(result.subscriptions).toBe(300);
  expect(result.things).toBeGreaterThanOrEqual(100_300);
  // Time of this process alone, collector and stand-in together: other work on the machine does not count.
  const spent = process.cpuUsage(from);
  expect((spent.user + spent.system) / 1000).toBeLessThan(60_000);
  // The stand-in in the same process keeps all it has seen; pages of a thousand are what the collector may hold.
  expect(most - before).toBeLessThan(200 << 20);
});

function withOnly(name: string): CollectOptions['catalogue'] {
  return { ...catalogue, items: catalogue.items.filter(({ recommendation }) => recommendation.name.startsWith(name)) };
}

function keyOf(name: string): string {
  return catalogue.items.find(({ recommendation }) => recommendation.name === name)?.recommendation.key ?? '';
}
