import type { Catalogue } from '@plumbline/catalogue';
import {
  type ControlsOptions,
  type ControlsScore,
  type ControlTally,
  controlsImpactsOf,
  controlsScoreOf,
  controlTalliesOf,
  fraction,
  multiply,
  type Profile,
  type Rational,
  type ScoredControl,
  sumOf,
  type Tally,
  talliesOf,
  totalOfSums,
  weightedTermsOf,
} from '@plumbline/score';
import { byText } from './by-text.ts';
import { GroupedNotCollected, type MissingRow } from './grouped-not-collected.ts';
import type { AssessmentRun } from './run.ts';
import type { TallyCounts } from './run-tally.ts';
import { countsOf, type KeptCounts, scoringTableOf } from './scored.ts';
import { vectorStatuses } from './vector-statuses.ts';
import type { VerdictVector } from './verdict-vectors.ts';

interface CountedBucket {
  readonly type: string;
  readonly resources: number;
  readonly judged: number;
  readonly countByVector: ReadonlyMap<VerdictVector, number>;
}

/** What subscriptions that count the same have in common. */
class Shape {
  readonly buckets: readonly CountedBucket[];
  /** How many subscriptions there are. */
  times = 0;
  private readonly keys: readonly string[];
  private knownProfiles: readonly Profile[] | undefined;
  private knownMissing: readonly MissingRow[] | undefined;
  private knownCounts: KeptCounts | undefined;

  constructor(buckets: readonly CountedBucket[], keys: readonly string[]) {
    this.buckets = buckets;
    this.keys = keys;
  }

  get resources(): number {
    return this.buckets.reduce((sum, { resources }) => sum + resources, 0);
  }

  /** Of no subscription in particular. */
  profiles(statusesOf: (vector: VerdictVector) => Profile['statuses']): readonly Profile[] {
    if (this.knownProfiles === undefined) {
      const counted = new Map<string, { readonly statuses: Profile['statuses']; count: number }>();
      for (const { countByVector } of this.buckets) {
        for (const [vector, count] of countByVector) {
          if (vector.verdicts.length === 0) continue;
          const known = counted.get(vector.signature);
          if (known === undefined) counted.set(vector.signature, { statuses: statusesOf(vector), count });
          else known.count += count;
        }
      }
      this.knownProfiles = [...counted]
        .sort(([a], [b]) => byText(a, b))
        .map(([, { statuses, count }]) => ({ subscription: '', statuses, count }));
    }
    return this.knownProfiles;
  }

  missing(): readonly MissingRow[] {
    if (this.knownMissing === undefined) {
      const counted = new Map<string, MissingRow & { resources: number }>();
      for (const { countByVector } of this.buckets) {
        for (const [{ verdicts }, count] of countByVector) {
          for (const { id, index, needs } of missingIn(verdicts)) {
            const known = counted.get(id);
            if (known === undefined) counted.set(id, { recommendation: this.keys[index] ?? '', needs, resources: count });
            else known.resources += count;
          }
        }
      }
      this.knownMissing = [...counted.values()];
    }
    return this.knownMissing;
  }

  counts(catalogue: Catalogue, statusesOf: (vector: VerdictVector) => Profile['statuses']): KeptCounts {
    this.knownCounts ??= countsOf(this.profiles(statusesOf), catalogue);
    return this.knownCounts;
  }
}

interface Missing {
  readonly id: string;
  readonly index: number;
  readonly needs: string;
}

/** Subscriptions share their vectors, of which there are some thousands. */
const missingByVerdicts = new WeakMap<VerdictVector['verdicts'], readonly Missing[]>();

function missingIn(verdicts: VerdictVector['verdicts']): readonly Missing[] {
  let missing = missingByVerdicts.get(verdicts);
  if (missing === undefined) {
    missing = verdicts.flatMap(([index, { cause, needs = '' }]) =>
      cause === 'NotCollected' ? { id: `${index} ${needs}`, index, needs } : [],
    );
    missingByVerdicts.set(verdicts, missing);
  }
  return missing;
}

/** The counts of all parts of an estate. Subscriptions that count the same are counted once: there may be a million of them. */
export interface EstateTally {
  /** Adds what was counted elsewhere. @param vectorOf finds the vector of verdicts that were written down. */
  add(counts: TallyCounts, vectorOf: (verdicts: string) => VerdictVector): void;
  profiles(): readonly Profile[];
  kept(catalogue: Catalogue): { readonly all: KeptCounts; of(subscription: string): KeptCounts };
  notCollected(): AssessmentRun['notCollected'];
  byType(): AssessmentRun['byType'];
  subscriptions(): AssessmentRun['subscriptions'];
  resources(): number;
  /** An independent one that has counted the same. */
  copy(): EstateTally;
}

/** @param keys recommendation keys by index of the plan. */
export function estateTally(keys: readonly string[], from: ReadonlyMap<string, Shape> = new Map()): EstateTally {
  const shapeBySubscription = new Map<string, Shape>();
  const shapeByText = new Map<string, Shape>();
  const numberByVector = new Map<VerdictVector, number>();
  const numberByType = new Map<string, number>();

  const statusesOf = vectorStatuses(keys);

  const shapeOf = (buckets: readonly CountedBucket[]): Shape => {
    const text = buckets
      .map(({ type, resources, judged, countByVector }) => {
        const counts = [...countByVector].map(([vector, count]) => [numberIn(numberByVector, vector), count] as const);
        return `${numberIn(numberByType, type)} ${resources} ${judged} ${counts.sort(([a], [b]) => a - b).join(' ')}`;
      })
      .sort(byText)
      .join('\n');
    let shape = shapeByText.get(text);
    if (shape === undefined) {
      shape = new Shape(buckets, keys);
      shapeByText.set(text, shape);
    }
    return shape;
  };

  const put = (subscription: string, buckets: readonly CountedBucket[]) => {
    const before = shapeBySubscription.get(subscription);
    if (before !== undefined) before.times -= 1;
    const shape = shapeOf(before === undefined ? buckets : joinedBuckets([...before.buckets, ...buckets]));
    shape.times += 1;
    shapeBySubscription.set(subscription, shape);
  };
  for (const [subscription, { buckets }] of from) put(subscription, buckets);

  const shapes = () => [...shapeByText.values()].filter(({ times }) => times > 0);
  let inOrder: readonly string[] | undefined;
  const sorted = () => {
    inOrder ??= [...shapeBySubscription.keys()].sort(byText);
    return inOrder;
  };
  const profiles = () =>
    sorted().flatMap((subscription) =>
      (shapeBySubscription.get(subscription)?.profiles(statusesOf) ?? []).map((profile) => ({ ...profile, subscription })),
    );

  return {
    add({ vectors, buckets }, vectorOf) {
      inOrder = undefined;
      const known = vectors.map(vectorOf);
      const bySubscription = new Map<string, CountedBucket[]>();
      for (const { subscription, type, resources, judged, counts } of buckets) {
        const countByVector = new Map<VerdictVector, number>();
        for (let at = 0; at < counts.length; at += 2) {
          const vector = known[counts[at] ?? -1];
          if (vector !== undefined) countByVector.set(vector, (countByVector.get(vector) ?? 0) + (counts[at + 1] ?? 0));
        }
        const own = bySubscription.get(subscription);
        const bucket = { type, resources, judged, countByVector };
        if (own === undefined) bySubscription.set(subscription, [bucket]);
        else own.push(bucket);
      }
      for (const [subscription, own] of bySubscription) put(subscription, own);
    },
    profiles,
    kept(catalogue) {
      const none = countsOf([], catalogue);
      return {
        all: countsOfShapes(shapes(), { catalogue, statusesOf, allProfiles: profiles }),
        of: (subscription) => shapeBySubscription.get(subscription)?.counts(catalogue, statusesOf) ?? none,
      };
    },
    notCollected: () => new GroupedNotCollected(sorted(), (subscription) => shapeBySubscription.get(subscription)?.missing() ?? []),
    byType() {
      const counted = new Map<string, { resources: number; judged: number }>();
      for (const { buckets, times } of shapes()) {
        for (const { type, resources, judged } of buckets) {
          if (resources === 0) continue;
          const count = counted.get(type) ?? { resources: 0, judged: 0 };
          counted.set(type, count);
          count.resources += resources * times;
          count.judged += judged * times;
        }
      }
      return [...counted].sort(([a], [b]) => byText(a, b)).map(([type, count]) => ({ type, ...count }));
    },
    subscriptions: () => sorted().flatMap((id) => (id === '' ? [] : { id, resources: shapeBySubscription.get(id)?.resources ?? 0 })),
    resources: () => shapes().reduce((sum, { resources, times }) => sum + resources * times, 0),
    copy: () => estateTally(keys, shapeBySubscription),
  };
}

/** Scores of all subscriptions together, each shape counted once and multiplied. */
function countsOfShapes(
  shapes: readonly Shape[],
  {
    catalogue,
    statusesOf,
    allProfiles,
  }: {
    readonly catalogue: Catalogue;
    readonly statusesOf: (vector: VerdictVector) => Profile['statuses'];
    readonly allProfiles: () => readonly Profile[];
  },
): KeptCounts {
  const { controls } = scoringTableOf(catalogue);
  const pooled = () =>
    shapes.flatMap((shape) =>
      shape.profiles(statusesOf).map(({ statuses, count }) => ({ subscription: '', statuses, count: count * shape.times })),
    );
  const scoreOf = (options: ControlsOptions, category?: string): Pick<ControlsScore, 'controls' | 'overall'> => {
    const only = (profiles: readonly Profile[]) => (category === undefined ? profiles : ofCategory(profiles, catalogue, category));
    const together = controlsScoreOf(controlTalliesOf(only(pooled()), controls), controls, options);
    if (options.aggregate === 'pooled') return together;
    const own = shapes.map((shape) => ({ times: shape.times, tallies: controlTalliesOf(only(shape.profiles(statusesOf)), controls) }));
    return { controls: together.controls, overall: weightedOverall(own, { controls, together, options }) };
  };
  return {
    tallies: (): readonly Tally[] => talliesOf(pooled()),
    controls: (options) => ({ ...scoreOf(options), subscriptions: [] }),
    impacts: (options) => controlsImpactsOf(allProfiles(), controls, options),
    controlsOf: (category, options) => scoreOf(options, category).overall,
  };
}

function weightedOverall(
  shapes: readonly { readonly times: number; readonly tallies: readonly ControlTally[] }[],
  {
    controls,
    together,
    options,
  }: { readonly controls: readonly ScoredControl[]; readonly together: ControlsScore; readonly options: ControlsOptions },
): ControlsScore['overall'] {
  const own = shapes.flatMap(({ times, tallies }) => {
    const [score] = controlsScoreOf(tallies, controls, options).subscriptions;
    return score === undefined || score.score === null ? [] : [{ times, score }];
  });
  // Of one subscription alone the score is its own, and not the mean of one.
  const [first, ...others] = own;
  if (first !== undefined && others.length === 0 && first.times === 1) return first.score.score;
  const sum = (name: 'weight' | 'weighted'): Rational =>
    sumOf(own.map(({ times, score }) => multiply(fraction(times), weightedTermsOf(score)[name])));
  return totalOfSums(together.controls, { weight: sum('weight'), weighted: sum('weighted') }, options);
}

function ofCategory(profiles: readonly Profile[], { items }: Catalogue, category: string): readonly Profile[] {
  const keys = new Set(items.flatMap(({ recommendation }) => (recommendation.category === category ? recommendation.key : [])));
  return profiles.map((profile) => ({
    ...profile,
    statuses: profile.statuses.filter(({ recommendation }) => keys.has(recommendation)),
  }));
}

function joinedBuckets(buckets: readonly CountedBucket[]): readonly CountedBucket[] {
  const byType = new Map<string, { type: string; resources: number; judged: number; countByVector: Map<VerdictVector, number> }>();
  for (const { type, resources, judged, countByVector } of buckets) {
    const own = byType.get(type) ?? { type, resources: 0, judged: 0, countByVector: new Map<VerdictVector, number>() };
    byType.set(type, own);
    own.resources += resources;
    own.judged += judged;
    for (const [vector, count] of countByVector) own.countByVector.set(vector, (own.countByVector.get(vector) ?? 0) + count);
  }
  return [...byType.values()];
}

function numberIn<K>(numbers: Map<K, number>, key: K): number {
  let number = numbers.get(key);
  if (number === undefined) {
    number = numbers.size;
    numbers.set(key, number);
  }
  return number;
}
