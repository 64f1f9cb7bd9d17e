// What only an embedded store has: a folder, its lock, its files.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { DatabaseSync } from '@photostructure/sqlite';
import { reportOf } from '@plumbline/assess';
import { afterEach, describe, expect, it } from 'vitest';
import { streamOf, until } from './backend.fixture.ts';
import { bundled, started } from './child.fixture.ts';
import { catalogue, plainEstate, start } from './estate.fixture.ts';
import { backup, restore } from './keep/backup.ts';
import { discardEmpty } from './keep/discard.ts';
import { doctor } from './keep/doctor.ts';
import { migrate } from './keep/migrate.ts';
import { keptBatches } from './kept-database.fixture.ts';
import { migrations } from './migrations.generated.ts';
import { openStore } from './open-store.ts';
import { databaseFile } from './sqlite/open-sqlite.ts';
import type { Change } from './store.ts';

const options = { catalogue, now: () => new Date(start).toISOString() };
const at = options.now();
const boxes = (count: number, size = 0): readonly Change[] =>
  Array.from({ length: count }, (_, index) => ({
    op: 'put',
    resource: {
      id: `/subscriptions/s1/resourceGroups/r1/providers/Test.Things/boxes/b${index}`,
      type: 'Test.Things/boxes',
      tags: { kind: index % 3 === 0 ? 'good' : 'bad' },
      properties: { padding: 'x'.repeat(size) },
    },
  }));

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('verdicts', () => {
  it('are those of the program that runs: another build judges again, the same one does not', async () => {
    const folder = newFolder();
    // The same words, but what they call has changed.
    let isMended = false;
    const [first] = catalogue.items;
    if (first?.recommendation.kind !== 'graph') throw new Error('The first recommendation is code.');
    const judge = () => ({ status: isMended ? ('Healthy' as const) : ('Unhealthy' as const), because: { text: 'So it is.' } });
    const items = [{ ...first, recommendation: { ...first.recommendation, judge } }];
    const healthyBy = async (build: string) => {
      const store = await openStore({ kind: 'sqlite', folder }, { ...options, catalogue: { ...catalogue, items }, build });
      await store.apply({ changes: boxes(1), at });
      const { value } = await store.report({}, { model: 'classic' });
      await store.close();
      return value.recommendations.map(({ healthy }) => healthy);
    };
    expect(await healthyBy('one')).toEqual([0]);
    isMended = true;
    expect(await healthyBy('one')).toEqual([0]);
    expect(await healthyBy('another')).toEqual([1]);
  });
});

describe('a database file', () => {
  it('is the same after a first import, which makes its indexes last, as one that was filled by changes', async () => {
    const schema = (folder: string) => {
      const connection = new DatabaseSync(join(folder, databaseFile), { readOnly: true });
      const rows = [
        'SELECT type, name, sql FROM sqlite_schema ORDER BY name',
        'SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx',
      ].map((sql) => connection.prepare(sql).all());
      connection.close();
      return rows;
    };
    const folders = [newFolder(), newFolder()];
    const [filled, imported] = await Promise.all(folders.map((folder) => openStore({ kind: 'sqlite', folder }, options)));
    const changes = [...boxes(40), ...boxes(3, 5)];
    await filled?.apply({ changes, at });
    // Three of them twice, which the import has to notice without an index.
    const result = await imported?.importEstate(streamOf(changes.flatMap((change) => (change.op === 'put' ? [change.resource] : []))), {
      at,
    });
    // Three came twice.
    expect(result).toMatchObject({ read: 43, put: 40 });
    expect((await imported?.report({}, { model: 'classic' }))?.value.recommendations).toEqual(
      (await filled?.report({}, { model: 'classic' }))?.value.recommendations,
    );
    expect(await imported?.recount()).toEqual([]);
    await Promise.all([filled?.close(), imported?.close()]);
    expect(schema(folders[1] ?? '')).toEqual(schema(folders[0] ?? ''));
  });

  it('keeps its log short while it is written to, without a commit that waits for all of it', async () => {
    const folder = newFolder();
    const store = await openStore({ kind: 'sqlite', folder }, options);
    const sizeOf = (suffix: string) => statSync(join(folder, databaseFile + suffix)).size;
    for (let round = 0; round < 60; round += 1) {
      await store.apply({ changes: boxes(20, 100_000 + round), at });
      // As between requests: only then are threads heard.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    // 120 MB were written. The log begins anew once everything in it is moved, and then is short again.
    expect(sizeOf('')).toBeGreaterThan(1_500_000);
    for (let mark = 0; sizeOf('-wal') > 6_000_000; mark += 1) {
      await store.apply({ changes: boxes(1, mark), at });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(await store.recount()).toEqual([]);
    await store.close();
  }, 60_000);
});

describe('a data folder', () => {
  it('is refused to a second process, and free when the first was killed', async () => {
    const folder = newFolder();
    const location = { kind: 'sqlite', folder } as const;
    const child = started(await bundled('killed-child.fixture.ts'), [JSON.stringify(location), '{"kind":"import"}']);
    await until(() => child.lines.includes('ready'), 150_000);
    await expect(openStore(location, options)).rejects.toMatchObject({
      code: 'folder-locked',
      message: expect.stringContaining(`process ${child.process.pid}`) as string,
    });
    child.process.kill('SIGKILL');
    await child.gone;
    await (await openStore(location, options)).close();
  });

  it('is refused to a second store of the same process', async () => {
    const folder = newFolder();
    const store = await openStore({ kind: 'sqlite', folder }, options);
    await expect(openStore({ kind: 'sqlite', folder }, options)).rejects.toMatchObject({ code: 'folder-locked' });
    await store.close();
    await (await openStore({ kind: 'sqlite', folder }, options)).close();
  });

  it('is refused when it is a file', async () => {
    const file = join(newFolder(), 'data');
    writeFileSync(file, '');
    await expect(openStore({ kind: 'sqlite', folder: file }, options)).rejects.toMatchObject({
      code: 'folder-unusable',
      message: expect.stringContaining('it is a file, not a folder') as string,
    });
  });

  it.runIf(process.platform === 'linux')('is refused where nothing can be made', async () => {
    await expect(openStore({ kind: 'sqlite', folder: '/proc/plumbline' }, options)).rejects.toMatchObject({ code: 'folder-unusable' });
  });

  it('goes again when nothing was ever kept in it, and stays when something was, or something else lies there', async () => {
    const opened = async (name: string, changes: readonly Change[]) => {
      const folder = join(newFolder(), name);
      const store = await openStore({ kind: 'sqlite', folder }, options);
      if (changes.length > 0) await store.apply({ changes, at });
      await store.close();
      return folder;
    };
    const nothing = await opened('nothing', []);
    const something = await opened('something', boxes(1));
    const beside = await opened('beside', []);
    writeFileSync(join(beside, 'tokens.json'), '{}');
    for (const folder of [nothing, something, beside]) discardEmpty(folder, true);
    expect(existsSync(nothing)).toBe(false);
    expect(existsSync(join(something, databaseFile))).toBe(true);
    expect(readdirSync(beside)).toEqual(['tokens.json']);
  });

  it('is refused when a later program wrote it, and when its file is none of ours', async () => {
    const folder = newFolder();
    await (await openStore({ kind: 'sqlite', folder }, options)).close();
    const connection = new DatabaseSync(join(folder, databaseFile));
    connection.exec("INSERT INTO migration (version, name) VALUES (999, 'later')");
    connection.close();
    await expect(openStore({ kind: 'sqlite', folder }, options)).rejects.toMatchObject({ code: 'store-newer' });
    writeFileSync(join(folder, databaseFile), 'This is no database, whatever its name may say. '.repeat(100));
    await expect(openStore({ kind: 'sqlite', folder }, options)).rejects.toMatchObject({ code: 'store-damaged' });
  });

  /** @returns false where that cannot be done. */
  function mountSmall(folder: string, size: string): boolean {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' });
      return true;
    } catch {
      process.stderr.write('No small disk can be mounted here: the test of a full one is left out.\n');
      return false;
    }
  }

  it('says so when its disk is full at the start, and is as it was when there is room again', async () => {
    const folder = newFolder();
    if (!mountSmall(folder, '4m')) return;
    try {
      const filler = join(folder, 'filler');
      writeFileSync(filler, Buffer.alloc((4 << 20) - (96 << 10)));
      await expect(openStore({ kind: 'sqlite', folder }, options)).rejects.toMatchObject({
        code: 'disk-full',
        hint: expect.stringMatching(/Free some space/) as string,
      });
      rmSync(filler);
      const store = await openStore({ kind: 'sqlite', folder }, options);
      await store.apply({ changes: boxes(20), at });
      const before = await store.report({}, { model: 'classic' });
      await store.close();
      writeFileSync(filler, 'x');
      let size = 0;
      try {
        for (; ; size += 4096) writeFileSync(filler, Buffer.alloc(4096), { flag: 'a' });
      } catch {
        expect(size).toBeGreaterThan(0);
      }
      await expect(openStore({ kind: 'sqlite', folder }, options)).rejects.toMatchObject({ code: 'disk-full' });
      rmSync(filler);
      const again = await openStore({ kind: 'sqlite', folder }, options);
      expect((await again.report({}, { model: 'classic' })).value).toEqual(before.value);
      await again.close();
    } finally {
      execFileSync('umount', ['-l', folder]);
    }
  });

  it.each(['this thread', 'a thread of its own'])(
    'is empty as before when a first import finds its disk full in %s, and takes it in once there is room',
    async (where) => {
      const making = where === 'this thread' ? {} : { fillScript: pathToFileURL(await bundled('sqlite/pages/page-worker.ts')) };
      const folder = newFolder();
      if (!mountSmall(folder, '4m')) return;
      try {
        const store = await openStore({ kind: 'sqlite', folder }, { ...options, ...making });
        const resources = boxes(3000, 2000).flatMap((change) => (change.op === 'put' ? [change.resource] : []));
        await expect(store.importEstate(streamOf(resources), { at })).rejects.toMatchObject({ code: 'disk-full' });
        expect(existsSync(join(folder, `${databaseFile}.filling`))).toBe(false);
        expect((await store.report({}, { model: 'classic' })).value.coverage.resources).toBe(0);
        execFileSync('mount', ['-o', 'remount,size=200m', folder]);
        expect(await store.importEstate(streamOf(resources), { at })).toMatchObject({ put: 3000 });
        await store.apply({ changes: boxes(30, 10), at });
        expect(await store.recount()).toEqual([]);
        await store.close();
        const again = await openStore({ kind: 'sqlite', folder }, options);
        expect((await again.report({}, { model: 'classic' })).value.coverage.resources).toBe(3000);
        await again.close();
      } finally {
        execFileSync('umount', ['-l', folder]);
      }
    },
  );

  it('is rid at the next start of what a first import left that was killed', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, `${databaseFile}.filling`), 'half of it');
    await (await openStore({ kind: 'sqlite', folder }, options)).close();
    expect(existsSync(join(folder, `${databaseFile}.filling`))).toBe(false);
  });

  it('goes on when its disk was full and has room again', async () => {
    const folder = newFolder();
    if (!mountSmall(folder, '4m')) return;
    try {
      const store = await openStore({ kind: 'sqlite', folder }, options);
      await store.apply({ changes: boxes(20), at });
      const before = await store.report({}, { model: 'classic' });
      await expect(store.apply({ changes: boxes(3000, 2000), at })).rejects.toMatchObject({ code: 'disk-full' });
      expect(await store.report({}, { model: 'classic' })).toEqual(before);
      execFileSync('mount', ['-o', 'remount,size=200m', folder]);
      await store.apply({ changes: boxes(3000, 2000), at });
      expect(await store.recount()).toEqual([]);
      await store.close();
    } finally {
      execFileSync('umount', ['-l', folder]);
    }
  });
});

describe('keeping an embedded store', () => {
  it('backs up while it is used, and restores into an empty folder only', async () => {
    const folder = newFolder();
    const store = await openStore({ kind: 'sqlite', folder }, options);
    await store.apply({ changes: boxes(30), at });
    const file = join(newFolder(), 'copies', 'one.sqlite');
    expect(backup(folder, file)).toBeGreaterThan(0);
    const saved = await store.report({}, { model: 'controls' });
    await store.apply({ changes: boxes(60), at });
    await store.close();
    expect(() => backup(folder, file)).toThrow(/exists already/);
    expect(() => restore(file, folder)).toThrow(/holds a store already/);
    const other = join(newFolder(), 'new');
    restore(file, other);
    const again = await openStore({ kind: 'sqlite', folder: other }, options);
    expect(await again.report({}, { model: 'controls' })).toEqual(saved);
    await again.close();
  });

  it('refuses what is no backup, and a folder without a store', () => {
    const folder = newFolder();
    const file = join(folder, 'broken.sqlite');
    writeFileSync(file, 'nothing of the kind '.repeat(500));
    expect(() => restore(file, join(folder, 'new'))).toThrow(/not a whole database/);
    expect(existsSync(join(folder, 'new', databaseFile))).toBe(false);
    expect(() => restore(join(folder, 'none'), join(folder, 'new'))).toThrow(/no backup/);
    expect(() => backup(folder, join(folder, 'copy'))).toThrow(/holds no store/);
  });

  it('finds with doctor what does not add up', async () => {
    const folder = newFolder();
    const location = { kind: 'sqlite', folder } as const;
    const store = await openStore(location, options);
    await store.apply({ changes: boxes(9), at });
    await store.close();
    expect(await doctor(location, options)).toMatchObject({ findings: [], resources: 9 });
    const connection = new DatabaseSync(join(folder, databaseFile));
    connection.exec(
      "UPDATE tally SET count = count + 1 WHERE status = 'u'; UPDATE profile SET count = count - 1; DELETE FROM assessment WHERE rid = 2",
    );
    connection.close();
    const { findings } = await doctor(location, options);
    expect(findings.join('\n')).toMatch(/the tallies/);
    expect(findings.join('\n')).toMatch(/counts of shapes/);
    expect(findings.join('\n')).toMatch(/boxes\/b\d are not those that it is counted with/);
  });
});

describe('migrations', () => {
  const newest = migrations.sqlite.at(-1)?.version ?? 0;
  it('are numbered alike for both databases', () => {
    expect(migrations.postgres.map(({ version, name }) => [version, name])).toEqual(
      migrations.sqlite.map(({ version, name }) => [version, name]),
    );
  });

  // One for each version that was ever released; written by scripts/keep-database.mjs, never again changed.
  it.each([1])('bring a database of version %i to the newest, with all that is in it', async (version) => {
    const folder = join(newFolder(), 'data');
    mkdirSync(folder);
    const kept = new URL(`../older/version-${version}.sqlite.gz`, import.meta.url);
    writeFileSync(join(folder, databaseFile), gunzipSync(readFileSync(kept)));
    expect(await migrate({ kind: 'sqlite', folder })).toBe(newest);
    const store = await openStore({ kind: 'sqlite', folder }, options);
    const { value } = await store.report({}, { model: 'classic' });
    const plain = plainEstate();
    for (const { changes, at: time } of keptBatches) {
      plain.goOn(Date.parse(time) - Date.parse(plain.now()));
      for (const change of changes) plain.take(change);
    }
    const { generatedAt: _at, ...expected } = reportOf(await plain.run(), { model: 'classic' });
    expect(value).toMatchObject(expected);
    expect((await store.history({}, { model: 'classic' })).value.length).toBeGreaterThanOrEqual(2);
    expect(await store.recount()).toEqual([]);
    await store.close();
  });
});
