import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestServer, testServer } from '../server.fixture.ts';
import { staticFiles } from './static-files.ts';

const script = `console.log(${JSON.stringify('x'.repeat(3_000))})`;

let folder: string;
let server: TestServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-ui-'));
  mkdirSync(join(folder, 'dist/assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'not for anybody');
  writeFileSync(join(folder, 'dist/index.html'), '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><title>Dashboard</title>');
  writeFileSync(join(folder, 'dist/assets/index-4f3a.js'), script);
  writeFileSync(join(folder, 'dist/icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  const files = await staticFiles(join(folder, 'dist'));
  server = await testServer({ isEmpty: true, ...(files === undefined ? {} : { files }) });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the dashboard', () => {
  test.each(['/ui/', '/ui/index.html', '/ui/recommendations/storage-secure-transfer', '/ui/resources/%2Fsubscriptions%2Fx'])(
    '%s is its page',
    async (path) => {
      const answer = await server.ask(path);
      expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
        200,
        'text/html; charset=utf-8',
        'no-store',
      ]);
      expect(await answer.text()).toContain('<title>Dashboard</title>');
    },
  );

  test('its policy lets nothing in but its own files, and styles with the nonce of this answer', async () => {
    const [first, second] = [await server.ask('/ui/'), await server.ask('/ui/')];
    const policy = first.headers.get('content-security-policy') ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(policy).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(await first.text()).toContain(`content="${nonce}"`);
    expect(second.headers.get('content-security-policy')).not.toContain(nonce);
  });

  test('a file whose name changes with its content is kept for ever, and sent compressed', async () => {
    const answer = await server.ask('/ui/assets/index-4f3a.js', { headers: { 'accept-encoding': 'br, gzip' } });
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect(brotliDecompressSync(Buffer.from(await answer.arrayBuffer())).toString()).toBe(script);
  });

  test('other files are asked for again', async () => {
    const answer = await server.ask('/ui/icon.svg');
    expect([answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual(['image/svg+xml', 'no-cache']);
  });

  test.each([
    '/ui/assets/gone.js',
    '/ui/assets/none',
    '/ui/none.css',
    '/ui/..%2Fsecret.txt',
    '/ui/%2e%2e/secret.txt',
    '/ui/assets/..%2f..%2f..%2fsecret.txt',
    '/ui/%00.js',
    '/ui/%ff.js',
  ])('%s is not there', async (path) => {
    const answer = await server.ask(path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('not for anybody');
  });
});

test('without the files of the dashboard, a page tells what to do', async () => {
  expect(await staticFiles(join(folder, 'none'))).toBeUndefined();
  const answer = await (await testServer({ isEmpty: true })).ask('/ui/recommendations');
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('npm run build')]);
});
