// What a run tells besides scores, summed over subscriptions. Most of it stays as it is from one moment to the next: what a change leaves alone is
// the very same list as before, which whoever made something of it knows it by.
import type { AssessmentRun, NotCollected } from '@plumbline/assess';
import type { Counts } from './mirror.ts';
import { remembered } from './remembered.ts';
import type { Setup } from './setup.ts';
import { addUnknown, addUse, type Missing, type Summary, summaryOf, type UnknownCount, type Uses } from './subscription-summary.ts';
import { movedBetween, nearestOf, type ShapeCounts } from './sums.ts';

type Given = Pick<Setup, 'ordinals' | 'shapes'>;

export interface RunSums {
  readonly resources: number;
  /** By id, but for the tenant and those of which only special things are known. */
  readonly subscriptions: AssessmentRun['subscriptions'];
  readonly byType: AssessmentRun['byType'];
  readonly notCollected: readonly NotCollected[];
  /** By exemption and recommendation: assessments that it decides. */
  readonly uses: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** By subscription, ids of shapes in which an assessment from outside says otherwise. */
  readonly disagreeing: readonly (readonly [string, readonly number[]])[];
  /** Assessments that the catalogue does not have. */
  readonly unknown: AssessmentRun['unknownAssessments'];
}

// By shapes: what they say of a subscription's counts hangs on nothing else.
const sumsByShapes = new WeakMap<Setup['shapes'], { at(counts: Counts): RunSums }>();

export function runSumsOf(setup: Given, counts: Counts): RunSums {
  return remembered(sumsByShapes, setup.shapes, () => {
    const told = new WeakMap<Counts, RunSums>();
    const nearest = nearestOf(() => movedSums(setup));
    return { at: (counts) => remembered(told, counts, () => nearest(counts).at(counts)) };
  }).at(counts);
}

/** Sums that follow the counts: a change touches one subscription of thousands. */
function movedSums({ ordinals, shapes }: Given) {
  const summaries = new WeakMap<ShapeCounts, Summary>();
  const told = ([subscription, own]: readonly [string, ShapeCounts]) =>
    remembered(summaries, own, () => summaryOf({ ordinals, shapes }, subscription, own));
  let last: Counts = new Map();
  let missing: readonly Missing[] = [];
  let sums: RunSums = { resources: 0, subscriptions: [], byType: [], notCollected: [], uses: new Map(), disagreeing: [], unknown: [] };
  return {
    at(counts: Counts): RunSums {
      const { gone, come } = movedBetween(last, counts);
      last = counts;
      const moved = { gone: gone.map(told), come: come.map(told) };
      if (gone.length + come.length === 0) return sums;
      const all = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map((one) => ({ id: one[0], summary: told(one) }));
      const before = missing;
      missing = movedMissing(missing, moved);
      const isTouched = (part: (summary: Summary) => boolean) => moved.gone.some(part) || moved.come.some(part);
      sums = {
        resources: all.reduce((sum, { summary }) => sum + summary.resources, 0),
        subscriptions: all.flatMap(({ id, summary: { isSubject, resources } }) => (id === '' || !isSubject ? [] : { id, resources })),
        byType: movedTypes(sums.byType, moved),
        notCollected: missing === before ? sums.notCollected : missing.map(({ row }) => row),
        uses: isTouched(({ uses }) => uses.size > 0) ? usesIn(all.map(({ summary }) => summary)) : sums.uses,
        disagreeing: all.flatMap(({ id, summary: { disagreeing } }) => (disagreeing.length === 0 ? [] : [[id, disagreeing] as const])),
        unknown: isTouched(({ unknown }) => unknown.length > 0) ? unknownIn(all.map(({ summary }) => summary)) : sums.unknown,
      };
      return sums;
    },
  };
}

interface MovedSummaries {
  readonly gone: readonly Summary[];
  readonly come: readonly Summary[];
}

function movedTypes(before: RunSums['byType'], { gone, come }: MovedSummaries): RunSums['byType'] {
  const types = new Map(before.map(({ type, resources, judged }) => [type, { resources, judged }]));
  const add = ({ byType }: Summary, sign: 1 | -1) => {
    for (const [name, { resources, judged }] of byType) {
      const type = types.get(name) ?? { resources: 0, judged: 0 };
      types.set(name, { resources: type.resources + sign * resources, judged: type.judged + sign * judged });
    }
  };
  for (const summary of gone) add(summary, -1);
  for (const summary of come) add(summary, 1);
  return [...types]
    .filter(([, { resources }]) => resources > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, count]) => ({ type, ...count }));
}

/** @returns the very same list where all that went came again: a subscription lacks what it did whatever its resources are judged. */
function movedMissing(before: readonly Missing[], { gone, come }: MovedSummaries): readonly Missing[] {
  const countByPlace = new Map(come.flatMap(({ notCollected }) => notCollected.map(({ place, row }) => [place, row.resources])));
  const went = gone.flatMap(({ notCollected }) => notCollected);
  if (went.length === countByPlace.size && went.every(({ place, row }) => countByPlace.get(place) === row.resources)) return before;
  const places = new Set(went.map(({ place }) => place));
  const added = come.flatMap(({ notCollected }) => notCollected).sort((a, b) => (a.place < b.place ? -1 : 1));
  const merged: Missing[] = [];
  let at = 0;
  for (const one of before) {
    if (places.has(one.place)) continue;
    for (let next = added[at]; next !== undefined && next.place < one.place; next = added[at]) {
      merged.push(next);
      at += 1;
    }
    merged.push(one);
  }
  return [...merged, ...added.slice(at)];
}

function usesIn(summaries: readonly Summary[]): RunSums['uses'] {
  const uses: Uses = new Map();
  for (const summary of summaries) {
    for (const [key, own] of summary.uses) for (const [recommendation, count] of own) addUse(uses, { key, recommendation, count });
  }
  return uses;
}

function unknownIn(summaries: readonly Summary[]): RunSums['unknown'] {
  const counted = new Map<string, UnknownCount>();
  for (const { unknown } of summaries) for (const one of unknown) addUnknown(counted, one);
  return [...counted.values()].sort((a, b) => b.count - a.count || (`${a.key} ${a.displayName}` < `${b.key} ${b.displayName}` ? -1 : 1));
}
