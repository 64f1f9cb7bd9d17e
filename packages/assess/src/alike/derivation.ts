import type { Place } from './naming.ts';
import type { Derivation } from './walk-node.ts';

/**
 * Finds out how an id follows from ids that were met, in a way that means the same wherever those are alike.
 *
 * @param key lower-case id
 * @returns undefined where it does not follow from them
 */
export function derivationOf(key: string, places: readonly Place[]): Derivation | undefined {
  const same = places.findIndex((place) => place.key === key);
  if (same !== -1) return { from: same, cut: 0, suffix: '' };
  const around = places.findIndex((place) => place.key.startsWith(`${key}/`));
  if (around !== -1) return { from: around, cut: (places[around]?.key ?? '').slice(key.length).split('/').length - 1, suffix: '' };
  let from = -1;
  for (const [index, place] of places.entries())
    if (key.startsWith(`${place.key}/`) && place.key.length > (places[from]?.key.length ?? 0)) from = index;
  if (from === -1) return undefined;
  const suffix = key.slice(places[from]?.key.length);
  // What is appended has to be the same for every resource, and not the name of one that was met.
  const names = new Set(places.flatMap((place) => namesOf(place)));
  return suffix.split('/').some((segment) => names.has(segment)) ? undefined : { from, cut: 0, suffix };
}

function namesOf(place: Place): readonly string[] {
  const name = place.key.slice(place.key.lastIndexOf('/') + 1);
  return place.within === undefined ? [name] : [name, ...namesOf(place.within)];
}

export function derivedKey({ cut, suffix }: Derivation, key: string): string | undefined {
  let end = key.length;
  for (let segment = 0; segment < cut; segment += 1) end = key.lastIndexOf('/', end - 1);
  return end <= 0 ? undefined : cut === 0 && suffix === '' ? key : key.slice(0, end) + suffix;
}
