import type { JsonValue } from '@plumbline/policy';
import { objectOf, textOf } from './json-reading.ts';

/** One selector of an exemption, as plain data: it is remembered between runs. */
export interface ResourceSelector {
  readonly kind: 'location' | 'type' | 'without-location' | 'unknown';
  /** Lower case; locations without spaces. */
  readonly values: readonly string[];
  /** False for `notIn`. */
  readonly selects: boolean;
}

const kinds: Readonly<Record<string, ResourceSelector['kind']>> = {
  resourcelocation: 'location',
  resourcetype: 'type',
  resourcewithoutlocation: 'without-location',
};
const nothing: ResourceSelector = { kind: 'unknown', values: [], selects: true };

/**
 * Reads `resourceSelectors`. What cannot be read chooses nothing: an exemption must not hide more than it was written for.
 * @returns lists of selectors, of which any one has to choose the resource with all of its selectors; empty: everything is chosen.
 */
export function resourceSelectorsOf(value: JsonValue | undefined): readonly (readonly ResourceSelector[])[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return [[nothing]];
  return value.map((one: JsonValue) => {
    const selectors = objectOf(one)['selectors'];
    return Array.isArray(selectors) ? selectors.map(selectorOf) : [nothing];
  });
}

function selectorOf(value: JsonValue): ResourceSelector {
  const given = objectOf(value);
  const name = (textOf(given['kind']) ?? '').toLowerCase();
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  const included = given['in'];
  const listed = included ?? given['notIn'];
  if (kind === undefined || !Array.isArray(listed)) return nothing;
  return {
    kind,
    values: listed.flatMap((item: JsonValue) => {
      const value = textOf(item);
      return value === undefined ? [] : kind === 'location' ? placeOf(value) : value.toLowerCase();
    }),
    selects: Array.isArray(included),
  };
}

/** @param location as the resource gives it; undefined: it has none. */
export function isChosenBy(
  lists: readonly (readonly ResourceSelector[])[],
  { type, location }: { readonly type: string; readonly location: string | undefined },
): boolean {
  if (lists.length === 0) return true;
  return lists.some((selectors) =>
    selectors.every(({ kind, values, selects }) => {
      if (kind === 'unknown') return false;
      // Azure names the resources that have no location by this one value.
      if (kind === 'without-location') return (location === undefined && values.includes('subscriptionlevelresources')) === selects;
      return values.includes(kind === 'type' ? type : placeOf(location ?? '')) === selects;
    }),
  );
}

/** `West Europe` and `westeurope` are one place. */
function placeOf(location: string): string {
  return location.replaceAll(' ', '').toLowerCase();
}
