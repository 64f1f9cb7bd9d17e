import { reportOf } from '@plumbline/assess';
import { expect } from 'vitest';
import { put, until } from './backend.fixture.ts';
import { bundled, type Child, started } from './child.fixture.ts';
import { catalogue, plainEstate, start } from './estate.fixture.ts';
import { batchesOf, importedCount, importedResources, type Task } from './killed-child.fixture.ts';
import { openStore } from './open-store.ts';
import type { Store, StoreLocation } from './store.ts';

/** What is killed besides the process itself. */
export interface Crash {
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
}

/** What there is to tell of hundreds of kills. */
export interface Killed {
  kills: number;
  crashes: number;
  acknowledged: number;
  /** Committed, and killed before they could say so. */
  unheard: number;
}

const options = { catalogue, now: () => new Date(start).toISOString() };

/**
 * Kills a process that takes in batches, again and again at random moments, and looks at what it leaves: every acknowledged batch is
 * there, none half, and scores equal those of a full assessment. Every fourth time everything is being judged again by another catalogue.
 */
export async function killAgainAndAgain(location: StoreLocation, times: number, crash?: Crash): Promise<Killed> {
  const file = await bundled('killed-child.fixture.ts');
  const plain = plainEstate();
  const killed: Killed = { kills: 0, crashes: 0, acknowledged: 0, unheard: 0 };
  const kill = killerOf(killed, crash);
  for (let run = 0; run < times; run += 1) {
    if (run % 4 === 3) {
      await killedAfter(file, [location, { kind: 'catalogue' }], { line: 'begun', ms: Math.random() * 1000, kill });
    }
    const task: Task = { kind: 'batches', run, clock: Date.parse(plain.now()) };
    // Counted in batches, so that a slow machine is killed at all the same places; then somewhere within the next one.
    const line = pick(['ready', ...Array.from({ length: 16 }, (_, batch) => `${batch}`)]);
    const child = await killedAfter(file, [location, task], { line, ms: Math.random() * 15, kill });
    const acknowledged = child.lines.length - 2;
    killed.acknowledged += acknowledged;
    const store = await openStore(location, options);
    try {
      // The one after the last acknowledged may have come through without its answer.
      for (const [batch, { changes, afterMs }] of batchesOf(run)
        .slice(0, acknowledged + 1)
        .entries()) {
        const again = await store.apply({ key: `${run}-${batch}`, changes, at: plain.goOn(afterMs) });
        if (batch < acknowledged) expect(again.replayed).toBe(true);
        else if (again.replayed) killed.unheard += 1;
        expect(again.accepted).toBe(changes.length);
        for (const change of changes) plain.take(change);
      }
      await expectSame(store, plain);
    } finally {
      await store.close();
    }
  }
  return killed;
}

/** Kills a process during its first import: what it leaves is nothing, or everything. */
export async function killImports(
  place: () => Promise<{ readonly location: StoreLocation; readonly remove: () => Promise<void> }>,
  times: number,
  crash?: Crash,
): Promise<Killed & { whole: number }> {
  const file = await bundled('killed-child.fixture.ts');
  const scripts = { sqlite: await bundled('sqlite/pages/page-worker.ts'), postgres: await bundled('postgres/row-worker.ts') };
  const killed = { kills: 0, crashes: 0, acknowledged: 0, unheard: 0, whole: 0 };
  const kill = killerOf(killed, crash);
  // How long one takes here, from one that may end.
  let importMs = 0;
  for (let time = 0; time < times; time += 1) {
    const { location, remove } = await place();
    const given = time === 0 ? { line: 'imported', ms: 0 } : { line: 'ready', ms: Math.random() * importMs * 1.2 };
    const child = await killedAfter(file, [location, { kind: 'import', script: scripts[location.kind] }], { ...given, kill });
    if (time === 0) importMs = child.msOf('imported') - child.msOf('ready');
    const store = await openStore(location, options);
    try {
      const plain = plainEstate();
      const { value } = await store.report({}, { model: 'classic' });
      const isWhole = value.coverage.resources > 0;
      if (child.lines.includes('imported')) expect(isWhole).toBe(true);
      if (isWhole) {
        killed.whole += 1;
        for (const resource of importedResources()) plain.take(put(resource));
        expect(value.coverage.resources).toBe(importedCount);
      }
      await expectSame(store, plain);
    } finally {
      await store.close();
      await remove();
    }
  }
  return killed;
}

async function expectSame(store: Store, plain: ReturnType<typeof plainEstate>): Promise<void> {
  expect(await store.recount()).toEqual([]);
  const run = await plain.run();
  for (const model of ['classic', 'controls'] as const) {
    const { value, at } = await store.report({}, { model });
    expect(value).toEqual({ ...reportOf(run, { model }), generatedAt: at });
  }
}

type Kill = (child: Child) => Promise<void>;

function killerOf(killed: Killed, crash: Crash | undefined): Kill {
  return async (child) => {
    killed.kills += 1;
    const isCrash = crash !== undefined && killed.kills % 2 === 0;
    if (isCrash) {
      killed.crashes += 1;
      await crash.kill();
    }
    child.process.kill('SIGKILL');
    await child.gone;
    if (isCrash) await crash.start();
  };
}

/** @returns a child that was killed so many milliseconds after it had printed a line. */
async function killedAfter(
  file: string,
  given: readonly [StoreLocation, Task],
  { line, ms, kill }: { readonly line: string; readonly ms: number; readonly kill: Kill },
): Promise<Child> {
  const child = started(
    file,
    given.map((part) => JSON.stringify(part)),
  );
  await until(() => child.lines.includes(line) || child.process.exitCode !== null, 60_000);
  expect(child.errors()).toBe('');
  await new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
  await kill(child);
  return child;
}

function pick<T extends string>(choices: readonly T[]): T | '' {
  return choices[Math.floor(Math.random() * choices.length)] ?? '';
}
