import { type ScoringOptions } from '@plumbline/assess';
import { type Entry, entryOf } from '@plumbline/inventory';
import type { JsonObject } from '@plumbline/policy';
import { catalogue, start } from './estate.fixture.ts';
import { openWithState } from './open-store.ts';
import type { Change, OpenOptions, StoreLocation } from './store.ts';

export type Opened = Awaited<ReturnType<typeof openWithState>>;

/** Gives out empty places for stores; each is given back when its test is done. */
export interface Backend {
  place(): Promise<{ readonly location: StoreLocation; readonly remove: () => Promise<void> }>;
  /** Of each property. */
  readonly runs: number;
}

export const now = () => new Date(start).toISOString();
export const models: readonly ScoringOptions[] = [{ model: 'classic' }, { model: 'controls' }];
export const group = '/subscriptions/s1/resourceGroups/r1';
export const box = (name: string, kind = 'bad', where = group): JsonObject => ({
  id: `${where}/providers/Test.Things/boxes/${name}`,
  name,
  type: 'Test.Things/boxes',
  tags: { kind },
  properties: {},
});
export const put = (resource: JsonObject): Change => ({ op: 'put', resource });

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

export async function* streamOf(resources: readonly JsonObject[]): AsyncIterable<readonly Entry[]> {
  for (let at = 0; at < resources.length; at += 2) {
    yield resources
      .slice(at, at + 2)
      .map(entryOf)
      .filter((entry) => entry !== undefined);
  }
}

export async function until(holds: () => boolean, ms: number): Promise<void> {
  const end = Date.now() + ms;
  while (!holds() && Date.now() < end) {
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}
