import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCatalogue } from '@plumbline/catalogue';
import { openInputs } from '@plumbline/inventory/node';
import { openStore, type Store } from '@plumbline/store';
import { pino } from 'pino';
import type { Role } from './auth/principal.ts';
import { newToken, type TokenBook, type TokenRecord } from './auth/token.ts';
import { type ServerOptions, serverOf } from './server.ts';

export const example = join(fileURLToPath(new URL('../../../examples/estate', import.meta.url)));
export const production = '11111111-1111-4111-8111-111111111111';
export const development = '22222222-2222-4222-8222-222222222222';
export const platform = '33333333-3333-4333-8333-333333333333';

export const { catalogue } = loadCatalogue({});

/** A clock that moves on a minute with every look. */
export function tickingClock(start = '2026-11-24T08:00:00Z'): () => string {
  let ms = Date.parse(start);
  return () => {
    ms += 60_000;
    return new Date(ms).toISOString();
  };
}

export function memoryTokens(): TokenBook {
  const byId = new Map<string, TokenRecord>();
  return {
    list: () => Promise.resolve([...byId.values()]),
    find: (id) => Promise.resolve(byId.get(id)),
    add: (record) => Promise.resolve(void byId.set(record.id, record)),
    remove: (id) => Promise.resolve(byId.delete(id)),
  };
}

const root = mkdtempSync(join(tmpdir(), 'plumbline-server-'));
process.once('exit', () => rmSync(root, { recursive: true, force: true }));

/** An embedded store in a folder of its own. */
export function emptyStore(now: () => string, folder = mkdtempSync(join(root, 'store-'))): Promise<Store> {
  return openStore({ kind: 'sqlite', folder }, { catalogue, now });
}

let template: Promise<string> | undefined;

/** A store that holds the example estate: read once, and copied for each test. */
async function exampleStore(now: () => string): Promise<Store> {
  template ??= (async () => {
    const folder = mkdtempSync(join(root, 'example-'));
    const store = await emptyStore(tickingClock('2026-11-24T07:00:00Z'), folder);
    const reading = openInputs([example]);
    await store.importEstate(reading.entries(), { at: '2026-11-24T07:30:00.000Z', collected: () => reading.account().collected });
    await store.close();
    return folder;
  })();
  const folder = mkdtempSync(join(root, 'store-'));
  cpSync(await template, folder, { recursive: true });
  return emptyStore(now, folder);
}

/** The body of an answer as JSON, to be looked into. */
export async function jsonOf(answer: Response) {
  return JSON.parse(await answer.text());
}

export interface TestServer {
  readonly store: Store;
  readonly tokens: TokenBook;
  /** Everything that was logged, as lines of JSON. */
  readonly logged: readonly string[];
  /** A request without a port. */
  ask(path: string, init?: RequestInit & { readonly token?: string }): Promise<Response>;
  token(role: Role, scopes?: readonly string[], expiresAt?: string): Promise<string>;
  readonly server: ReturnType<typeof serverOf>;
}

/** A server over the example estate, kept in memory. Asks for tokens unless told otherwise. */
export async function testServer(options: Partial<ServerOptions> & { readonly isEmpty?: boolean } = {}): Promise<TestServer> {
  const { isEmpty = false, ...others } = options;
  const now = others.now ?? tickingClock();
  const store = others.store ?? (await (isEmpty ? emptyStore(now) : exampleStore(now)));
  const tokens = others.tokens ?? memoryTokens();
  const logged: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const server = serverOf({ store, tokens, isOpen: false, log, version: '0.0.0-test', now, ...others });
  return {
    store,
    tokens,
    logged,
    server,
    async ask(path, { token, headers, ...init } = {}) {
      const all = new Headers(headers);
      if (token !== undefined) all.set('authorization', `Bearer ${token}`);
      return server.app.request(`http://localhost${path}`, { ...init, headers: all });
    },
    async token(role, scopes, expiresAt) {
      const made = newToken({ name: `a ${role}`, role, scopes: scopes ?? null, expiresAt: expiresAt ?? null, now: '2026-11-24T08:00:00Z' });
      await tokens.add(made.record);
      return made.token;
    },
  };
}
