import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenOptions, openInputs } from './open.ts';

let folder = '';
const resource = (name: string | number) => ({ id: `/subscriptions/s/providers/A.B/c/${name}` });
const lines = (...names: readonly (string | number)[]) => names.map((name) => `${JSON.stringify(resource(name))}\n`).join('');

const files: Readonly<Record<string, string | Uint8Array>> = {
  'export/b.json': JSON.stringify([resource('b')]),
  'export/a.txt': lines('a1', 'a2'),
  'export/deep/er/c': gzipSync(lines('c')),
  'export/README.md': '# not data',
  'export/.hidden': lines('hidden'),
  'export/.git/config': lines('hidden'),
  'export/node_modules/x/package.json': '{}',
  'weird[1].json': lines('weird'),
  'members.gz': Buffer.concat([gzipSync(lines('m1')), gzipSync(lines('m2'))]),
  'two.csv': lines('csv'),
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inventory-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  await mkdir(join(folder, 'empty'));
  await mkdir(join(folder, 'only-hidden'));
  await writeFile(join(folder, 'only-hidden', '.x'), 'x');
  await symlink('..', join(folder, 'export/deep/loop'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function open(paths: readonly string[], options: OpenOptions = {}) {
  const reading = openInputs(
    paths.map((path) => (path === '-' ? path : join(folder, path))),
    options,
  );
  const names: (string | undefined)[] = [];
  for await (const batch of reading.entries()) names.push(...batch.map((entry) => entry.key.split('/').at(-1)));
  return { names, ...reading.account() };
}

describe('what a path can be', () => {
  test.each<[title: string, paths: string[], names: string[]]>([
    ['a file, whatever its extension', ['two.csv'], ['csv']],
    ['a folder with folders in it, sorted by path', ['export'], ['a1', 'a2', 'b', 'c']],
    ['arguments in order', ['two.csv', 'export/b.json', 'export/a.txt'], ['csv', 'b', 'a1', 'a2']],
    ['the same file twice', ['two.csv', 'two.csv'], ['csv', 'csv']],
    ['a glob', ['export/*.{json,txt}'], ['a1', 'a2', 'b']],
    ['a glob over folders', ['export/**/c'], ['c']],
    ['a file whose name looks like a glob', ['weird[1].json'], ['weird']],
    ['gzip of several members', ['members.gz'], ['m1', 'm2']],
    ['standard input among files', ['two.csv', '-'], ['csv', 'in']],
  ])('%s', async (_title, paths, names) => {
    const read = await open(paths, { stdin: Readable.from([Buffer.from(lines('in'))]) });
    expect(read.names).toEqual(names);
    expect(read.problems).toEqual([]);
  });

  test('compressed standard input, a byte at a time', async () => {
    const bytes = gzipSync(JSON.stringify({ data: [resource(1), resource(2)] }));
    const { names, files: accounts } = await open(['-'], { stdin: Readable.from([...bytes].map((byte) => Buffer.of(byte))) });
    expect(names).toEqual(['1', '2']);
    expect(accounts).toEqual([{ file: '-', shape: 'resource-graph', bytes: bytes.length, entries: 2, refused: 0 }]);
  });

  test('what is passed over in a folder is counted', async () => {
    const { ignored } = await open(['export']);
    expect(ignored?.map(({ reason, count }) => ({ reason, count }))).toEqual([
      { reason: 'hidden', count: 2 },
      { reason: 'not-data', count: 2 },
      { reason: 'special', count: 1 },
    ]);
  });

  test('relative paths start from the folder that is given, and are shown as they were named', async () => {
    const reading = openInputs(['export/b.json', 'export/*.txt', 'nowhere'], { cwd: folder });
    for await (const _ of reading.entries()) {
      // Only the account matters here.
    }
    const { files: accounts, problems } = reading.account();
    expect(accounts.map(({ file, entries }) => [file, entries])).toEqual([
      ['export/b.json', 1],
      ['export/a.txt', 2],
    ]);
    expect(problems).toMatchObject([{ code: 'not-found', file: 'nowhere' }]);
  });

  test('progress ends at the sum of the bytes', async () => {
    const seen: unknown[] = [];
    await open(['export'], { onProgress: (...now) => seen.push(now) });
    const total = ['export/a.txt', 'export/b.json', 'export/deep/er/c'].map((name) => files[name]?.length ?? 0).reduce((a, b) => a + b);
    expect(seen.at(-1)).toEqual([total, total, 4]);
  });

  test('the hierarchy and the declared types come along', async () => {
    const tree = join(folder, 'tree.json');
    await writeFile(tree, '{"name":"root","subscriptions":["s"]}');
    const { names, collected } = await open(['two.csv'], { hierarchy: tree, collected: ['Microsoft.Graph/users'] });
    expect(names).toEqual(['root', 's', 'csv']);
    expect(collected).toEqual([{ type: 'microsoft.graph/users' }]);
  });
});

describe('what cannot be read is a problem, and the rest is read', () => {
  test.each<[title: string, path: string, code: string]>([
    ['a file that is not there', 'nowhere.json', 'not-found'],
    ['a path through a file', 'two.csv/x', 'not-found'],
    ['a glob that matches nothing', 'export/*.nope', 'no-match'],
    ['an empty folder', 'empty', 'empty-folder'],
    ['a folder with hidden files only', 'only-hidden', 'empty-folder'],
  ])('%s', async (_title, path, code) => {
    const { names, problems } = await open([path, 'two.csv']);
    expect(names).toEqual(['csv']);
    expect(problems).toMatchObject([{ code, file: join(folder, path), message: expect.any(String), hint: expect.stringMatching(/\w/) }]);
  });

  test('a folder and a file without permission', async () => {
    await mkdir(join(folder, 'locked/in'), { recursive: true });
    await writeFile(join(folder, 'locked/secret.json'), lines('secret'));
    await chmod(join(folder, 'locked/in'), 0);
    await chmod(join(folder, 'locked/secret.json'), 0);
    const { problems } = await open(['locked']);
    await chmod(join(folder, 'locked/in'), 0o700);
    // The superuser may read everything; then the folder is merely empty.
    const codes = process.getuid?.() === 0 ? [] : ['not-readable', 'not-readable'];
    expect(problems.map(({ code }) => code)).toEqual(codes);
  });

  test('a truncated gzip, cut anywhere: all that can be decompressed is read', async () => {
    const text = lines(...Array.from({ length: 3000 }, (_, index) => `${index}-${(index * 7919) % 1000}`));
    const whole = gzipSync(text);
    for (const kept of [20, 100, whole.length >> 1, whole.length - 9, whole.length - 1]) {
      await writeFile(join(folder, 'cut.gz'), whole.subarray(0, kept));
      const { names, problems } = await open(['cut.gz']);
      const complete = gunzipSync(whole.subarray(0, kept), { finishFlush: constants.Z_SYNC_FLUSH }).toString().split('\n').length - 1;
      expect(names.length, `${kept} bytes`).toBe(complete);
      expect(problems, `${kept} bytes`).toMatchObject([{ code: 'gzip-truncated' }]);
    }
  });

  test('a damaged gzip', async () => {
    const bytes = gzipSync(lines(...Array.from({ length: 5000 }, (_, index) => (index * 7919) % 5003)));
    bytes[bytes.length - 6] = (bytes[bytes.length - 6] ?? 0) ^ 0xff;
    await writeFile(join(folder, 'damaged.gz'), bytes);
    const { names, problems } = await open(['damaged.gz', 'two.csv']);
    expect(names.at(-1)).toBe('csv');
    expect(names.length).toBeGreaterThan(3000);
    expect(problems).toMatchObject([{ code: 'gzip-damaged', file: join(folder, 'damaged.gz') }]);
  });

  test('aborting stops, and closes what is open', async () => {
    const stop = new AbortController();
    await writeFile(join(folder, 'long'), lines('x').repeat(60_000));
    const reading = openInputs([join(folder, 'long')], { signal: stop.signal });
    const seen: number[] = [];
    await expect(
      (async () => {
        for await (const batch of reading.entries()) {
          seen.push(batch.length);
          stop.abort(new Error('enough'));
        }
      })(),
    ).rejects.toThrow('enough');
    expect(seen.reduce((a, b) => a + b, 0)).toBeLessThan(60_000);
  });
});
