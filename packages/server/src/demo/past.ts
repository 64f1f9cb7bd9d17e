// A month that never was, so that whoever opens the dashboard for the first time sees a history too.
import type { JsonObject } from '@plumbline/policy';
import type { Store } from '@plumbline/store';
import { changeOfSetting } from './change-of-setting.ts';

/** A little more than the month that the screens look back on: what made it worse lies before that. */
export const demoDays = 33;
/** So many settings were worse a month ago. */
const settingsWorse = 18;
const dayMs = 86_400_000;

/** When the estate of a demo was first read. */
export function demoStart(now: string): string {
  return new Date(Date.parse(now) - demoDays * dayMs).toISOString();
}

/**
 * Turns settings to the unsafe side as of a month ago, and back one after the other until now: what is left is what was read, to the letter.
 * @param options.now ISO 8601 UTC; the estate was read `demoStart` of it.
 */
export async function playPast({
  store,
  random,
  now,
}: {
  readonly store: Store;
  readonly random: () => number;
  readonly now: string;
}): Promise<void> {
  const start = Date.parse(now) - demoDays * dayMs;
  const originals: JsonObject[] = [];
  for (let made = 0; made < settingsWorse; made += 1) {
    const changed = await changeOfSetting(store, random, false);
    if (changed === undefined) break;
    originals.push(changed.original);
    await store.apply({ changes: [changed.change], at: new Date(start + made * 60_000).toISOString() });
  }
  // The last one back first: a resource may have been turned twice.
  for (const [index, resource] of originals.toReversed().entries()) {
    const at = start + ((index + 1 + (index === originals.length - 1 ? 0 : random() * 0.6)) / originals.length) * demoDays * dayMs;
    await store.apply({ changes: [{ op: 'put', resource }], at: new Date(Math.min(at, Date.parse(now))).toISOString() });
  }
}
