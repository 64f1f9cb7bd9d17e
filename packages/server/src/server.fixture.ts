import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCatalogue } from '@plumbline/catalogue';
import { openInputs } from '@plumbline/inventory/node';
import type { Store } from '@plumbline/store';
import { pino } from 'pino';
import type { Role } from './auth/principal.ts';
import { newToken, type TokenBook, type TokenRecord } from './auth/token.ts';
import { memoryStore } from './memory-store.fixture.ts';
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
  const store = others.store ?? memoryStore({ catalogue, now });
  if (!isEmpty && others.store === undefined) await store.importEstate(openInputs([example]).entries(), { at: now() });
  const tokens = others.tokens ?? memoryTokens();
  const logged: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const server = serverOf({ store, catalogue, tokens, isOpen: false, log, version: '0.0.0-test', now, ...others });
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
