import { ancestorsOf } from '@plumbline/assess';
import type { Entry } from '@plumbline/inventory';
import { hash53 } from './hash.ts';

/** What a verdict can ask of the estate, besides its own resource. */
export type Lookup =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'under'; readonly key: string; readonly type: string }
  | { readonly kind: 'subscription'; readonly subscription: string; readonly type: string }
  | { readonly kind: 'group'; readonly subscription: string; readonly resourceGroup: string; readonly type: string }
  | { readonly kind: 'collected'; readonly subscription: string; readonly type: string }
  | { readonly kind: 'groups'; readonly subscription: string }
  | { readonly kind: 'clock' };

/** One text a look-up, to remember answers by. */
export function lookupText(lookup: Lookup): string {
  switch (lookup.kind) {
    case 'key':
      return `k ${lookup.key}`;
    case 'under':
      return `u ${lookup.key} ${lookup.type}`;
    case 'subscription':
      return `s ${lookup.subscription} ${lookup.type}`;
    case 'group':
      return `g ${lookup.subscription} ${lookup.resourceGroup} ${lookup.type}`;
    case 'collected':
      return `c ${lookup.subscription} ${lookup.type}`;
    case 'groups':
      return `m ${lookup.subscription}`;
    case 'clock':
      return 't';
  }
}

export function lookupHash(lookup: Lookup): number {
  return hash53(lookupText(lookup));
}

/** Of verdicts that look at the clock. */
export const clockHash = lookupHash({ kind: 'clock' });

/** @returns every look-up of resources that this entry is an answer, or a part of the answer, to. */
export function lookupsAnsweredBy(entry: Entry): readonly Lookup[] {
  const { key, type, resourceGroup } = entry;
  const subscription = entry.subscription ?? '';
  return [
    { kind: 'key', key },
    { kind: 'subscription', subscription, type },
    ...(resourceGroup === undefined ? [] : [{ kind: 'group', subscription, resourceGroup, type } as const]),
    ...ancestorsOf(key).map((ancestor) => ({ kind: 'under', key: ancestor, type }) as const),
  ];
}
