// What only a shared store has: other processes, and a server that may be gone.
import { execFileSync } from 'node:child_process';
import { reportOf } from '@plumbline/assess';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from './backend.fixture.ts';
import { catalogue, plainEstate, start, step } from './estate.fixture.ts';
import { openStore } from './open-store.ts';
import { assignment, catalogueFor } from './policies.fixture.ts';
import { type Cluster, startCluster, withPostgres } from './postgres.fixture.ts';
import type { Change, Store, StoreEvent } from './store.ts';

const options = { catalogue, now: () => new Date(start).toISOString() };
const at = options.now();
let cluster: Cluster | undefined;
let places = 0;
const newPlace = () => {
  places += 1;
  return { kind: 'postgres', url: cluster?.url ?? '', schema: `shared_${places}` } as const;
};
const box = (subscription: string, name: string, kind: string): Change => ({
  op: 'put',
  resource: {
    id: `/subscriptions/${subscription}/resourceGroups/r1/providers/Test.Things/boxes/${name}`,
    type: 'Test.Things/boxes',
    tags: { kind },
    properties: { lock: `/subscriptions/s1/resourceGroups/r1/providers/Test.Things/locks/${name}` },
  },
});
const lock = (name: string, shut: boolean): Change => ({
  op: 'put',
  resource: {
    id: `/subscriptions/s1/resourceGroups/r1/providers/Test.Things/locks/${name}`,
    type: 'Test.Things/locks',
    properties: { shut },
  },
});

const idOf = (change: Change) => (change.op === 'put' ? change.resource['id'] : undefined);
/** PostgreSQL's clients come in a package of their own. */
const hasDump = ['pg_dump', 'psql'].every((program) => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write(`No ${program} here: restoring a shared store is left out.\n`);
    return false;
  }
});

describe.runIf(withPostgres())('several processes on one database', () => {
  beforeAll(async () => {
    cluster = await startCluster();
  }, 60_000);
  afterAll(() => cluster?.stop());

  it.skipIf(!hasDump)(
    'are restored from what pg_dump writes, history and all',
    async () => {
      const place = newPlace();
      const store = await openStore(place, options);
      await store.apply({ changes: [box('s1', 'a', 'bad'), box('s2', 'b', 'good'), lock('a', true)], at, key: 'first' });
      const before = await store.report({}, { model: 'controls' });
      await store.apply({ changes: [lock('a', false), { op: 'delete', id: String(idOf(box('s2', 'b', 'good'))) }], at });
      const after = await store.report({}, { model: 'controls' });
      const dump = execFileSync('pg_dump', [`--schema=${place.schema}`, place.url], { encoding: 'utf8', stdio: 'pipe' });
      await store.close();
      const other = await startCluster();
      try {
        execFileSync('psql', ['--set', 'ON_ERROR_STOP=1', '--quiet', other.url], { input: dump, stdio: ['pipe', 'ignore', 'pipe'] });
        const again = await openStore({ ...place, url: other.url }, options);
        expect(await again.report({}, { model: 'controls' })).toEqual(after);
        expect((await again.reportAt({}, { sequence: before.sequence }, { model: 'controls' })).value).toEqual(before.value);
        // What was acknowledged is known, and what comes next goes on.
        const replayed = await again.apply({ changes: [box('s1', 'a', 'bad'), box('s2', 'b', 'good'), lock('a', true)], at, key: 'first' });
        expect(replayed.replayed).toBe(true);
        expect((await again.apply({ changes: [lock('a', true)], at })).sequence).toBe(after.sequence + 1);
        expect(await again.recount()).toEqual([]);
        await again.close();
      } finally {
        await other.stop();
      }
    },
    60_000,
  );

  it('write side by side, across subscriptions that look at each other, and the counts add up', async () => {
    const place = newPlace();
    const stores = [await openStore(place, options), await openStore(place, options), await openStore(place, options)];
    const [first] = stores as [Store];
    const write = async (store: Store, who: number) => {
      for (let round = 0; round < 12; round += 1) {
        const name = `n${round % 4}`;
        const change =
          who === 0 ? lock(name, round % 2 === 0) : box(`s${1 + ((who + round) % 3)}`, `${name}`, round % 3 === 0 ? 'good' : 'bad');
        await store.apply({ key: `${who}-${round}`, changes: [change], at });
      }
    };
    await Promise.all(stores.map(write));
    const reports = await Promise.all(stores.map((store) => store.report({}, { model: 'controls' })));
    expect(reports[1]).toEqual(reports[0]);
    expect(reports[2]).toEqual(reports[0]);
    expect(await first.recount()).toEqual([]);
    const before = (await first.report({}, { model: 'classic' })).value;
    // Judged again from nothing: what was decided while others wrote is what is decided now.
    const rejudged = await openStore(place, { ...options, catalogue: { ...catalogue, edition: 'again' } });
    expect({ ...(await rejudged.report({}, { model: 'classic' })).value, edition: 'test' }).toEqual(before);
    await Promise.all([...stores, rejudged].map((store) => store.close()));
  }, 120_000);

  it('agree with a full assessment whoever takes which batch', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, fc.integer({ min: 0, max: 1 })), { minLength: 1, maxLength: 8 }), async (steps) => {
        const place = newPlace();
        const stores = [await openStore(place, options), await openStore(place, options)];
        const plain = plainEstate();
        for (const [{ changes, afterMs }, who] of steps) {
          const time = plain.goOn(afterMs);
          for (const change of changes) plain.take(change);
          await stores[who]?.apply({ changes, at: time });
          // The other one sees it at once.
          const { value } = (await stores[1 - who]?.report({}, { model: 'classic' })) ?? {};
          expect(value?.score).toEqual(reportOf(await plain.run(), { model: 'classic' }).score);
        }
        await Promise.all(stores.map((store) => store.close()));
      }),
      { numRuns: 4 },
    );
  }, 120_000);

  it('take one batch once, however many are sent it at the same time', async () => {
    const place = newPlace();
    const stores = [await openStore(place, options), await openStore(place, options)];
    const batch = { key: 'same', changes: [box('s1', 'a', 'good')], at };
    const results = await Promise.all([...stores, ...stores].map((store) => store.apply(batch)));
    expect(results.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(results.map(({ sequence }) => sequence)).size).toBe(1);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('hear of each other, in order, with the same ids', async () => {
    const place = newPlace();
    const stores = [await openStore(place, options), await openStore(place, options)];
    const heard: StoreEvent[][] = [[], []];
    for (const [index, store] of stores.entries()) store.subscribe((events) => heard[index]?.push(...events));
    for (let round = 0; round < 6; round += 1)
      await stores[round % 2]?.apply({ changes: [box('s1', 'a', round % 2 === 0 ? 'good' : 'bad')], at });
    await until(() => heard.every((events) => (events.at(-1)?.sequence ?? 0) >= 7), 5000);
    expect(heard[0]?.length).toBeGreaterThan(6);
    expect(heard[1]).toEqual(heard[0]);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('go on when the database was gone and is back', async () => {
    const store = await openStore(newPlace(), options);
    await store.apply({ changes: [box('s1', 'a', 'good')], at });
    await cluster?.kill();
    await expect(store.apply({ key: 'k', changes: [box('s1', 'b', 'good')], at })).rejects.toMatchObject({ code: 'database-unreachable' });
    await expect(store.report({}, { model: 'classic' })).rejects.toMatchObject({ code: 'database-unreachable' });
    await cluster?.start();
    const result = await store.apply({ key: 'k', changes: [box('s1', 'b', 'good')], at });
    expect(result).toMatchObject({ replayed: false, put: 1 });
    expect(await store.recount()).toEqual([]);
    await store.close();
  }, 60_000);

  it('judge by one set of policies: what one is told to assign, the others follow', async () => {
    const place = newPlace();
    const judging = { ...options, catalogue: catalogueFor };
    const [first, second] = [await openStore(place, judging), await openStore(place, judging)];
    const kinds = async (store: Store) =>
      (await store.report({}, { model: 'classic' })).value.recommendations.find(
        ({ name }) => name === 'boxes-should-be-of-an-allowed-kind',
      );
    const heard: StoreEvent[] = [];
    second.subscribe((events) => heard.push(...events));
    await first.apply({ changes: [box('s1', 'a', 'bad'), box('s2', 'b', 'bad')], at });
    expect(await kinds(second)).toMatchObject({ unhealthy: 2 });
    const { sequence } = await first.apply({ changes: [assignment('/subscriptions/s1', 'x', {})], at });
    expect(await kinds(second)).toMatchObject({ unhealthy: 1 });
    await second.apply({ changes: [assignment('/subscriptions/s2', 'x', { effect: 'Disabled' }), box('s1', 'c', 'bad')], at });
    expect(await kinds(first)).toMatchObject({ unhealthy: 2 });
    await until(() => heard.some((event) => event.sequence > sequence), 5000);
    expect(heard.some((event) => event.sequence > sequence)).toBe(true);
    expect(await first.recount()).toEqual([]);
    // A process that was started with other policies does not judge beside them.
    const other = await openStore(place, options);
    await expect(kinds(first)).rejects.toMatchObject({ code: 'store-newer' });
    await Promise.all([first, second, other].map((store) => store.close()));
  }, 60_000);

  it('are told why they cannot open it', async () => {
    const place = newPlace();
    const url = cluster?.url ?? '';
    await expect(openStore({ ...place, url: url.replace('/postgres?', '/nowhere?') }, options)).rejects.toMatchObject({
      code: 'database-refused',
    });
    await expect(openStore({ ...place, url: 'postgres://user:secret@127.0.0.1:1/db' }, options)).rejects.toMatchObject({
      code: 'database-unreachable',
      message: expect.not.stringContaining('secret') as string,
    });
    await expect(openStore({ ...place, schema: 'Drop table' }, options)).rejects.toMatchObject({ code: 'bad-request' });
  });
});
