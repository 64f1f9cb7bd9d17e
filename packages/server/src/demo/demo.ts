// Small, slow, believable changes, so that whoever opens the dashboard for the first time sees the score move.
import type { JsonObject } from '@plumbline/policy';
import type { BatchResult, Change, Store } from '@plumbline/store';
import { changeOfSetting } from './change-of-setting.ts';
import { withValueAt } from './edit.ts';
import { oneOf } from './random.ts';

export interface DemoOptions {
  readonly store: Store;
  /** 0..1 */
  readonly random: () => number;
  /** ISO 8601 UTC. */
  readonly now: () => string;
}

/** Share of changes that make something better: with it, the score wanders about where it began. */
const better = 0.55;
/** Share of changes that add or remove a resource instead of changing one. */
const comingAndGoing = 0.2;
/** The most resources that were added and not yet removed. */
const mostAdded = 3;

/** @returns a function that makes one change; undefined when the estate holds nothing that it could change. */
export function demo({ store, random, now }: DemoOptions): () => Promise<BatchResult | undefined> {
  const added: string[] = [];
  let count = 0;

  const arrival = async (): Promise<Change | undefined> => {
    const { value } = await store.resources({}, { type: 'microsoft.storage/storageaccounts', limit: 200 });
    const model = oneOf(value.items, random);
    const found = model === undefined ? undefined : (await store.resource(model.id, {})).value;
    if (found === undefined) return undefined;
    count += 1;
    const name = `trial${count}`;
    const id = `${found.id.slice(0, found.id.lastIndexOf('/') + 1)}${name}`;
    added.push(id);
    // Made by hand in a hurry: as the portal of old times would have it.
    return {
      op: 'put',
      resource: withValueAt({ ...found.resource, id, name } satisfies JsonObject, ['properties', 'supportsHttpsTrafficOnly'], false),
    };
  };
  const departure = (): Change | undefined => {
    const id = added.shift();
    return id === undefined ? undefined : { op: 'delete', id };
  };

  return async () => {
    const isMove = random() < comingAndGoing;
    const isDeparture = added.length >= mostAdded || (added.length > 0 && random() < 0.5);
    const change = isMove
      ? ((isDeparture ? departure() : undefined) ?? (await arrival()))
      : (await changeOfSetting(store, random, random() < better))?.change;
    return change === undefined ? undefined : store.apply({ changes: [change], at: now() });
  };
}
