import type { JsonObject } from '@plumbline/policy';
import type { Change, Store } from '@plumbline/store';
import { valueAt, withValueAt } from './edit.ts';
import { type Setting, settings } from './settings.ts';

export interface ChangedSetting {
  readonly change: Change;
  /** The resource before it. */
  readonly original: JsonObject;
}

/** @returns one setting of one resource, turned to the safe or to the unsafe side; undefined when none stands on the other. */
export async function changeOfSetting(store: Store, random: () => number, isBetter: boolean): Promise<ChangedSetting | undefined> {
  for (const setting of shuffled(settings, random)) {
    const { value } = await store.resources({}, { type: setting.type, limit: 200 });
    for (const { id } of shuffled(value.items, random)) {
      const changed = turned((await store.resource(id, {})).value?.resource, setting, isBetter);
      if (changed !== undefined) return changed;
    }
  }
  return undefined;
}

function turned(original: JsonObject | undefined, { path, safe, unsafe }: Setting, isBetter: boolean): ChangedSetting | undefined {
  const [from, to] = isBetter ? [unsafe, safe] : [safe, unsafe];
  if (original === undefined || valueAt(original, path) !== from) return undefined;
  return { change: { op: 'put', resource: withValueAt(original, path, to) }, original };
}

function shuffled<T>(list: readonly T[], random: () => number): readonly T[] {
  const sorted = list.map((item) => ({ item, at: random() })).sort((a, b) => a.at - b.at);
  return sorted.map(({ item }) => item);
}
