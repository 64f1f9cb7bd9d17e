// However a first import gets its resources, the same rows come of it.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DatabaseSync } from '@photostructure/sqlite';
import { type Entry, type InputSource, memorySource, readInputs } from '@plumbline/inventory';
import { fileMarkOf } from '@plumbline/inventory/node';
import type { JsonObject } from '@plumbline/policy';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundled } from './child.fixture.ts';
import { catalogue, start, step } from './estate.fixture.ts';
import { openStore } from './open-store.ts';
import { type Cluster, startCluster, withPostgres } from './postgres.fixture.ts';
import { databaseFile } from './sqlite/open-sqlite.ts';
import type { EntrySource } from './store.ts';

const at = new Date(start).toISOString();

/** With GUIDs for subscriptions: others are read in full. */
function resourcesIn(text: string): string {
  return text.replaceAll(/\/subscriptions\/s(\d)/gi, '/subscriptions/00000000-0000-0000-0000-00000000000$1');
}

/** Lines as exports write them, some with spaces or other escapes. */
function lineOf(resource: JsonObject, style: number): string {
  const text = resourcesIn(JSON.stringify({ name: 'n', properties: {}, ...resource }));
  switch (style) {
    case 0:
      return resourcesIn(JSON.stringify(resource));
    case 1:
      return text.replaceAll('":', '": ');
    case 2:
      return text.replaceAll(/(?<=":")(?=[a-z])/g, '\\u0078');
    default:
      return text;
  }
}

/** Of three subscriptions, in odd characters and lengths; the last hundred once more. */
function longLines(count: number): readonly string[] {
  const odd = ['plain', 'größe', '\u{1f600}', '\uff5e', 'a b', 'x'.repeat(1200)];
  return Array.from({ length: count }, (_, at) => at % (count - 100)).map((index, at) =>
    lineOf(
      {
        id: `/subscriptions/s${index % 3}/resourceGroups/r1/providers/Test.Things/boxes/${odd[index % odd.length]}-${index}`,
        type: 'Test.Things/boxes',
        tags: { kind: index % 4 === 0 ? 'good' : 'bad' },
        properties: { padding: 'é'.repeat((at * 7) % 5000) },
      },
      at % 7,
    ),
  );
}

const pageScript = async () => pathToFileURL(await bundled('sqlite/pages/page-worker.ts'));
const rowScript = async () => pathToFileURL(await bundled('postgres/row-worker.ts'));

const read = (lines: readonly string[]): EntrySource => readInputs([memorySource('x.ndjson', lines.join('\n'))]).entries();
const offered =
  (lines: readonly string[]): EntrySource =>
  (sink) =>
    readInputs([memorySource('x.ndjson', lines.join('\n'))], sink === undefined ? {} : { sink }).entries();

interface Files {
  readonly files: readonly (readonly string[])[];
  /** Whether they can be read again. */
  readonly isStanding: boolean;
  /** Called when one was read for the first time. */
  readonly onRead?: (path: string) => void;
}

function filesIn(folder: string, { files, isStanding, onRead }: Files): EntrySource {
  const sources = files.map((lines, index): InputSource => {
    const path = join(folder, `${index}.ndjson`);
    writeFileSync(path, lines.join('\n'));
    const mark = fileMarkOf(statSync(path, { bigint: true }));
    return {
      file: path,
      standing: () => (isStanding ? { path, mark } : undefined),
      async *chunks() {
        const bytes = readFileSync(path);
        for (let at = 0; at < bytes.length; at += 5000) yield bytes.subarray(at, at + 5000);
        onRead?.(path);
      },
    };
  });
  return (sink) => readInputs(sources, sink === undefined ? {} : { sink }).entries();
}

async function imported(source: EntrySource, fillScript?: URL): Promise<{ readonly rows: unknown; readonly result: unknown }> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-'));
  try {
    const given = { catalogue, now: () => at, ...(fillScript === undefined ? {} : { fillScript }) };
    const store = await openStore({ kind: 'sqlite', folder }, given);
    const result = await store.importEstate(source, { at });
    expect(await store.recount()).toEqual([]);
    await store.close();
    return { rows: rowsIn(join(folder, databaseFile)), result };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function rowsIn(file: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
    return tables.map(({ name }) => [
      name,
      database
        .prepare(`SELECT * FROM ${String(name)}`)
        .all()
        .map((row) => JSON.stringify(row))
        .sort(),
    ]);
  } finally {
    database.close();
  }
}

/** Tables that hold the same in both. */
const written: ReadonlySet<string> = new Set(
  'place resource body assessment shape profile tally dependency imported journal transition context'.split(' '),
);

describe('a first import', () => {
  it('makes the same of resources that it reads and of such that it takes as they stand', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 10 }),
        fc.array(fc.nat({ max: 4 }), { minLength: 1 }),
        async (steps, styles) => {
          const resources = steps.flatMap(({ changes }) => changes.flatMap((change) => (change.op === 'put' ? [change.resource] : [])));
          const lines = resources.map((resource, index) => lineOf(resource, styles[index % styles.length] ?? 0));
          expect(await imported(offered(lines))).toEqual(await imported(read(lines)));
        },
      ),
      { numRuns: 30 },
    );
  }, 120_000);

  it('makes the same of what stands in files that it reads again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, fc.nat({ max: 4 })), { minLength: 1, maxLength: 10 }), async (steps) => {
        const lines = steps.flatMap(([{ changes }, style]) =>
          changes.flatMap((change) => (change.op === 'put' ? [lineOf(change.resource, style)] : [])),
        );
        const files = [lines.slice(0, lines.length >> 1), lines.slice(lines.length >> 1)];
        await inFolder(async (folder) => {
          const copied = await imported(filesIn(folder, { files, isStanding: false }));
          expect(await imported(filesIn(folder, { files, isStanding: true }))).toEqual(copied);
        });
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  it('does so with many, long and odd ones, and whoever makes the pages', async () => {
    const lines = longLines(3000);
    const [one, other] = [await imported(offered(lines)), await imported(read(lines))];
    expect(one.result).toMatchObject({ read: 3000, put: 2900 });
    expect(one).toEqual(other);
    expect(await imported(offered(lines), await pageScript())).toEqual(one);
    const files = [`\ufeff${lines[0]}`, ...lines.slice(1)];
    await inFolder(async (folder) =>
      expect(await imported(filesIn(folder, { files: [files], isStanding: true }), await pageScript())).toEqual(one),
    );
  }, 120_000);

  it('does not take a file that is changed while it is read', async () => {
    await inFolder(async (folder) => {
      const change = (path: string) => writeFileSync(path, readFileSync(path, 'utf8').replaceAll('box', 'fox'));
      await expect(imported(filesIn(folder, { files: [longLines(110)], isStanding: true, onRead: change }))).rejects.toThrow(
        'was changed while it was read',
      );
      const cut = (path: string) => writeFileSync(path, '');
      await expect(imported(filesIn(folder, { files: [longLines(110)], isStanding: true, onRead: cut }))).rejects.toThrow(
        'was changed while it was read',
      );
    });
  });

  it('says what its thread met, and leaves the store as it was', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-'));
    const broken = join(folder, 'broken.mjs');
    writeFileSync(broken, "throw new Error('This thread is broken.');");
    const store = await openStore({ kind: 'sqlite', folder }, { catalogue, now: () => at, fillScript: pathToFileURL(broken) });
    await expect(store.importEstate(offered(longLines(110)), { at })).rejects.toThrow('This thread is broken.');
    expect(existsSync(join(folder, `${databaseFile}.filling`))).toBe(false);
    await store.apply({
      changes: [{ op: 'put', resource: { id: '/subscriptions/s1/resourceGroups/r1/providers/Test.Things/boxes/a' } }],
      at,
    });
    expect(await store.recount()).toEqual([]);
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('reads on where somebody gives entries though texts were asked for', async () => {
    const entries = async function* (): AsyncIterable<readonly Entry[]> {
      yield* readInputs([
        memorySource('x.ndjson', lineOf({ id: '/subscriptions/s1/resourceGroups/r1/providers/Test.Things/boxes/a' }, 3)),
      ]).entries();
    };
    expect((await imported(() => entries())).result).toMatchObject({ read: 1, put: 1 });
  });
});

describe.runIf(withPostgres())('a first import into PostgreSQL', () => {
  let cluster: Cluster | undefined;
  let places = 0;
  beforeAll(async () => {
    cluster = await startCluster();
  }, 60_000);
  afterAll(() => cluster?.stop(), 60_000);

  const opened = async (fillScript?: URL) => {
    places += 1;
    const schema = `first_${places}`;
    const url = cluster?.url ?? '';
    const store = await openStore(
      { kind: 'postgres', url, schema },
      { catalogue, now: () => at, ...(fillScript === undefined ? {} : { fillScript }) },
    );
    return { store, rows: () => rowsIn(url, schema) };
  };
  const rowsIn = async (url: string, schema: string) => {
    // Numbers as SQLite gives them.
    const client = new pg.Client({ connectionString: url, types: { getTypeParser: (oid: number) => (oid === 20 ? Number : String) } });
    await client.connect();
    const rows = new Map<string, readonly string[]>();
    for (const table of written) {
      const found = await client.query<Record<string, unknown>>(`SELECT * FROM ${schema}.${table}`);
      rows.set(table, found.rows.map((row) => JSON.stringify(row)).sort());
    }
    await client.end();
    return rows;
  };

  it('makes the same rows as into SQLite, whoever makes them', async () => {
    const lines = longLines(3000);
    const { rows: embedded, result } = await imported(offered(lines));
    const expected = new Map((embedded as readonly (readonly [string, readonly string[]])[]).filter(([name]) => written.has(name)));
    await inFolder(async (folder) => {
      const standing = filesIn(folder, { files: [lines], isStanding: true });
      for (const [source, script] of [[offered(lines)], [offered(lines), await rowScript()], [standing, await rowScript()]] as const) {
        const { store, rows } = await opened(script);
        expect(await store.importEstate(source, { at })).toEqual(result);
        expect(await store.recount()).toEqual([]);
        await store.close();
        expect(await rows()).toEqual(expected);
      }
    });
  }, 120_000);

  it('leaves nothing where the database takes no more rows, or the thread breaks', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-'));
    const script = join(folder, 'broken.mjs');
    const good = (await rowScript()).href;
    const send = "parentPort.postMessage({ made: { table: 'body', bytes: Buffer.from('no rows') } });";
    for (const [what, said] of [
      [send, 'COPY file signature not recognized'],
      ["throw new Error('This thread is broken.');", 'This thread is broken.'],
    ] as const) {
      writeFileSync(script, `import { parentPort } from 'node:worker_threads'; await import('${good}'); ${what}`);
      const { store, rows } = await opened(pathToFileURL(script));
      await expect(store.importEstate(offered(longLines(3000)), { at })).rejects.toThrow(said);
      expect((await rows()).get('resource')).toEqual([]);
      expect(await store.recount()).toEqual([]);
      await store.close();
    }
    rmSync(folder, { recursive: true });
  }, 60_000);
});
