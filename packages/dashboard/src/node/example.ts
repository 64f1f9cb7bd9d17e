// The example estate with a month of changes behind it, in a real store: what the screens are tested and photographed on.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AssessmentRun, assess, reportOf, type ScoreReport } from '@plumbline/assess';
import { loadCatalogue } from '@plumbline/catalogue';
import type { Entry } from '@plumbline/inventory';
import { openInputs } from '@plumbline/inventory/node';
import { newToken, type Role, serve, tokenSettings } from '@plumbline/server';
import { openStore, type Store } from '@plumbline/store';
import { pino } from 'pino';
import type { ModelName } from '../model/screens.ts';

const exampleFolder = fileURLToPath(new URL('../../../../examples/estate', import.meta.url));
const { catalogue } = loadCatalogue();
const days = 36;
const stepDays = 3;

/** What `plumbline scan examples/estate` finds: read and judged anew, without the store. */
export async function scanned(scope: readonly string[] = []): Promise<AssessmentRun> {
  return assess(openInputs([exampleFolder]).entries(), { catalogue, now: new Date().toISOString(), scope, explain: 'all' });
}

/** What `plumbline scan examples/estate --format json` prints. */
export async function scanReport(scope: readonly string[] = [], model: ModelName = 'classic'): Promise<ScoreReport> {
  return reportOf(await scanned(scope), { model });
}

/** A place for stores, and the store that the others are copies of. */
export interface Examples {
  /** @returns a store of its own that holds the example estate and its history. */
  open(): Promise<Store>;
  close(): void;
}

export async function examples(): Promise<Examples> {
  const root = mkdtempSync(join(tmpdir(), 'plumbline-dashboard-'));
  const template = join(root, 'template');
  await fill(template);
  return {
    open() {
      const folder = mkdtempSync(join(root, 'store-'));
      cpSync(template, folder, { recursive: true });
      return openStore({ kind: 'sqlite', folder }, { catalogue, now: () => new Date().toISOString() });
    },
    close: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Reads the estate as it was, then lets it become what it is, every few days a little. */
async function fill(folder: string): Promise<void> {
  const reading = openInputs([exampleFolder]);
  const entries: Entry[] = [];
  for await (const batch of reading.entries()) entries.push(...batch);
  const before = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString();
  const store = await openStore({ kind: 'sqlite', folder }, { catalogue, now: () => before(days) });
  const past = entries.map((entry) => asItWas(entry, days));
  await store.importEstate(once(past), { at: before(days), collected: () => reading.account().collected });
  for (let day = days - stepDays; day >= 0; day -= stepDays) {
    const changes = entries.flatMap((entry) => {
      const [then, now] = [asItWas(entry, day + stepDays), asItWas(entry, day)];
      return JSON.stringify(then.resource) === JSON.stringify(now.resource) ? [] : [{ op: 'put' as const, resource: now.resource }];
    });
    await store.apply({ changes, at: before(day) });
  }
  await store.close();
}

async function* once(entries: readonly Entry[]): AsyncIterable<readonly Entry[]> {
  yield await Promise.resolve(entries);
}

/** An assessment as it was so many days ago: some were still unhealthy, a few were healthy yet. */
function asItWas(entry: Entry, day: number): Entry {
  const { properties } = entry.resource;
  if (entry.type !== 'microsoft.security/assessments' || typeof properties !== 'object' || properties === null) return entry;
  const lot = hashOf(entry.key) % 240;
  const code = lot < day * 2 ? 'Unhealthy' : lot > 240 - day / 3 ? 'Healthy' : undefined;
  if (code === undefined) return entry;
  return { ...entry, resource: { ...entry.resource, properties: Object.assign({}, properties, { status: { code } }) } };
}

function hashOf(text: string): number {
  let hash = 7;
  for (const letter of text) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return hash;
}

export interface ExampleServer {
  readonly origin: string;
  readonly store: Store;
  /** @returns a new token. */
  token(role: Role, scopes?: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

/**
 * The real server on a free port of this machine, over a store that it closes.
 * @param options.asksForToken whether it wants one although only this machine can connect.
 */
export async function exampleServer(
  store: Store,
  options: { readonly screens: string; readonly asksForToken: boolean },
): Promise<ExampleServer> {
  const tokens = tokenSettings(store.settings);
  const token = async (role: Role, scopes?: readonly string[]) => {
    const made = newToken({ name: role, role, scopes: scopes ?? null, expiresAt: null, now: new Date().toISOString() });
    await tokens.add(made.record);
    return made.token;
  };
  if (options.asksForToken) await token('admin');
  const stop = new AbortController();
  const { promise, resolve, reject } = withResolvers<string>();
  const ended = serve({
    store,
    tokens,
    auth: options.asksForToken ? 'required' : 'auto',
    inputs: [],
    isWatching: false,
    isComplete: false,
    isDemo: false,
    screenFolder: options.screens,
    log: pino({ level: 'silent' }),
    version: '0.0.0-test',
    now: () => new Date().toISOString(),
    signal: stop.signal,
    graceMs: 100,
    host: '127.0.0.1',
    port: 0,
    onListening: ({ url }) => resolve(url),
  });
  ended.catch(reject);
  return {
    origin: await promise,
    store,
    token,
    async close() {
      stop.abort();
      await ended;
    },
  };
}

function withResolvers<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<T>((accept, refuse) => {
    resolve = accept;
    reject = refuse;
  });
  return { promise, resolve, reject };
}
