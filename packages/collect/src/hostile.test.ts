// Hosts, disks and neighbours at their worst.
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openInputs } from '@plumbline/inventory/node';
import { describe, expect, test, vi } from 'vitest';
import { fileOf } from './export/folder.ts';
import { lockName } from './export/folder-lock.ts';
import type { JsonMap } from './json.ts';
import { change, remove } from './stand-in/changes.fixture.ts';
import { estateOf, subscriptionId } from './stand-in/estate.fixture.ts';
import { hastyClock, linesIn, manifestIn, playground, tree, vault, vaults } from './stand-in/playing.fixture.ts';
import type { Fault, Seen } from './stand-in/stand-in.fixture.ts';

const { play, run, newFolder } = playground();
const clock = hastyClock(10_000);
const isQuery = ({ path, body }: Omit<Seen, 'status' | 'at'>, table = 'resources') =>
  path.includes('resourcegraph') && String(body['query']).startsWith(`${table} `);
const refusal: Fault = { kind: 'status', status: 403, code: 'AuthorizationFailed' };

describe('throttling and failing without an end', () => {
  test.each<readonly [string, Fault, string]>([
    ['429 and a second', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }, 'after 61 tries'],
    ['429 and nothing', { kind: 'status', status: 429 }, 'after 61 tries'],
    ['429 and a week', { kind: 'status', status: 429, headers: { 'retry-after': '604800' } }, 'asks to wait 10080 minutes'],
    [
      '429 and a date in the year 2090',
      { kind: 'status', status: 429, headers: { 'retry-after': 'Wed, 24 Nov 2090 00:00:00 GMT' } },
      'asks to wait',
    ],
  ])('%s ends with what to do', async (_name, fault, message) => {
    const played = await play(vaults(3), { fault: ({ path }) => (path === '/subscriptions' ? undefined : fault) });
    await expect(run(played, newFolder(), { clock })).rejects.toMatchObject({
      code: 'throttled',
      message: expect.stringContaining(message) as string,
      hint: expect.stringContaining('goes on where this one stopped') as string,
    });
  });

  test('500 to everything ends after some requests, not after all', async () => {
    const played = await play(vaults(300), {
      fault: ({ path }) => (path === '/subscriptions' ? undefined : { kind: 'status', status: 500 }),
    });
    await expect(run(played, newFolder(), { clock })).rejects.toMatchObject({ code: 'unreachable' });
    expect(played.seen.length).toBeLessThan(300);
  });

  test('500 to one thing costs that thing', async () => {
    const played = await play(vaults(3), {
      fault: ({ path }) => (path.includes('vault-001/') ? { kind: 'status', status: 500, code: 'InternalServerError' } : undefined),
    });
    const { refused } = await run(played, newFolder(), { clock });
    expect(refused).toEqual([
      { type: 'microsoft.insights/diagnosticsettings', scope: vault(1)['id'], status: 500, reason: 'InternalServerError' },
    ]);
  });

  test('answers that are cut off again and again end it', async () => {
    const played = await play(vaults(3), { fault: (seen) => (isQuery(seen) ? { kind: 'truncated' } : undefined) });
    await expect(run(played, newFolder(), { clock })).rejects.toMatchObject({ code: 'unreachable' });
  });
});

describe('pages that lead nowhere', () => {
  test('a list that links to itself', async () => {
    const played = await play(vaults(1), {
      fault: ({ path, query }) =>
        path === '/subscriptions'
          ? { kind: 'json', json: { value: [{ subscriptionId: subscriptionId(1) }], nextLink: `/subscriptions${query}` } }
          : undefined,
    });
    await expect(run(played, newFolder(), { clock })).rejects.toMatchObject({
      code: 'bad-answer',
      message: expect.stringContaining('without an end') as string,
    });
    expect(played.seen.length).toBeLessThan(5);
  });

  test('cursors that go round in a circle', async () => {
    let count = 0;
    const played = await play(vaults(1), {
      fault: (seen) => {
        if (!isQuery(seen)) return undefined;
        count += 1;
        return { kind: 'json', json: { totalRecords: 1, data: [vault(1)], $skipToken: `at-${count % 3}` } };
      },
    });
    await expect(run(played, newFolder(), { clock })).rejects.toMatchObject({ code: 'bad-answer' });
    expect(count).toBeLessThan(10);
  });

  test('cursors that nobody knows a moment later', async () => {
    const played = await play(vaults(30), {
      pageRows: 10,
      fault: (seen) =>
        isQuery(seen) && JSON.stringify(seen.body).includes('skipToken') ? { kind: 'status', status: 400, code: 'BadToken' } : undefined,
    });
    const { refused } = await run(played, newFolder(), { clock });
    expect(refused.map(({ reason }) => reason)).toContain('BadToken');
  });
});

describe('answers that are none', () => {
  test.each<readonly [string, unknown]>([
    ['an empty object', {}],
    ['rows that are a text', { totalRecords: 3, data: 'none' }],
    ['nothing', null],
    ['an error in a good answer', { error: { code: 'Oops', message: 'not today' } }],
  ])('%s is never taken for an empty list', async (_name, json) => {
    const out = newFolder();
    const played = await play(vaults(3), {
      fault: (seen) => (isQuery(seen) || seen.path.includes('diagnosticsettings') ? { kind: 'json', json } : undefined),
    });
    const { refused } = await run(played, out, { clock });
    expect(refused.map(({ type, reason }) => `${type} ${reason}`)).toContain('microsoft.keyvault/vaults NoRows');
    expect(manifestIn(out).collected.filter(({ type }) => type === 'microsoft.keyvault/vaults')).toEqual([]);
  });

  test('rows as a table are read', async () => {
    const [out, plain] = [newFolder(), newFolder()];
    const table = { columns: [{ name: 'id' }, { name: 'name' }, { name: 'type' }, { name: 'location' }, { name: 'properties' }] };
    const rows = [vault(0), vault(1)].map(({ id, name, type, location, properties }) => [id, name, type, location, properties]);
    const played = await play(vaults(2), {
      fault: (seen) => (isQuery(seen) ? { kind: 'json', json: { totalRecords: 2, data: { ...table, rows } } } : undefined),
    });
    await run(played, out, { clock });
    await run(await play(vaults(2)), plain);
    expect(linesIn(out)).toEqual(linesIn(plain));
  });

  test('rows of strange shapes neither break the export nor leave the folder', async () => {
    const out = newFolder();
    const strange: readonly JsonMap[] = [
      { ...vault(1), id: `${vault(1)['id']}x`, type: '../../../etc/passwd' },
      { ...vault(1), id: `${vault(1)['id']}y`, type: '.hidden/thing' },
      { ...vault(1), id: `${vault(1)['id']}z`, type: `a/${'b'.repeat(3000)}` },
      { ...vault(1), id: `${vault(1)['id']}n`, type: 7 },
      { properties: {} },
      { ...vault(2), id: 12 },
    ];
    const played = await play(vaults(1), {
      fault: (seen) => (isQuery(seen) ? { kind: 'json', json: { totalRecords: 7, data: [...strange, null, vault(0)] } } : undefined),
    });
    await run(played, out, { clock });
    expect(readdirSync(out).filter((file) => !/^[a-z0-9-][a-z0-9._-]{0,199}$/.test(file))).toEqual([]);
    const reading = openInputs([out]);
    const ids: string[] = [];
    for await (const batch of reading.entries()) ids.push(...batch.map(({ key }) => key));
    expect(ids).toContain(String(vault(0)['id']).toLowerCase());
  });
});

describe('a tenant that gives nothing', () => {
  test('without subscriptions', async () => {
    await expect(run(await play({ ...vaults(0), subscriptions: [] }), newFolder())).rejects.toMatchObject({ code: 'no-subscription' });
  });

  test('with an empty subscription: everything is there, and there is nothing', async () => {
    const out = newFolder();
    const estate = { ...estateOf([], tree), subscriptions: [{ id: subscriptionId(1), name: 'Empty' }] };
    const result = await run(await play(estate), out);
    expect(result).toMatchObject({ subscriptions: 1, refused: [], differences: [] });
    expect(manifestIn(out).collected).toContainEqual({ type: 'microsoft.keyvault/vaults', subscription: subscriptionId(1) });
  });

  test('where everything but the list of subscriptions is refused', async () => {
    const out = newFolder();
    const played = await play(vaults(3), { fault: ({ path }) => (path === '/subscriptions' ? undefined : refusal) });
    const { refused } = await run(played, out);
    expect(manifestIn(out).collected).toEqual([]);
    expect(new Set(refused.map(({ type }) => type.toLowerCase()))).toEqual(
      new Set([
        'microsoft.management/managementgroups',
        'microsoft.keyvault/vaults',
        'microsoft.authorization/policyassignments',
        'microsoft.authorization/policyexemptions',
        'microsoft.resources/subscriptions',
      ]),
    );
  });

  test('where nobody may ask what may be read: nothing is taken for absent', async () => {
    const out = newFolder();
    const played = await play(vaults(3), { fault: ({ path }) => (path.endsWith('/permissions') ? refusal : undefined) });
    await run(played, out);
    expect(manifestIn(out).collected.filter(({ type }) => type === 'microsoft.keyvault/vaults')).toEqual([]);
    expect(linesIn(out).filter((line) => line.includes('vault-00'))).not.toEqual([]);
  });
});

describe('an estate that moves while it is read', () => {
  test('one that goes and one that comes in the same moment hide each other from the totals, and are found even so', async () => {
    const estate = vaults(30);
    let isDone = false;
    const out = newFolder();
    const played = await play(estate, {
      pageRows: 10,
      isStill: false,
      fault: (seen) => {
        if (isDone || !isQuery(seen) || !JSON.stringify(seen.body).includes('"$skipToken":"10"')) return undefined;
        isDone = true;
        // One of the first page goes, so that the first of the third slips to the second; then one is put before them all.
        remove(estate, String(vault(25)['id']));
        change(estate, { ...vault(0), id: String(vault(0)['id']).replace('vault-000', 'vault-000-new'), name: 'vault-000-new' });
        return undefined;
      },
    });
    await run(played, out);
    expect(isDone).toBe(true);
    const ids = new Set(linesIn(out).map((line) => (JSON.parse(line) as { id: string }).id));
    for (const row of estate.tables['resources'] ?? []) expect(ids).toContain(row['id']);
  });
});

describe('the folder', () => {
  test('is taken by one collection at a time', async () => {
    const out = newFolder();
    const played = await play(vaults(3), { fault: (seen) => (isQuery(seen) ? { kind: 'slow', ms: 1_500 } : undefined) });
    const first = run(played, out);
    await vi.waitFor(() => expect(existsSync(out)).toBe(true), { timeout: 20_000, interval: 5 });
    await expect(run(played, out)).rejects.toMatchObject({
      code: 'folder-in-use',
      message: expect.stringContaining(`process ${process.pid}`) as string,
    });
    await first;
    await run(played, out);
    expect(readdirSync(out).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test.each<readonly [string, string, number, boolean]>([
    ['of a process that is gone', JSON.stringify({ pid: 4_000_000, host: '', born: '1' }), 0, true],
    ['of which only half was written', '{"pid":', 0, true],
    ['of another machine that still works', JSON.stringify({ pid: 1, host: 'elsewhere', born: '1' }), 0, false],
    ['of another machine that was not heard of for minutes', JSON.stringify({ pid: 1, host: 'elsewhere', born: '1' }), 300, true],
  ])('with the lock %s', async (_name, text, ageSeconds, isTaken) => {
    const out = newFolder();
    mkdirSync(out);
    const { hostname } = await import('node:os');
    writeFileSync(join(out, lockName), text.replace('"host":""', `"host":"${hostname()}"`));
    const at = Date.now() / 1000 - ageSeconds;
    utimesSync(join(out, lockName), at, at);
    const running = run(await play(vaults(1)), out);
    await (isTaken ? running : expect(running).rejects.toMatchObject({ code: 'folder-in-use' }));
  });

  test('that is a file, or lies in one, is told', async () => {
    const out = newFolder();
    writeFileSync(out, 'mine');
    for (const path of [out, join(out, 'below')])
      await expect(run(await play(vaults(1)), path)).rejects.toMatchObject({ code: 'bad-folder' });
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });

  test('on a disk that is full ends it, and is gone on with when there is room', async () => {
    const out = newFolder();
    const file = fileOf('microsoft.keyvault/vaults');
    let isFull = true;
    const played = await play(vaults(30), {
      pageRows: 10,
      fault: (seen) => {
        if (isFull && isQuery(seen)) {
          isFull = false;
          symlinkSync('/dev/full', join(out, '.collecting', file));
        }
        return undefined;
      },
    });
    await expect(run(played, out)).rejects.toMatchObject({ code: 'disk-full', message: expect.stringContaining('ENOSPC') as string });
    const result = await run(played, out);
    expect(result.isResumed).toBe(true);
    expect(linesIn(out).filter((line) => line.includes('"Microsoft.KeyVault/vaults"'))).toHaveLength(30);
  });

  test('a collection that was broken off days ago begins anew', async () => {
    const out = newFolder();
    let isBroken = true;
    const played = await play(vaults(3), {
      fault: ({ path }) => (isBroken && path.includes('diagnosticsettings') ? { kind: 'reset' } : undefined),
    });
    const long = { ...clock, now: () => Date.now() - 2 * 86_400_000 };
    await expect(run(played, out, { retries: 0, clock: long })).rejects.toThrow();
    isBroken = false;
    expect((await run(played, out)).isResumed).toBe(false);
  });
});

describe('clocks that are wrong', () => {
  test.each([-86_400_000 * 400, 86_400_000 * 400])('by %i ms change nothing', async (offMs) => {
    const out = newFolder();
    const past = new Date(Date.now() + 1000).toUTCString();
    const played = await play(vaults(3), {
      quota: { queries: 2, windowMs: 300 },
      fault: ({ path }, count) =>
        path.includes('vault-001/') && count === 1 ? { kind: 'status', status: 503, headers: { 'retry-after': past } } : undefined,
    });
    const wrong = { ...hastyClock(10), now: () => Date.now() + offMs, ticks: () => performance.now() * 10 };
    await run(played, out, { clock: wrong });
    expect(linesIn(out).length).toBeGreaterThan(3);
  });

  test('that are set back an hour in the middle make nobody wait for it', async () => {
    let off = 0;
    const played = await play(vaults(3), {
      quota: { queries: 1, windowMs: 200 },
      fault: (seen) => {
        if (isQuery(seen)) off = -3_600_000;
        return undefined;
      },
    });
    const set = { ...hastyClock(1), now: () => Date.now() + off, ticks: () => performance.now() };
    await run(played, newFolder(), { clock: set });
  });
});

test('secrets in what hosts say of themselves are not written either', async () => {
  const secret = 'pS3cretThatNobodyMaySee0123456789abcdef';
  const out = newFolder();
  const estate = vaults(2);
  const played = await play(
    { ...estate, subscriptions: estate.subscriptions.map((one) => ({ ...one, name: `https://user:${secret}@host/` })) },
    {
      fault: ({ path }) =>
        path.includes('diagnosticsettings')
          ? { kind: 'status', status: 403, message: `Not with AccountKey=${secret}; of the caller` }
          : undefined,
    },
  );
  const { refused, notes } = await run(played, out);
  expect(JSON.stringify([refused, notes])).not.toContain(secret);
  expect(readFileSync(join(out, 'manifest.json'), 'utf8')).not.toContain(secret);
});

describe('hosts that cannot be trusted', () => {
  test.each<readonly [string, Fault, string]>([
    ['a redirect', { kind: 'status', status: 302, headers: { location: 'https://elsewhere.example/' } }, 'redirects'],
    ['a page of a proxy', { kind: 'text', text: '<html>Sign in</html>' }, 'web page'],
    ['a link to another host', { kind: 'text', text: '{"value":[],"nextLink":"https://elsewhere.example/subscriptions"}' }, 'another host'],
    [
      'a link that looks like a path',
      { kind: 'text', text: '{"value":[],"nextLink":"//elsewhere.example/subscriptions"}' },
      'another host',
    ],
  ])('%s is not followed', async (_name, fault, message) => {
    const played = await play(vaults(3), { fault: ({ path }) => (path === '/subscriptions' ? fault : undefined) });
    await expect(run(played, newFolder())).rejects.toMatchObject({
      code: 'bad-answer',
      message: expect.stringContaining(message) as string,
    });
  });
});
