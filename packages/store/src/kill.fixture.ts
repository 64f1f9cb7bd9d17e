import { reportOf } from '@plumbline/assess';
import { expect } from 'vitest';
import { until } from './backend.fixture.ts';
import { bundled, started } from './child.fixture.ts';
import { catalogue, plainEstate, start } from './estate.fixture.ts';
import { batchSize, resourcesOf } from './killed-child.fixture.ts';
import { openStore } from './open-store.ts';
import type { StoreLocation } from './store.ts';

/**
 * Kills a process that takes in batches, again and again at random moments, and looks at what it leaves: every acknowledged batch is
 * there, none half, and the score equals a recount.
 *
 * @param crash what is killed besides the process itself
 */
export async function killAgainAndAgain(
  location: StoreLocation,
  times: number,
  crash: { readonly kill: () => Promise<void>; readonly start: () => Promise<void> } | undefined,
): Promise<void> {
  const file = await bundled('killed-child.fixture.ts');
  const plain = plainEstate();
  let acknowledged = 0;
  for (let time = 0; time < times; time += 1) {
    const run = `run${time}`;
    const child = started(file, [JSON.stringify(location), run]);
    await until(() => child.lines.length > 0 || child.process.exitCode !== null, 60_000);
    expect(child.errors()).toBe('');
    await new Promise((resolve) => {
      setTimeout(resolve, Math.random() * 250);
    });
    if (crash !== undefined && time % 2 === 1) {
      await crash.kill();
      child.process.kill('SIGKILL');
      await child.gone;
      await crash.start();
    } else {
      child.process.kill('SIGKILL');
      await child.gone;
    }
    acknowledged = child.lines.length - 1;
    const store = await openStore(location, { catalogue, now: () => new Date(start).toISOString() });
    try {
      // The one after the last acknowledged may have come through without its answer.
      let there = acknowledged;
      for (let batch = 0; batch <= acknowledged; batch += 1) {
        const changes = resourcesOf(run, batch).map((resource) => ({ op: 'put', resource }) as const);
        const again = await store.apply({ key: `${run}-${batch}`, changes, at: new Date(start + batch).toISOString() });
        if (batch < acknowledged) expect(again.replayed).toBe(true);
        else if (again.replayed) there += 1;
        expect(again.accepted).toBe(batchSize);
        for (const change of changes) plain.take(change);
      }
      expect(there - acknowledged).toBeLessThanOrEqual(1);
      expect(await store.recount()).toEqual([]);
      const { value, at } = await store.report({}, { model: 'controls' });
      plain.goOn(Date.parse(at) - Date.parse(plain.now()));
      const expected = reportOf(await plain.run(), { model: 'controls' });
      expect([value.score, value.coverage.resources]).toEqual([expected.score, expected.coverage.resources]);
    } finally {
      await store.close();
    }
  }
}
