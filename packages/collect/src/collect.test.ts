import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ClientSecretCredential } from '@azure/identity';
import { assess, reportOf } from '@plumbline/assess';
import { loadCatalogue } from '@plumbline/catalogue';
import { type Entry, entryOf } from '@plumbline/inventory';
import { openInputs } from '@plumbline/inventory/node';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CollectOptions, CollectResult } from './collect.ts';
import { collect } from './collect.ts';
import type { JsonMap } from './json.ts';
import { estateOf, subscriptionId, tenant } from './stand-in/estate.fixture.ts';
import { type Estate, type StandIn, type StandInOptions, standIn } from './stand-in/stand-in.fixture.ts';

const { catalogue } = loadCatalogue();
const now = '2026-11-24T02:18:00.000Z';
const example = new URL('../../../examples/estate', import.meta.url).pathname;

let folder: string;
let azure: StandIn | undefined;
let exampleEntries: readonly Entry[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-collect-'));
  exampleEntries = await entriesOf([example]);
});
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

function linesIn(out: string): readonly string[] {
  return readdirSync(out)
    .filter((file) => file.endsWith('.gz'))
    .flatMap((file) =>
      gunzipSync(readFileSync(join(out, file)))
        .toString()
        .trim()
        .split('\n'),
    );
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
  return Object.fromEntries(
    report.recommendations.map(({ name, healthy, unhealthy, notAssessed }) => [name, { healthy, unhealthy, notAssessed }]).toSorted(),
  );
}

describe('an estate in, the same score out', () => {
  test('the example estate scores from its export as it does by itself', async () => {
    const resources = exampleEntries.map(({ resource }) => resource as JsonMap);
    const out = outFolder();
    const played = await play(estateOf(resources));
    const result = await run(played, out);
    const own = await scoreOf(exampleEntries, manifestIn(out).collected);
    const exported = await scoreOfExport(out);
    expect(countsOf(exported)).toEqual(countsOf(own));
    expect(exported.score).toEqual(own.score);
    expect(own.score?.current).toBeGreaterThan(0);
    expect(result.requests).toBe(played.seen.length);
  });
});
