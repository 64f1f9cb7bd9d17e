import { nowhere, type Place, type PlaceTable } from './place-table.ts';
import type { Derivation } from './walk-node.ts';

/**
 * Finds out how an id follows from ids that were met, in a way that means the same wherever those are alike.
 *
 * @param key lower-case id
 * @param met places of ids that were met
 * @returns undefined where it does not follow from them
 */
export function derivationOf(key: string, met: readonly Place[], places: PlaceTable): Derivation | undefined {
  const keys = met.map((place) => places.keyOf(place));
  const same = keys.indexOf(key);
  if (same !== -1) return { from: same, cut: 0, suffix: '' };
  const around = keys.findIndex((one) => one.startsWith(`${key}/`));
  if (around !== -1) return { from: around, cut: (keys[around] ?? '').slice(key.length).split('/').length - 1, suffix: '' };
  let from = -1;
  for (const [index, one] of keys.entries()) if (key.startsWith(`${one}/`) && one.length > (keys[from]?.length ?? 0)) from = index;
  if (from === -1) return undefined;
  const suffix = key.slice(keys[from]?.length);
  // What is appended has to be the same for every resource, and not the name of one that was met.
  const names = new Set(met.flatMap((place) => namesOf(place, places)));
  return suffix.split('/').some((segment) => names.has(segment)) ? undefined : { from, cut: 0, suffix };
}

function namesOf(place: Place, places: PlaceTable): readonly string[] {
  const key = places.keyOf(place);
  const name = key.slice(key.lastIndexOf('/') + 1);
  const within = places.within[place] ?? nowhere;
  return within === nowhere ? [name] : [name, ...namesOf(within, places)];
}

export function derivedPlace({ cut, suffix }: Derivation, place: Place, places: PlaceTable): Place {
  const around = cut === 0 ? place : places.cut(place, cut);
  return suffix === '' || around === nowhere ? around : places.ofKey(places.keyOf(around) + suffix);
}
