// Counts that add up: every shape adds one at some places, so what a subscription or an estate counts is the sum over its shapes, and a change
// moves nothing but the places of two shapes.
import type { scoringTableOf } from '@plumbline/assess';
import {
  type ControlTally,
  controlStatesOf,
  controlsByRecommendationOf,
  type Profile,
  type Status,
  type Tally,
  unhealthyByControlOf,
} from '@plumbline/score';
import { statusOf } from './letter.ts';
import type { Ordinals } from './setup.ts';
import type { ShapeStatus } from './shape.ts';

/** Counts by place. */
export type Totals = Int32Array;

/** Resources of which a recommendation is the last thing that keeps them unhealthy in a control. */
export interface Obstacle {
  readonly recommendation: string;
  readonly control: string;
  readonly resources: number;
}

export interface Layout {
  /** How many places there are. */
  readonly size: number;
  /** Named, and sorted by recommendation. */
  statusesOf(statuses: readonly ShapeStatus[]): Profile['statuses'];
  /** Where a resource with these statuses counts. */
  placesOf(statuses: readonly ShapeStatus[]): readonly number[];
  /** undefined for a recommendation that the catalogue does not have. */
  placeOf(recommendation: string, status: Status): number | undefined;
  tallies(totals: Totals, subscription: string): readonly Tally[];
  /** @param category of its recommendations alone */
  controlTallies(totals: Totals, subscription: string, category?: string): readonly ControlTally[];
  obstacles(totals: Totals): readonly Obstacle[];
}

const statusOrder = ['Healthy', 'Unhealthy', 'NotApplicable', 'NotAssessed'] as const;
const stateOrder = ['healthy', 'unhealthy', 'notApplicable'] as const;

export function layoutOf({ recommendations, controls }: ReturnType<typeof scoringTableOf>, ordinals: Ordinals): Layout {
  const indexByKey = new Map(recommendations.map(({ key }, index) => [key, index]));
  const categoryByKey = new Map(recommendations.map(({ key, category }) => [key, category]));
  const categories = [...new Set(recommendations.map(({ category }) => category))];
  const controlsByRecommendation = controlsByRecommendationOf(controls);
  const indexByControl = new Map(controls.map((control, index) => [control.key, index]));
  const pairs = controls.flatMap(({ key: control, recommendations: own }) =>
    [...new Set(own)].map((recommendation) => ({ control, recommendation })),
  );
  const controlsAt = recommendations.length * statusOrder.length;
  const perControls = controls.length * stateOrder.length;
  const pairsAt = controlsAt + perControls * (1 + categories.length);
  const placeByPair = new Map(pairs.map(({ control, recommendation }, index) => [`${recommendation} ${control}`, pairsAt + index]));
  const startOf = (category: string | undefined) =>
    controlsAt + perControls * (category === undefined ? 0 : 1 + categories.indexOf(category));

  const namedByStatuses = new WeakMap<readonly ShapeStatus[], Profile['statuses']>();
  const placesByStatuses = new WeakMap<readonly ShapeStatus[], readonly number[]>();
  const statusesOf = (statuses: readonly ShapeStatus[]): Profile['statuses'] => {
    const known = namedByStatuses.get(statuses);
    if (known !== undefined) return known;
    const named = statuses
      .map(([ordinal, letter]) => ({ recommendation: ordinals.keyOf(ordinal), status: statusOf[letter] }))
      .sort((a, b) => (a.recommendation < b.recommendation ? -1 : 1));
    namedByStatuses.set(statuses, named);
    return named;
  };
  function* placesIn(statuses: Profile['statuses']): Iterable<number> {
    for (const { recommendation, status } of statuses) {
      const index = indexByKey.get(recommendation);
      // Of a recommendation that this catalogue does not have nothing is scored.
      if (index !== undefined) yield index * statusOrder.length + statusOrder.indexOf(status);
    }
    for (const category of [undefined, ...categories]) {
      const own =
        category === undefined ? statuses : statuses.filter(({ recommendation }) => categoryByKey.get(recommendation) === category);
      for (const [{ key }, state] of controlStatesOf({ subscription: '', statuses: own, count: 1 }, controlsByRecommendation)) {
        yield startOf(category) + (indexByControl.get(key) ?? 0) * stateOrder.length + stateOrder.indexOf(state);
      }
    }
    for (const [control, [recommendation = '', ...others]] of unhealthyByControlOf(statuses, controlsByRecommendation)) {
      const place = placeByPair.get(`${recommendation} ${control}`);
      if (others.length === 0 && place !== undefined) yield place;
    }
  }
  return {
    size: pairsAt + pairs.length,
    statusesOf,
    placesOf(statuses) {
      const known = placesByStatuses.get(statuses);
      if (known !== undefined) return known;
      const places = [...placesIn(statusesOf(statuses))];
      placesByStatuses.set(statuses, places);
      return places;
    },
    placeOf(recommendation, status) {
      const index = indexByKey.get(recommendation);
      return index === undefined ? undefined : index * statusOrder.length + statusOrder.indexOf(status);
    },
    tallies: (totals, subscription) =>
      recommendations.flatMap(({ key }, index) => {
        const [healthy = 0, unhealthy = 0, notApplicable = 0, notAssessed = 0] = totals.subarray(index * 4, index * 4 + 4);
        if (healthy + unhealthy + notApplicable + notAssessed === 0) return [];
        return [{ recommendation: key, subscription, healthy, unhealthy, notApplicable, notAssessed }];
      }),
    controlTallies: (totals, subscription, category) =>
      controls.flatMap(({ key }, index) => {
        const place = startOf(category) + index * stateOrder.length;
        const [healthy = 0, unhealthy = 0, notApplicable = 0] = totals.subarray(place, place + stateOrder.length);
        return healthy + unhealthy + notApplicable === 0 ? [] : [{ control: key, subscription, healthy, unhealthy, notApplicable }];
      }),
    obstacles: (totals) =>
      pairs.flatMap((pair, index) => {
        const resources = totals[pairsAt + index] ?? 0;
        return resources === 0 ? [] : [{ ...pair, resources }];
      }),
  };
}
