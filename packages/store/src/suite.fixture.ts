// The one suite that every backend has to pass.
import { reportOf } from '@plumbline/assess';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { catalogue, plainEstate, type Step, start, step } from './estate.fixture.ts';
import { openWithState } from './open-store.ts';
import { storedAssessmentsIn } from './read/stored-assessments.ts';
import type { OpenOptions, StoreLocation } from './store.ts';

export type Opened = Awaited<ReturnType<typeof openWithState>>;

/** Gives out empty places for stores; each is given back when its test is done. */
export interface Backend {
  place(): Promise<{ readonly location: StoreLocation; readonly remove: () => Promise<void> }>;
  readonly runs: number;
}

export const now = () => new Date(start).toISOString();
const models = ['classic', 'controls'] as const;

export async function withStore(
  backend: Backend,
  work: (opened: Opened, location: StoreLocation) => Promise<void>,
  options: Partial<OpenOptions> = {},
): Promise<void> {
  const { location, remove } = await backend.place();
  const opened = await openWithState(location, { catalogue, now, ...options });
  try {
    await work(opened, location);
  } finally {
    await opened.store.close();
    await remove();
  }
}

const steps = fc.array(step, { minLength: 1, maxLength: 12 });

export function suite(backend: Backend): void {
  it('equals a full assessment after every step, to the last digit', async () => {
    const holds = (given: readonly Step[]) => withStore(backend, (opened) => equalsAfterEach(opened, given));
    await fc.assert(fc.asyncProperty(steps, holds), { numRuns: backend.runs });
  }, 300_000);
}

async function equalsAfterEach({ store, state }: Opened, given: readonly Step[]): Promise<void> {
  const plain = plainEstate();
  for (const { changes, afterMs } of given) {
    const at = plain.goOn(afterMs);
    for (const change of changes) plain.take(change);
    const { refused } = await store.apply({ changes, at });
    expect(refused).toEqual([]);
    const run = await plain.run();
    for (const model of models) {
      const { value, at: asOf } = await store.report({}, { model });
      expect(value).toEqual({ ...reportOf(run, { model }), generatedAt: asOf });
    }
    expect(await storedAssessmentsIn(state)).toEqual([...run.assessments()].map(({ because: _because, ...assessment }) => assessment));
  }
  expect(await store.recount()).toEqual([]);
}
