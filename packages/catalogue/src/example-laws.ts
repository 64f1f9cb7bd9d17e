import type { JsonObject, Resource } from '@plumbline/policy';
import { neighboursOf } from './example-neighbours.ts';
import { textAt } from './json-reading.ts';
import type { Example, GraphRecommendation } from './recommendation.ts';
import { isObject, valueAt } from './value-at.ts';

/** A verdict that an input with less in it must not give. */
export interface Broken {
  readonly removed: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Takes each resource and each whole type out of an example: what was not collected is never judged, so that the verdict stays
 * or becomes NotCollected.
 *
 * @param lists types that are only ever asked for as a list. One entry less of them cannot be noticed, so only the whole type is taken.
 */
export function brokenByRemoval(recommendation: GraphRecommendation, example: Example, lists: readonly string[]): readonly Broken[] {
  const estate = example.estate ?? [];
  const statusOf = (left: readonly Resource[]) => recommendation.judge(example.resource, neighboursOf(example.resource, left)).status;
  const before = statusOf(estate);
  const types = [...new Set(estate.map(typeOf))];
  const removals = [
    ...estate
      .filter((resource) => !lists.includes(typeOf(resource)))
      .map((resource) => ({ removed: textAt(resource, 'id') ?? '', left: estate.filter((other) => other !== resource) })),
    ...types.map((type) => ({ removed: type, left: estate.filter((resource) => typeOf(resource) !== type) })),
    ...types.map((type) => ({ removed: `all but ${type}`, left: estate.filter((resource) => typeOf(resource) === type) })),
  ];
  return removals.flatMap(({ removed, left }) => {
    const after = statusOf(left);
    return after === before || after === 'NotCollected' ? [] : [{ removed, before, after }];
  });
}

function typeOf(resource: Resource): string {
  return textAt(resource, 'type') ?? '';
}

/** The estate as a recommendation's `reads` leaves it: other types gone, and of `properties` only the members that it names. */
export function estateAsRead(recommendation: GraphRecommendation, estate: readonly Resource[]): readonly Resource[] {
  const pathsByType = new Map(Object.entries(recommendation.reads).map(([type, paths]) => [type.toLowerCase(), paths]));
  return estate.flatMap((resource) => {
    const paths = pathsByType.get(typeOf(resource).toLowerCase());
    if (paths === undefined) return [];
    const properties = valueAt(resource, 'properties');
    if (paths === '*' || !isObject(properties)) return [resource];
    const members = new Set(paths.map((path) => path.split('.')[1]?.replace(/\[.*$/, '')));
    const kept: JsonObject = Object.fromEntries(Object.entries(properties).filter(([name]) => members.has(name)));
    return [{ ...resource, properties: kept }];
  });
}
