// What tests of a collection share: a stand-in, a folder, and clocks that hurry.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { loadCatalogue } from '@plumbline/catalogue';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type Clock, systemClock } from '../clock.ts';
import { type CollectOptions, type CollectResult, collect } from '../collect.ts';
import type { JsonMap } from '../json.ts';
import { estateOf, subscriptionId, tenant } from './estate.fixture.ts';
import { type Estate, type StandIn, type StandInOptions, standIn } from './stand-in.fixture.ts';

export const { catalogue } = loadCatalogue();

const begun = Date.now();
/** Time that goes so many times as fast. */
export function hastyClock(times: number): Clock {
  return {
    now: () => begun + (Date.now() - begun) * times,
    random: () => 0.5,
    sleep: (ms, signal) => systemClock.sleep(ms / times, signal),
  };
}

/** Only what concerns key vaults: few requests. */
export const vaultCatalogue: CollectOptions['catalogue'] = {
  ...catalogue,
  items: catalogue.items.filter(({ recommendation }) => recommendation.name.startsWith('key-vault')),
};

export const tree: JsonMap = {
  id: `/providers/Microsoft.Management/managementGroups/${tenant}`,
  name: tenant,
  type: 'Microsoft.Management/managementGroups',
  properties: { displayName: 'Root', details: {}, children: [] },
};

export function vault(index: number, subscription = 1): JsonMap {
  const name = `vault-${String(index).padStart(3, '0')}`;
  return {
    id: `/subscriptions/${subscriptionId(subscription)}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/${name}`,
    name,
    type: 'Microsoft.KeyVault/vaults',
    location: 'westeurope',
    properties: { enableSoftDelete: true },
  };
}

export function vaults(count: number): Estate {
  return estateOf(
    Array.from({ length: count }, (_, index) => vault(index)),
    tree,
  );
}

/** A credential without the library, where signing in is not what is tested: the stand-in takes its secret. */
export function optionsFor({ endpoints, ca, token }: StandIn, out: string, changes: Partial<CollectOptions> = {}): CollectOptions {
  return {
    out,
    catalogue: vaultCatalogue,
    endpoints,
    ca: [ca],
    managementGroups: [],
    subscriptions: [],
    credential: () => Promise.resolve({ getToken: () => Promise.resolve(token()) }),
    ...changes,
  };
}

export interface Playground {
  play(estate: Estate, options?: Partial<StandInOptions>): Promise<StandIn>;
  run(played: StandIn, out: string, changes?: Partial<CollectOptions>): Promise<CollectResult>;
  /** A path that does not exist yet. */
  newFolder(): string;
}

/** To be called at the top of a test file. */
export function playground(): Playground {
  let root = '';
  let count = 0;
  const open: StandIn[] = [];
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'plumbline-collect-'));
  });
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return {
    async play(estate, options = {}) {
      const played = await standIn({ estate, ...options });
      open.push(played);
      return played;
    },
    run: (played, out, changes = {}) => collect(optionsFor(played, out, changes)),
    newFolder: () => join(root, `export-${(count += 1)}`),
  };
}

export function linesIn(out: string): readonly string[] {
  return readdirSync(out)
    .filter((file) => file.endsWith('.gz'))
    .flatMap((file) =>
      gunzipSync(readFileSync(join(out, file)))
        .toString()
        .trim()
        .split('\n'),
    )
    .toSorted((a, b) => (a < b ? -1 : 1));
}

export function manifestIn(out: string): {
  readonly collected: readonly { readonly type: string; readonly subscription?: string }[];
  readonly refused: readonly { readonly type: string; readonly scope?: string; readonly status?: number; readonly reason: string }[];
  readonly differences: readonly unknown[];
  readonly files: readonly string[];
  readonly redacted: Readonly<Record<string, number>>;
} {
  return JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
}
