import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newToken } from '../auth/token.ts';
import { emptyStore, example, jsonOf, memoryTokens, production, tickingClock } from '../server.fixture.ts';
import { type ServeOptions, serve } from './serve.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-serve-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const account = (name: string) => ({
  id: `/subscriptions/${production}/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/${name}`,
  type: 'Microsoft.Storage/storageAccounts',
  name,
  properties: { supportsHttpsTrafficOnly: true },
});

/** A server on a port of its own. */
async function started(options: Partial<ServeOptions> = {}) {
  const now = tickingClock();
  const store = await emptyStore(now);
  const ending = new AbortController();
  const logged: string[] = [];
  const log = pino({}, { write: (line: string) => void logged.push(line) });
  let tell: (url: string) => void = () => undefined;
  const url = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const done = serve({
    store,
    tokens: memoryTokens(),
    auth: 'auto',
    host: '127.0.0.1',
    port: 0,
    inputs: [],
    isWatching: false,
    isComplete: false,
    isDemo: false,
    log,
    version: '0.0.0-test',
    now,
    signal: ending.signal,
    graceMs: 500,
    onListening: (listening) => tell(listening.url),
    ...options,
  });
  return { store, logged, done, stop: () => ending.abort(), url: () => Promise.race([url, done.then(() => '')]) };
}

describe('on a real port', () => {
  test('imports, answers, and ends when told', async () => {
    const server = await started({ inputs: [example] });
    const url = await server.url();
    const report = await jsonOf(await fetch(`${url}/api/v1/score`));
    expect(report.score.current).toBeGreaterThan(0);
    server.stop();
    await server.done;
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    await expect(server.store.head()).rejects.toMatchObject({ code: 'closed' });
  });

  test('what stood in the inputs twice is told, in the report and by itself', async () => {
    const file = join(folder, 'twice.ndjson');
    const lines = ['a', 'b', 'a', 'c', 'a'].map((name) => JSON.stringify(account(name)));
    writeFileSync(file, `${lines.join('\n')}\n`);
    const server = await started({ inputs: [file] });
    const url = await server.url();
    const { coverage } = await jsonOf(await fetch(`${url}/api/v1/score`));
    expect(coverage).toMatchObject({ files: 1, read: 3, refused: 0, duplicates: 2, resources: 3 });
    expect((await jsonOf(await fetch(`${url}/api/v1/coverage`))).coverage).toEqual(coverage);
    server.stop();
    await server.done;
  });

  test('events reach a client as they happen, and its stream ends with the server', async () => {
    const server = await started({ inputs: [example] });
    const url = await server.url();
    const events = await fetch(`${url}/api/v1/events`);
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
    await fetch(`${url}/api/v1/changes`, { method: 'POST', body: JSON.stringify({ op: 'put', resource: account('made') }) });
    let text = '';
    while (!text.includes('event: resource')) text += (await reader?.read())?.value ?? '';
    expect(text).toMatch(/^id: \d+-\d+\nevent: resource\ndata: .*made/m);
    server.stop();
    for (;;) if ((await reader?.read())?.done !== false) break;
    await server.done;
  });

  test('a thousand scopes fit into an address', async () => {
    const server = await started({ inputs: [example] });
    const url = await server.url();
    const scopes = Array.from({ length: 999 }, (_, index) => `/subscriptions/11111111-1111-4111-8111-${String(index).padStart(12, '0')}`);
    const asked = [`/subscriptions/${production}`, ...scopes].map((scope) => `scope=${encodeURIComponent(scope)}`).join('&');
    expect((await fetch(`${url}/api/v1/score?${asked}`)).status).toBe(200);
    server.stop();
    await server.done;
  });

  test('a client that leaves is forgotten', async () => {
    const server = await started();
    const url = await server.url();
    const leaving = new AbortController();
    await fetch(`${url}/api/v1/events`, { signal: leaving.signal });
    const clients = async () => /plumbline_event_clients (\d+)/.exec(await (await fetch(`${url}/metrics`)).text())?.[1];
    expect(await clients()).toBe('1');
    leaving.abort();
    for (let tries = 0; tries < 100 && (await clients()) !== '0'; tries += 1) await sleep(20);
    expect(await clients()).toBe('0');
    server.stop();
    await server.done;
  });

  /** A request that is answered when it is told, and until then is under way. */
  async function held(server: Awaited<ReturnType<typeof started>>) {
    const { head } = server.store;
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const url = await server.url();
    let answer: Promise<number | 'cut off'> = Promise.resolve('cut off');
    await new Promise<void>((resolve) => {
      Object.assign(server.store, {
        head() {
          resolve();
          return released.then(head);
        },
      });
      answer = fetch(`${url}/readyz`).then(
        ({ status }) => status,
        () => 'cut off',
      );
    });
    return { release, answer };
  }

  // However slow the machine is: the one waits longer than the test may last, the other hardly at all.
  test('a request under way is answered before it ends', async () => {
    const server = await started({ graceMs: 600_000 });
    const request = await held(server);
    server.stop();
    request.release();
    expect(await request.answer).toBe(200);
    await server.done;
  });

  test('a request that hangs is cut off when it ends', async () => {
    const server = await started({ graceMs: 1 });
    const request = await held(server);
    server.stop();
    await server.done;
    expect(await request.answer).toBe('cut off');
  });

  test('new and changed files are taken in as they appear', async () => {
    const inputs = mkdtempSync(join(folder, 'export-'));
    writeFileSync(join(inputs, 'a.json'), JSON.stringify([account('a')]));
    const server = await started({ inputs: [inputs], isWatching: true });
    const url = await server.url();
    const ids = async () => (await jsonOf(await fetch(`${url}/api/v1/resources`))).items.map(({ name }: { name: string }) => name);
    expect(await ids()).toEqual(['a']);
    writeFileSync(join(inputs, 'b.json'), JSON.stringify([account('b')]));
    for (let tries = 0; tries < 200 && (await ids()).length < 2; tries += 1) await sleep(50);
    expect(await ids()).toEqual(['a', 'b']);
    server.stop();
    await server.done;
  }, 20_000);
});

describe('a start that fails says why and what to do, and closes the store', () => {
  test('a port that is taken', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => other.listen(0, '127.0.0.1', () => resolve(Number(Object(other.address()).port))));
    const imported: unknown[] = [];
    const server = await started({ port, inputs: [example], onImported: (one) => imported.push(one) });
    await expect(server.done).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringContaining(String(port)),
      hint: expect.stringContaining('--port'),
    });
    await expect(server.store.head()).rejects.toMatchObject({ code: 'closed' });
    // Before anything is read, which may take minutes.
    expect(imported).toEqual([]);
    other.close();
  });

  test('an address that this machine does not have', async () => {
    const { record } = newToken({ name: 'x', role: 'admin', scopes: null, expiresAt: null, now: '2026-11-24T08:00:00Z' });
    const tokens = memoryTokens();
    await tokens.add(record);
    await expect((await started({ host: '192.0.2.1', tokens })).done).rejects.toMatchObject({ code: 'host-unknown' });
  });

  test.each([
    ['other machines without a token', { host: '0.0.0.0' }, 'authentication-required'],
    ['this machine, where a token is asked for and there is none', { auth: 'required' }, 'authentication-required'],
    ['a provider that does not answer', { openId: { issuer: 'http://127.0.0.1:1', audience: 'a' } }, 'issuer-unusable'],
    ['inputs that are not there', { inputs: ['/nowhere/at/all'] }, 'nothing-read'],
  ] as const)('%s', async (_name, options, code) => {
    await expect((await started(options)).done).rejects.toMatchObject({ code, hint: expect.stringMatching(/./) });
  });

  test('for other machines with a token, it starts, and asks for it', async () => {
    const { token, record } = newToken({ name: 'x', role: 'reader', scopes: null, expiresAt: null, now: '2026-11-24T08:00:00Z' });
    const tokens = memoryTokens();
    await tokens.add(record);
    const server = await started({ host: '0.0.0.0', tokens });
    const url = (await server.url()).replace('0.0.0.0', '127.0.0.1');
    expect((await fetch(`${url}/api/v1/score`)).status).toBe(401);
    expect((await fetch(`${url}/api/v1/score`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    expect(server.logged.some((line) => line.includes('unencrypted'))).toBe(true);
    server.stop();
    await server.done;
  });
});
