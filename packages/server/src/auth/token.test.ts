import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyStore, memoryTokens } from '../server.fixture.ts';
import { holderOf, newToken, type TokenBook } from './token.ts';
import { tokenFile } from './token-file.ts';
import { tokenSettings } from './token-settings.ts';

const now = '2026-11-24T08:00:00.000Z';
const request = { name: 'ci', role: 'operator', scopes: ['/subscriptions/a'], expiresAt: '2026-12-01T00:00:00.000Z', now } as const;

let folder: string;
let count = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-tokens-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
const newFile = () => join(folder, `${(count += 1)}`, 'tokens.json');

const books: readonly (readonly [string, () => TokenBook | Promise<TokenBook>])[] = [
  ['memory', memoryTokens],
  ['a file', () => tokenFile(newFile())],
  ['settings of a store', async () => tokenSettings((await emptyStore(() => now)).settings)],
];

describe.each(books)('tokens in %s', (_name, book) => {
  test('a token is known by its secret, with its role and scopes', async () => {
    const tokens = await book();
    const { token, record } = newToken(request);
    await tokens.add(record);
    expect(await holderOf(token, tokens, now)).toEqual({
      kind: 'token',
      id: record.id,
      name: 'ci',
      role: 'operator',
      scopes: ['/subscriptions/a'],
    });
  });

  test('a revoked token is known no longer, and the others are', async () => {
    const tokens = await book();
    const [first, second] = [newToken(request), newToken({ ...request, scopes: null })];
    await tokens.add(first.record);
    await tokens.add(second.record);
    expect(await holderOf(first.token, tokens, now)).toBeDefined();
    expect(await tokens.remove(first.record.id)).toBe(true);
    expect(await tokens.remove(first.record.id)).toBe(false);
    expect(await holderOf(first.token, tokens, now)).toBeUndefined();
    expect(await holderOf(second.token, tokens, now)).toMatchObject({ scopes: undefined });
    expect((await tokens.list()).map(({ id }) => id)).toEqual([second.record.id]);
  });

  test('what is kept does not hold the secret', async () => {
    const tokens = await book();
    const { token, record } = newToken(request);
    await tokens.add(record);
    expect(JSON.stringify(await tokens.list())).not.toContain(partsOf(token).secret);
  });
});

/** A secret may hold what stands between the parts. */
function partsOf(token: string) {
  const [, prefix = '', id = '', secret = ''] = /^([^_]+)_([^_]+)_(.+)$/.exec(token) ?? [];
  return { prefix, id, secret };
}

describe('a token is refused', () => {
  const { token, record } = newToken(request);
  const { prefix, id, secret } = partsOf(token);
  const other = partsOf(newToken(request).token).secret;
  test.each([
    ['on its last moment', token, request.expiresAt],
    ['after it', token, '2027-01-01T00:00:00.000Z'],
    ['at a time that is none', token, 'soon'],
    ['with the secret of another', `${prefix}_${id}_${other}`, now],
    ['with a shorter secret', `${prefix}_${id}_${secret.slice(1)}`, now],
    ['with an unknown id', `${prefix}_000000000000_${secret}`, now],
    ['without a secret', `${prefix}_${id}_`, now],
    ['when it is none', 'Bearer', now],
  ])('%s', async (_name, given, at) => {
    const tokens = memoryTokens();
    await tokens.add(record);
    expect(await holderOf(given, tokens, at)).toBeUndefined();
  });
});

test('no two tokens are the same, and each holds 256 bits of its own', () => {
  const tokens = new Set(Array.from({ length: 1_000 }, () => newToken(request).token));
  expect(tokens.size).toBe(1_000);
  for (const token of tokens) expect(token).toMatch(/^plb_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/);
});

describe('the file of tokens', () => {
  test('only its owner may read it', async () => {
    const file = newFile();
    await tokenFile(file).add(newToken(request).record);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('what another process writes is seen at once', async () => {
    const file = newFile();
    const [server, command] = [tokenFile(file), tokenFile(file)];
    const { token, record } = newToken(request);
    expect(await holderOf(token, server, now)).toBeUndefined();
    await command.add(record);
    expect(await holderOf(token, server, now)).toBeDefined();
    await command.remove(record.id);
    expect(await holderOf(token, server, now)).toBeUndefined();
  });

  test.each([
    ['is no JSON', '{'],
    ['is of another kind', '{"schema":"plumbline-tokens/2","tokens":[]}'],
    [
      'holds a role that does not exist',
      JSON.stringify({ schema: 'plumbline-tokens/1', tokens: [{ ...newToken(request).record, role: 'root' }] }),
    ],
    [
      'holds a date that cannot be read',
      JSON.stringify({ schema: 'plumbline-tokens/1', tokens: [{ ...newToken(request).record, expiresAt: 'never' }] }),
    ],
  ])('one that %s lets nobody in, and says so', async (_name, text) => {
    const file = join(folder, `${(count += 1)}.json`);
    writeFileSync(file, text);
    await expect(tokenFile(file).find('x')).rejects.toMatchObject({ code: 'tokens-unusable', message: expect.stringContaining(file) });
  });
});
