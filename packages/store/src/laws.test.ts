import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportOf } from '@plumbline/assess';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue, plainEstate, type Step, start, step } from './estate.fixture.ts';
import { openStore } from './open-store.ts';
import { storedAssessmentsIn } from './read/stored-assessments.ts';

const now = () => new Date(start).toISOString();

describe('an incremental store on SQLite', () => {
  it('equals a full assessment after every step, to the last digit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const folder = mkdtempSync(join(tmpdir(), 'plumbline-'));
        const store = await openStore({ kind: 'sqlite', folder }, { catalogue, now });
        try {
          await holdsAfterEach(store, steps);
        } finally {
          await store.close();
          rmSync(folder, { recursive: true });
        }
      }),
      { numRuns: Number(process.env['PLUMBLINE_RUNS'] ?? 60) },
    );
  }, 120_000);
});

async function holdsAfterEach(store: Awaited<ReturnType<typeof openStore>>, steps: readonly Step[]) {
  const plain = plainEstate();
  for (const { changes, afterMs } of steps) {
    const at = plain.goOn(afterMs);
    for (const change of changes) plain.take(change);
    const { refused } = await store.apply({ changes, at });
    expect(refused).toEqual([]);
    const run = await plain.run();
    for (const model of ['classic', 'controls'] as const) {
      const { value, at: asOf } = await store.report({}, { model });
      expect(value).toEqual({ ...reportOf(run, { model }), generatedAt: asOf });
    }
    expect(await storedAssessmentsIn(store.state)).toEqual(
      [...run.assessments()].map(({ because: _because, ...assessment }) => assessment),
    );
  }
}
